"""Events and results as JSON."""

import json
import sys

from .errors import Fault

# As in Lambda's runtimes: from Python 3.12 on, text stays as it is.
_ASCII_ONLY = sys.version_info < (3, 12)


def to_json(value):
    return json.dumps(value, ensure_ascii=_ASCII_ONLY, default=_number)


def to_bytes(value):
    # Half of a surrogate pair has no UTF-8; it becomes an escape, which JSON reads back.
    return to_json(value).encode("utf-8", "backslashreplace")


def read_event(body, content_type):
    if content_type != "application/json":
        return body
    try:
        return json.loads(body)
    except ValueError as error:
        raise Fault("Runtime.UnmarshalError", f"Unable to unmarshal input: {error}") from None


def write_result(result):
    """The body, and its content type."""
    if isinstance(result, bytes):
        return result, "application/unknown"
    try:
        return to_bytes(result), "application/json"
    except Exception as error:
        raise Fault("Runtime.MarshalError", f"Unable to marshal response: {error}") from error


def _number(value):
    # Results of DynamoDB are decimals.
    decimal = sys.modules.get("decimal")
    if decimal is not None and isinstance(value, decimal.Decimal):
        return int(value) if value.is_finite() and value == value.to_integral_value() else float(value)
    raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")
