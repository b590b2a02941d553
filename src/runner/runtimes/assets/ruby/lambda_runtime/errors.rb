# frozen_string_literal: true

module LambdaRuntime
  # Errors in the shape that Lambda's Ruby runtime reports them; `kind` is `Function` or `Init`.
  module Errors
    LONGEST_TRACE = 100
    OWN_FOLDER = __dir__
    # Of others the service is not told the class.
    TOLD = %w[ArgumentError NoMethodError Exception StandardError NameError LoadError SystemExit SystemStackError].freeze

    module_function

    def report(error, kind)
      { errorMessage: text(error.message), errorType: "#{kind}<#{error.class}>", stackTrace: trace(error) }
    end

    def header(error, kind)
      TOLD.include?(error.class.to_s) ? "#{kind}<#{error.class}>" : 'Function<UserException>'
    end

    def text(value)
      value.to_s.encode('UTF-8', invalid: :replace, undef: :replace)
    end

    # Without the runtime's own frames, which come last.
    def trace(error)
      lines = (error.backtrace || []).take_while { |line| !line.start_with?(OWN_FOLDER) }
      lines.first(LONGEST_TRACE).map { |line| text(line) }
    end
  end
end
