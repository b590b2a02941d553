"""`logging` as Lambda configures it: a handler on the root logger, with the invocation's id in every line.

Where the service reads frames (`_LAMBDA_TELEMETRY_LOG_FD`), a message is one.
"""

import logging
import os
import sys
import time

from .errors import log_lines

_TEXT_TIME = "%Y-%m-%dT%H:%M:%S"
_JSON_TIME = "%Y-%m-%dT%H:%M:%SZ"
# Frame types; a level's mask is added to them.
_JSON_FRAME = 0xA55A0002
_TEXT_FRAME = 0xA55A0003
_MASKS = {logging.DEBUG: 0x8, logging.INFO: 0xC, logging.WARNING: 0x10, logging.ERROR: 0x14, logging.CRITICAL: 0x18}


class Logs:
    def __init__(self):
        self.request_id = ""
        self.tenant_id = None
        self._json = os.environ.get("AWS_LAMBDA_LOG_FORMAT", "").upper() == "JSON"
        level = os.environ.get("AWS_LAMBDA_LOG_LEVEL", "").upper()
        level = {"TRACE": "DEBUG"}.get(level, level)
        # Handlers, and what they start, do not see it.
        descriptor = os.environ.pop("_LAMBDA_TELEMETRY_LOG_FD", None)
        self.log_sink = _Stdout() if descriptor is None else _Frames(int(descriptor))
        logging.Formatter.converter = time.gmtime
        handler = _Handler(self.log_sink, leveled=self._json or level != "")
        handler.setFormatter(_JsonFormatter() if self._json else _TextFormatter())
        handler.addFilter(self._add_invocation)
        root = logging.getLogger()
        root.addHandler(handler)
        if level in logging._nameToLevel:
            root.setLevel(level)

    def error(self, document):
        if self._json:
            from .payload import to_json

            lines = [to_json({"timestamp": time.strftime(_JSON_TIME, time.gmtime()), "level": "ERROR", **document})]
        else:
            lines = log_lines(document)
        self.log_sink.log_error(lines, (_JSON_FRAME if self._json else _TEXT_FRAME) + _MASKS[logging.ERROR])

    def _add_invocation(self, record):
        record.aws_request_id = self.request_id
        record.tenant_id = self.tenant_id
        return True


class _Handler(logging.Handler):
    """`leveled`: a frame tells the level too, which the service filters by."""

    def __init__(self, log_sink, leveled):
        super().__init__()
        self.log_sink = log_sink
        self._leveled = leveled

    def emit(self, record):
        text = self.format(record)
        frame = getattr(record, "_frame_type", None) or _TEXT_FRAME + _MASKS.get(_tens(record), 0)
        self.log_sink.log(text, frame if self._leveled else _TEXT_FRAME)


class _Stdout:
    """Whatever is standard output at the time: handlers may replace it."""

    def log(self, text, frame_type=None):
        sys.stdout.write(text)

    def log_error(self, lines, frame_type):
        # One message: its lines are kept together by carriage returns.
        sys.stdout.write("\r".join(lines) + "\n")


class _Frames:
    """A message each: type and length (4 bytes), microseconds since 1970 (8 bytes), text; big-endian."""

    def __init__(self, descriptor):
        self._file = os.fdopen(descriptor, "wb", 0)

    def log(self, text, frame_type=_TEXT_FRAME):
        message = text.encode("utf-8", "backslashreplace")
        head = frame_type.to_bytes(4, "big") + len(message).to_bytes(4, "big") + (time.time_ns() // 1000).to_bytes(8, "big")
        self._write(head + message)

    def log_error(self, lines, frame_type):
        self.log("\n".join(lines), frame_type)

    def _write(self, frame):
        # A pipe takes what it has room for.
        rest = memoryview(frame)
        while rest:
            rest = rest[self._file.write(rest) :]


class _TextFormatter(logging.Formatter):
    def __init__(self):
        super().__init__("[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s\n", _TEXT_TIME)


class _JsonFormatter(logging.Formatter):
    # Of a record itself; what is there beyond them came with `extra`.
    _OWN = {*vars(logging.makeLogRecord({})), "aws_request_id", "tenant_id", "_frame_type"} - {"taskName"}

    def format(self, record):
        import json

        record.levelno = _tens(record)
        record.levelname = logging.getLevelName(record.levelno)
        record._frame_type = _JSON_FRAME + _MASKS.get(record.levelno, 0)
        entry = {
            "timestamp": self.formatTime(record, _JSON_TIME),
            "level": record.levelname,
            "message": record.msg if isinstance(record.msg, dict) and not record.args else record.getMessage(),
            "logger": record.name,
            **_error_of(record),
            "requestId": record.aws_request_id,
        }
        if record.exc_info:
            entry["location"] = f"{record.pathname}:{record.funcName}:{record.lineno}"
        entry["tenantId"] = record.tenant_id
        entry.update((name, value) for name, value in vars(record).items() if name not in self._OWN and name not in entry)
        shown = {name: value for name, value in entry.items() if value is not None}
        return json.dumps(shown, ensure_ascii=False, default=str) + "\n"


def _error_of(record):
    if not record.exc_info:
        return {}
    import traceback

    kind, error, trace = record.exc_info
    return {
        "stackTrace": traceback.format_tb(trace),
        "errorType": None if kind is None else kind.__name__,
        "errorMessage": str(error),
    }


def _tens(record):
    return min(50, max(0, record.levelno)) // 10 * 10
