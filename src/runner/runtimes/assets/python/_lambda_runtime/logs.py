"""`logging` as Lambda configures it: a handler on the root logger, with the invocation's id in every line."""

import logging
import os
import sys
import time

from .errors import log_lines

_TIME = "%Y-%m-%dT%H:%M:%S"


class Logs:
    def __init__(self):
        self.request_id = ""
        self._json = os.environ.get("AWS_LAMBDA_LOG_FORMAT", "").upper() == "JSON"
        level = os.environ.get("AWS_LAMBDA_LOG_LEVEL", "").upper()
        logging.Formatter.converter = time.gmtime
        handler = logging.StreamHandler(_Stdout())
        handler.terminator = ""
        handler.setFormatter(_JsonFormatter() if self._json else _TextFormatter())
        handler.addFilter(self._add_request_id)
        root = logging.getLogger()
        root.addHandler(handler)
        if level:
            root.setLevel({"TRACE": "DEBUG", "FATAL": "CRITICAL"}.get(level, level))

    def error(self, document):
        """One message: its lines are kept together by carriage returns."""
        if self._json:
            from .payload import to_json

            print(to_json({"timestamp": time.strftime(_TIME + "Z", time.gmtime()), "level": "ERROR", **document}))
        else:
            print("\r".join(log_lines(document)))

    def _add_request_id(self, record):
        record.aws_request_id = self.request_id
        return True


class _Stdout:
    """Whatever is standard output at the time: handlers may replace it."""

    def write(self, text):
        sys.stdout.write(text)

    def flush(self):
        sys.stdout.flush()


class _TextFormatter(logging.Formatter):
    def __init__(self):
        super().__init__("[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s\n", _TIME)


class _JsonFormatter(logging.Formatter):
    _STANDARD = {*vars(logging.makeLogRecord({})), "message", "asctime", "aws_request_id"}

    def format(self, record):
        from .payload import to_json

        entry = {
            "timestamp": f"{self.formatTime(record, _TIME)}.{int(record.msecs):03d}Z",
            "level": record.levelname,
            "message": record.getMessage(),
            "logger": record.name,
            "requestId": record.aws_request_id,
        }
        if record.exc_info and record.exc_info[0] is not None:
            import traceback

            kind, error, trace = record.exc_info
            entry["stackTrace"] = traceback.format_tb(trace)
            entry["errorType"] = kind.__name__
            entry["errorMessage"] = str(error)
            entry["location"] = f"{record.pathname}:{record.funcName}:{record.lineno}"
        entry.update((name, value) for name, value in vars(record).items() if name not in self._STANDARD and name not in entry)
        return to_json(entry) + "\n"
