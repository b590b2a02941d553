"""Runs a Python handler against the Runtime API: `python bootstrap.py CACHE PATH…`

CACHE: folder for compiled modules, so that none is written beside the handler's source; empty: none is written at all.
PATH…: folders of layers to import from, after the function's own.
"""

import os
import sys


def main():
    cache, *layers = sys.argv[1:]
    del sys.argv[1:]
    # Python has compiled these already; only what comes after is looked for in the cache.
    import importlib, json, logging, socket, threading, traceback  # noqa: E401, F401

    if cache:
        sys.pycache_prefix = cache
    else:
        sys.dont_write_bytecode = True

    from _lambda_runtime.loop import run

    # This folder was first, as the script's own: the handler sees the function's instead.
    ahead = [os.environ["LAMBDA_TASK_ROOT"], *layers]
    sys.path[:] = ahead + [entry for entry in sys.path[1:] if entry not in ahead]
    run()


# Children of `multiprocessing` load this file too.
if __name__ == "__main__":
    main()
