"""Runs a Python handler against the Runtime API: `python bootstrap.py CACHE PATH…`

CACHE: folder for compiled modules, so that none is written beside the handler's source; empty: none is written at all.
PATH…: folders of layers to import from, after the function's own.
"""

import os
import sys
import time

_SETTLED_SECONDS = 2


def main():
    cache, *layers = sys.argv[1:]
    del sys.argv[1:]
    # Python has compiled these already; only what comes after is looked for in the cache.
    import importlib.machinery, json, logging, socket, threading, traceback  # noqa: E401, F401

    if cache:
        sys.pycache_prefix = cache
        _keep_settled_sources_only(importlib.machinery.SourceFileLoader)
    else:
        sys.dont_write_bytecode = True

    from _lambda_runtime.loop import run

    # This folder was first, as the script's own: the handler sees the function's instead.
    ahead = [os.environ["LAMBDA_TASK_ROOT"], *layers]
    # Last come the packages that Lambda's runtimes bring: the function may have its own.
    sys.path[:] = ahead + [entry for entry in sys.path[1:] if entry not in ahead] + [os.path.join(sys.path[0], "packages")]
    run()


def _keep_settled_sources_only(loader):
    """Python tells a compiled module's source by size and second of change: what was just saved may be saved again within it."""
    keep = loader._cache_bytecode

    def keep_if_settled(self, source_path, bytecode_path, data):
        if time.time() - os.stat(source_path).st_mtime > _SETTLED_SECONDS:
            keep(self, source_path, bytecode_path, data)

    loader._cache_bytecode = keep_if_settled


# Children of `multiprocessing` load this file too.
if __name__ == "__main__":
    main()
