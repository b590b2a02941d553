"""Init, then one invocation after the other."""

import os
import sys
import threading
import time

from .context import LambdaContext
from .errors import report
from .handler import load
from .logs import Logs
from .payload import read_event, to_bytes, write_result
from .runtime_api import RuntimeApi

_WATCH_SECONDS = 0.5


def run():
    api = RuntimeApi(os.environ["AWS_LAMBDA_RUNTIME_API"])
    threading.Thread(target=_watch, args=(api,), name="lambda-runtime", daemon=True).start()
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")
    logs = Logs()
    try:
        handler = load(os.environ["_HANDLER"])
    except Exception as error:
        document = report(error)
        logs.error(document)
        api.fail_init(to_bytes(document), document["errorType"])
        sys.exit(1)
    if os.environ.get("AWS_LAMBDA_INITIALIZATION_TYPE") == "snap-start":
        from .snapshot import take

        take(api, logs)
    while True:
        headers, body = api.next()
        _invoke(api, logs, handler, headers, body)


def _invoke(api, logs, handler, headers, body):
    request_id = headers["lambda-runtime-aws-request-id"]
    logs.request_id = request_id
    logs.tenant_id = headers.get("lambda-runtime-aws-tenant-id")
    _set_trace(headers.get("lambda-runtime-trace-id"))
    try:
        context = LambdaContext(headers)
        event = read_event(body, headers.get("content-type"))
        result, content_type = write_result(handler(event, context))
    except Exception as error:
        document = report(error, request_id)
        logs.error(document)
        api.fail(request_id, to_bytes(document))
    else:
        api.respond(request_id, result, content_type)


def _set_trace(trace_id):
    if trace_id:
        os.environ["_X_AMZN_TRACE_ID"] = trace_id
    else:
        os.environ.pop("_X_AMZN_TRACE_ID", None)


def _watch(api):
    # While a handler runs nothing reads the connection: a service that died would leave it running.
    while True:
        time.sleep(_WATCH_SECONDS)
        api.leave_if_gone()
