# frozen_string_literal: true

begin
  require 'logger'
rescue LoadError
  # A gem of its own in later versions; who logs has it.
end

module LambdaRuntime
  # What is printed and logged, with the invocation's id, and in frames where the service reads those.
  module Logs
    # Frame types: text, and JSON of each level.
    TEXT = 0xa55a0003
    LEVELS = { 'DEBUG' => 0xa55a000a, 'INFO' => 0xa55a000e, 'WARN' => 0xa55a0012, 'ERROR' => 0xa55a0016, 'FATAL' => 0xa55a001a }.freeze

    class << self
      attr_accessor :request_id
      attr_reader :frames

      def install
        descriptor = ENV.delete('_LAMBDA_TELEMETRY_LOG_FD')
        if descriptor
          @frames = IO.for_fd(descriptor.to_i, 'wb', autoclose: false).tap { |file| file.sync = true }
          Kernel.prepend(FramedPuts)
          Object.prepend(FramedPuts)
        end
        Logger.prepend(LoggerDefaults) if defined?(Logger)
      end

      def write_frame(text, type = TEXT)
        bytes = text.b
        now = Process.clock_gettime(Process::CLOCK_REALTIME, :microsecond)
        frames.write([type, bytes.bytesize, now].pack('L>L>Q>') + bytes)
      end

      def json?
        ENV['AWS_LAMBDA_LOG_FORMAT'].to_s.casecmp?('json')
      end

      # For Logger; nil where the function sets none.
      def level
        name = ENV['AWS_LAMBDA_LOG_LEVEL'].to_s.downcase
        return nil if name.empty?

        name == 'trace' ? 'debug' : name
      end
    end

    # One message is one frame.
    module FramedPuts
      def puts(*values)
        Logs.write_frame(values.flatten.map { |value| Errors.text(value) }.join("\n"))
      end
    end

    # A logger's device that writes frames.
    class FrameDevice
      def write(text)
        level = Logs.json? && LEVELS[text[/\A\{"timestamp":"[^"]*","level":"(\w+)"/, 1]]
        Logs.write_frame(text, level || TEXT)
      end

      def close; end
    end

    # Loggers that write to standard output log as Lambda shows them.
    module LoggerDefaults
      def initialize(device = nil, *rest, **options)
        ours = device.nil? || device == $stdout || device == $stderr
        options[:level] = Logs.level if ours && Logs.level && !options.key?(:level)
        target = ours && Logs.frames ? FrameDevice.new : device || $stdout
        super(target, *rest, **options)
        @default_formatter = Logs.json? ? JsonFormatter.new : TextFormatter.new if ours
      end
    end

    if defined?(Logger)
      class TextFormatter < Logger::Formatter
        def call(severity, time, program, message)
          head = "#{severity[0]}, [#{format_datetime(time)} ##{Process.pid}] #{severity.rjust(5)} #{Logs.request_id}"
          "#{Errors.text("#{head} -- #{program}: #{msg2str(message)}")}\n"
        end
      end

      class JsonFormatter < Logger::Formatter
        def call(severity, time, program, message)
          entry = {
            timestamp: time.utc.strftime('%Y-%m-%dT%H:%M:%S.%6NZ'),
            level: severity,
            message: Errors.text(message.is_a?(Exception) ? message.message : msg2str(message)),
            requestId: Logs.request_id,
            logger: program && Errors.text(program),
          }
          entry.merge!(error_of(message)) if message.is_a?(Exception)
          "#{JSON.generate(entry.compact)}\n"
        end

        private

        def error_of(error)
          trace = (error.backtrace || []).map { |line| Errors.text(line) }
          file, line, method = trace.first&.match(/\A(.+):(\d+):in [`'](.+)'\z/)&.captures
          {
            errorType: error.class.to_s,
            errorMessage: Errors.text(error.message),
            stackTrace: trace,
            location: file ? "#{file}:#{method}:#{line}" : trace.first,
          }
        end
      end
    end
  end
end
