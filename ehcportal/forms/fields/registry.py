"""From a question's type to the module that knows it."""

from functools import cache
from importlib import import_module
from typing import cast

from ehcportal.forms.definition import QuestionType
from ehcportal.forms.fields.base import Field


@cache
def field_of(kind: QuestionType) -> Field:
    """Return the module of this package that has the type's name."""
    return cast(Field, import_module(f"ehcportal.forms.fields.{kind.value}"))
