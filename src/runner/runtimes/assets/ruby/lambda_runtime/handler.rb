# frozen_string_literal: true

module LambdaRuntime
  # What a handler's name means: `file.method`, or `file.Class.method`.
  class Handler
    def initialize(name)
      @file, *inner = name.split('.')
      unless [1, 2].include?(inner.length)
        raise ArgumentError,
              "Invalid handler #{name.split('.')}, must be of form FILENAME.METHOD or FILENAME.CLASS.METHOD where FILENAME " \
              'corresponds with an existing Ruby source file FILENAME.rb, CLASS is an optional module/class namespace and ' \
              'METHOD is a callable method. If using CLASS, METHOD must be a class-level method.'
      end
      @method = inner.pop
      @owner = inner.first
    end

    def load
      require @file
    end

    # The body, and its content type.
    def call(event, context)
      receiver = @owner ? Kernel.const_get(@owner) : self
      AwsLambda::Marshaller.marshall_response(receiver.__send__(@method, event: event, context: context))
    end
  end
end
