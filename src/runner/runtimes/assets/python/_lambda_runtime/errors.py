"""Errors in the shape that Lambda reports them, and the lines that they log."""

import os
import traceback

_OWN_FOLDER = os.path.dirname(os.path.abspath(__file__))


class Fault(Exception):
    """What the runtime itself finds wrong: `kind` is the errorType, such as Runtime.ImportModuleError."""

    def __init__(self, kind, message, trace=()):
        super().__init__(message)
        self.kind = kind
        self.trace = list(trace)


def report(error, request_id=""):
    """The error document of a Fault, or of anything a handler raised (without the runtime's own frames)."""
    if isinstance(error, Fault):
        return _document(str(error), error.kind, request_id, error.trace)
    frames = traceback.extract_tb(error.__traceback__)
    while len(frames) > 1 and frames[0].filename.startswith(_OWN_FOLDER):
        del frames[0]
    return _document(str(error), type(error).__name__, request_id, traceback.format_list(frames))


def log_lines(document):
    """The lines of an error's log message; indentation is by no-break spaces, which log viewers keep."""
    title = f"[ERROR] {document['errorType']}"
    if document["errorMessage"]:
        title += f": {document['errorMessage']}"
    lines = [line for entry in document["stackTrace"] for line in entry.splitlines()]
    return [title, "Traceback (most recent call last):", *map(_hard_indented, lines)]


def _hard_indented(line):
    text = line.lstrip(" ")
    return "\u00a0" * (len(line) - len(text)) + text


def _document(message, kind, request_id, trace):
    return {"errorMessage": message, "errorType": kind, "requestId": request_id, "stackTrace": trace}
