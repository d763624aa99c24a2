"""Templates that cost less: what is known when they are read is written out once, for all pages.

Jinja looks at each call and at each value for every case there can be. Here the common ones are
taken first: a macro of ours, a plain function, a plain string. The rest goes the library's way.
"""

from collections.abc import Callable, MutableMapping
from functools import cached_property
from types import FunctionType, MethodType
from typing import Any

import markupsafe
from flask.templating import Environment
from jinja2 import Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context, Macro, Undefined
from jinja2.utils import missing
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from ehcportal import words

PLAIN = frozenset({FunctionType, MethodType})
"""Callables that are called as they are, unless they are marked to be given something first."""

_without_markup: Callable[[str], str] = markupsafe._escape_inner  # type: ignore[attr-defined]


def shown(value: Any) -> Any:
    """Return what a page shows of ``value``: as ``escape``, without a wrapping that is dropped."""
    kind = type(value)
    if kind is str:
        return _without_markup(value)
    if kind is Markup:
        return value
    return "" if kind is Undefined else escape(value)


def called(context: Context, target: Any, /, *args: Any, **named: Any) -> Any:
    """Return what ``target`` gives for these arguments, as ``Context.call`` does."""
    kind = type(target)
    if kind is Macro and not target.catch_kwargs and not target.catch_varargs:
        return _filled(context, target, args, named)
    if kind in PLAIN and getattr(target, "jinja_pass_arg", None) is None:
        return target(*args, **named)
    return context.call(target, *args, **named)


def _filled(
    context: Context, macro: Macro, args: tuple[Any, ...], named: dict[str, Any]
) -> str | Markup:
    """Give ``macro`` its arguments in the order in which its function takes them."""
    if len(args) > macro._argument_count:
        return macro(*args, **named)
    names = macro.arguments[len(args) :]
    filled = [*args, *[named.pop(name, missing) for name in names]] if names else args
    if macro.caller and not macro.explicit_caller:
        caller = named.pop("caller", None) or Undefined("No caller defined", name="caller")
        filled = [*filled, caller]
    if named:
        raise TypeError(f"macro {macro.name!r} takes no argument {next(iter(named))!r}")
    made = macro._func(*filled)
    if type(made) is Markup or not context.eval_ctx.autoescape:
        return made
    return Markup(made)  # noqa: S704 - a template's, escaped while it was made


class _Said(NodeTransformer):
    """Puts the words themselves where a template says ``_("words")``."""

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - the library's name
        self.generic_visit(node)
        said = node.node
        is_plain = not (node.kwargs or node.dyn_args or node.dyn_kwargs) and len(node.args) == 1
        if not (is_plain and isinstance(said, nodes.Name) and said.name in {"_", "gettext"}):
            return node
        written = node.args[0]
        if not isinstance(written, nodes.Const) or "%" in written.value:
            return node
        return nodes.Const(Markup(written.value), lineno=node.lineno)  # noqa: S704 - a template's


class Writer(CodeGenerator):
    """Writes the Python of a template."""

    def visit_Template(  # noqa: N802 - the library's name
        self, node: nodes.Template, frame: Frame | None = None
    ) -> None:
        """Put the words in, and name what the rest is written with."""
        if self.environment.globals.get("_") is words.said:
            node = _Said().visit(node)
        self.writeline(f"from {__name__} import called, shown")
        super().visit_Template(node, frame)

    def visit_Call(  # noqa: N802 - the library's name
        self, node: nodes.Call, frame: Frame, forward_caller: bool = False
    ) -> None:
        """Write a call. No function that a template calls asks for the variables of a loop."""
        self.write("called(context, ")
        self.visit(node.node, frame)
        self.signature(node, frame, {"caller": "caller"} if forward_caller else None)
        self.write(")")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None:
            self.write("shown(")
        else:
            super()._output_child_pre(node, frame, finalize)


class Templates(Environment):
    """Flask's templates, with what all of them know in one plain dictionary.

    Jinja looks through it at every import of a component, and its own chain of two is slow at that.
    """

    code_generator_class = Writer

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return what a template knows by itself."""
        return {**self.globals, **(d or {})}

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,
    ) -> Template:
        """Return a template; while none of them is watched for changes, one is looked for once."""
        if self.auto_reload or globals or not isinstance(name, str):
            return super().get_template(name, parent, globals)
        found = self._found.get(name)
        if found is None:
            found = self._found[name] = super().get_template(name, parent)
        return found

    @cached_property
    def _found(self) -> dict[str, Template]:
        return {}
