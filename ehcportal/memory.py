"""Memory of a process that serves: one pool for all threads, and few searches for garbage."""

import ctypes
import gc
from collections.abc import Iterator
from contextlib import contextmanager

M_TRIM_THRESHOLD, M_MMAP_THRESHOLD, M_ARENA_MAX = -1, -3, -8
"""The numbers of these options in glibc's ``malloc.h``."""

LARGE = 8 * 1024 * 1024
"""Bytes: the hash of a password and a file are larger, and what a page needs is smaller."""


def hold_little() -> None:
    """Have all threads share one pool of memory, and give back what is large as soon as it is free.

    Call it before there are threads. glibc gives each a pool of its own, and most of each lies
    empty. Python lets one thread run at a time, so that they hardly wait for each other. And after
    the first sign-in glibc would keep the 19 MB of its hash, as if they were needed all the time.
    Other C libraries know no such options.
    """
    set_option = getattr(ctypes.CDLL(None), "mallopt", None)
    if set_option is not None:
        set_option(M_ARENA_MAX, 1)
        set_option(M_MMAP_THRESHOLD, LARGE)
        set_option(M_TRIM_THRESHOLD, LARGE // 4)


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
