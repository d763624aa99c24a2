"""One pool of memory for all threads of the server."""

import ctypes

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
