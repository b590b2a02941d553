"""The context object that handlers get."""

import json
import logging
import os
import sys
import time

from .errors import Fault


class LambdaContext:
    def __init__(self, headers):
        # In the order in which it is shown.
        self.aws_request_id = headers["lambda-runtime-aws-request-id"]
        self.log_group_name = os.environ.get("AWS_LAMBDA_LOG_GROUP_NAME")
        self.log_stream_name = os.environ.get("AWS_LAMBDA_LOG_STREAM_NAME")
        self.function_name = os.environ.get("AWS_LAMBDA_FUNCTION_NAME")
        self.memory_limit_in_mb = os.environ.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
        self.function_version = os.environ.get("AWS_LAMBDA_FUNCTION_VERSION")
        self.invoked_function_arn = headers.get("lambda-runtime-invoked-function-arn")
        client_context = _parsed(headers, "lambda-runtime-client-context", "Client Context")
        self._w3c = _w3c(client_context)
        self.client_context = _client_context(client_context)
        self.identity = CognitoIdentity(_parsed(headers, "lambda-runtime-cognito-identity", "Cognito Identity") or {})
        self.tenant_id = headers.get("lambda-runtime-aws-tenant-id")
        self._deadline_ms = int(headers["lambda-runtime-deadline-ms"])

    def get_remaining_time_in_millis(self):
        return max(0, self._deadline_ms - int(time.time() * 1000))

    def w3c(self):
        """The trace context that came with the invocation."""
        return dict(self._w3c)

    def log(self, message):
        for handler in logging.getLogger().handlers:
            if hasattr(handler, "log_sink"):
                handler.log_sink.log(str(message))
                return
        sys.stdout.write(str(message))

    def __repr__(self):
        return _shown(self)


class _Record:
    """An object with a fixed set of attributes, each None where it was not given."""

    __slots__ = ()

    def __init__(self, values):
        for name in self.__slots__:
            setattr(self, name, values.get(name))

    def __repr__(self):
        return _shown(self)


class CognitoIdentity(_Record):
    __slots__ = ("cognito_identity_id", "cognito_identity_pool_id")

    def __init__(self, values):
        super().__init__(
            {"cognito_identity_id": values.get("cognitoIdentityId"), "cognito_identity_pool_id": values.get("cognitoIdentityPoolId")}
        )


class Client(_Record):
    __slots__ = ("installation_id", "app_title", "app_version_name", "app_version_code", "app_package_name")


class ClientContext(_Record):
    __slots__ = ("custom", "env", "client")


def _client_context(values):
    if values is None:
        return None
    context = ClientContext(values)
    if context.client is not None:
        context.client = Client(context.client)
    return context


def _w3c(client_context):
    """Taken out of the client context, where it is not meant to be read."""
    fields = client_context.pop("w3c", None) if isinstance(client_context, dict) else None
    if not isinstance(fields, dict):
        return {}
    return {name: fields[name] for name in ("traceparent", "tracestate", "baggage") if isinstance(fields.get(name), str)}


def _parsed(headers, name, title):
    text = headers.get(name)
    if not text:
        return None
    try:
        return json.loads(text)
    except ValueError as error:
        raise Fault("Runtime.LambdaContextUnmarshalError", f"Unable to parse {title} JSON: {error}") from None


def _shown(record):
    names = getattr(record, "__slots__", None) or [name for name in vars(record) if not name.startswith("_")]
    return f"{type(record).__name__}([{','.join(f'{name}={getattr(record, name)}' for name in names)}])"
