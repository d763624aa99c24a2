"""Memory of a process that serves: one pool for all threads, and few searches for garbage."""

import ctypes
import gc
from collections.abc import Iterator
from contextlib import contextmanager

M_ARENA_MAX = -8
"""The number of this option in glibc's ``malloc.h``."""


def share_one_pool() -> None:
    """Have all threads share one pool of memory; call it before there are any.

    glibc gives each thread a pool of its own, and most of each lies empty. Python lets one thread
    run at a time, so that they hardly wait for each other. Other C libraries know no such option.
    """
    set_option = getattr(ctypes.CDLL(None), "mallopt", None)
    if set_option is not None:
        set_option(M_ARENA_MAX, 1)


@contextmanager
def made_to_stay() -> Iterator[None]:
    """What is made within stays as long as the process: Python never looks there for garbage.

    It would look through all that it has loaded again and again, at the start (a fifth of its
    time) and during requests.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
