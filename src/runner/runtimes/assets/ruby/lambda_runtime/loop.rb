# frozen_string_literal: true

require 'json'
require_relative 'context'
require_relative 'errors'
require_relative 'handler'
require_relative 'logs'
require_relative 'marshaller'
require_relative 'runtime_api'

module LambdaRuntime
  # Init, then one invocation after the other.
  class Loop
    WATCH_SECONDS = 0.5
    # What a process ends with, as that of Lambda's own client.
    CRITICAL_EXIT = -1
    INIT_EXIT = -4

    def initialize(address, handler)
      @api = RuntimeApi.new(address)
      @name = handler
    end

    def run
      $stdout.sync = true
      watch
      Logs.install
      handler = load_handler
      loop { invoke(handler, @api.next) }
    end

    private

    def load_handler
      $LOAD_PATH.unshift(Dir.pwd) unless $LOAD_PATH.include?(Dir.pwd)
      Handler.new(@name).tap(&:load)
    rescue Exception => e # syntax errors and exits too
      report = Errors.report(e, 'Init')
      log("Init error when loading handler #{@name}", report)
      @api.fail_init(JSON.generate(report), Errors.header(e, 'Init'))
      exit!(INIT_EXIT)
    end

    def invoke(handler, invocation)
      Logs.request_id = invocation.request_id
      set_trace(invocation['Lambda-Runtime-Trace-Id'])
      body, content_type = handler.call(AwsLambda::Marshaller.marshall_request(invocation), LambdaContext.new(invocation))
      body = body.read if content_type == 'application/unknown'
      @api.respond(invocation.request_id, body, content_type || 'application/json')
    rescue NameError => e
      fail_critically(invocation, e)
    rescue StandardError => e
      fail_invocation(invocation, e, 'Error raised from handler method')
    rescue Exception => e # exits too
      fail_critically(invocation, e)
    end

    def fail_invocation(invocation, error, message)
      report = Errors.report(error, 'Function')
      log(message, report)
      @api.fail(invocation.request_id, JSON.generate(report), Errors.header(error, 'Function'))
    end

    # The process does not go on after these.
    def fail_critically(invocation, error)
      fail_invocation(invocation, error, 'Critical exception from handler')
      exit!(CRITICAL_EXIT)
    end

    def log(message, report)
      puts message
      puts JSON.pretty_generate(report)
      $stdout.flush
    end

    def set_trace(trace_id)
      ENV['_X_AMZN_TRACE_ID'] = trace_id
    end

    # While a handler runs nothing reads the connection: a service that died would leave it running.
    def watch
      Thread.new do
        loop do
          sleep WATCH_SECONDS
          @api.leave_if_gone
        end
      end
    end
  end
end
