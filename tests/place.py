"""What a page of the journey is: who opens it, where it is, and how heavy it may be."""

from dataclasses import dataclass
from enum import Enum


class Weight(Enum):
    """How heavy the performance budget lets a page be."""

    LIGHT = "home, sign-in and forms"
    FULL = "dashboard, cases and lists"


@dataclass(frozen=True)
class Place:
    """A page of the journey."""

    name: str
    who: str
    path: str
    weight: Weight = Weight.FULL


def light(name: str, who: str, path: str) -> Place:
    return Place(name, who, path, Weight.LIGHT)
