"""The address of a page: how it is written is worked out when a link to it is first made."""

from collections.abc import Callable
from typing import Any

from werkzeug.routing import Rule

Written = tuple[str, str]


class Address(Rule):
    """A route whose two writers of addresses are made at their first use, and not at the start.

    The library makes both for each of the portal's hundreds of routes, which took a fifth of a
    second; most are never used. Should a newer one make them in another way, it does so itself.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., Written]:
        make = super()._compile_builder
        name = "_build_unknown" if append_unknown else "_build"

        def first(rule: Rule, /, **values: Any) -> Written:
            write = make(append_unknown).__get__(rule, None)
            setattr(rule, name, write)
            found: Written = write(**values)
            return found

        return first
