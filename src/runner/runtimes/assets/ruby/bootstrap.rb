# frozen_string_literal: true

# Runs a Ruby handler against the Runtime API.

require_relative 'lambda_runtime/loop'

LambdaRuntime::Loop.new(ENV.fetch('AWS_LAMBDA_RUNTIME_API'), ENV.fetch('_HANDLER')).run
