"""What a function does before its snapshot is taken and after it is restored from one: the hooks of `snapshot_restore_py`."""

import sys

from .errors import report
from .payload import to_bytes

_BEFORE_SNAPSHOT_EXIT = 64
_AFTER_RESTORE_EXIT = 65


def take(api, logs):
    """Runs the one, waits for the restore, runs the other. A process whose hooks fail does not go on."""
    # Whoever registered hooks has imported it: the function's own, or ours.
    hooks = sys.modules.get("snapshot_restore_py")
    try:
        registered = hooks.get_before_snapshot() if hooks else []
        while registered:
            function, args, named = registered.pop()
            function(*args, **named)
        api.restore_next()
    except BaseException as error:
        document = report(error)
        logs.error(document)
        api.fail_init(to_bytes(document), "Runtime.BeforeSnapshotError")
        sys.exit(_BEFORE_SNAPSHOT_EXIT)
    try:
        for function, args, named in hooks.get_after_restore() if hooks else []:
            function(*args, **named)
    except BaseException as error:
        document = report(error)
        logs.error(document)
        api.fail_restore(to_bytes(document), "Runtime.AfterRestoreError")
        sys.exit(_AFTER_RESTORE_EXIT)
