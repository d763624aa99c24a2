"""Pages of a form that were sent after the session had ended, put into the form after the login."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlmodel import Session

from ehcportal.forms.answers import Clash, merge
from ehcportal.forms.conditions import Answers, Given
from ehcportal.forms.definition import FormDefinition
from ehcportal.forms.fields.base import Context, Refused
from ehcportal.forms.sent import read_page
from ehcportal.models.sign_in import SealedPost
from ehcportal.security.keyring import KeyRing, Unreadable
from ehcportal.services import late_posts
from ehcportal.services.drafts import from_same_window


@dataclass(frozen=True, slots=True)
class Late:
    """Answers with the late pages in them; ``clashes`` are those that somebody changed meanwhile.

    Clashes stand by page id: the person chooses when that page is open.
    """

    given: Answers
    posts: Mapping[str, SealedPost] = field(default_factory=dict)
    clashes: Mapping[str, tuple[Clash, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fields:
    """Kept fields as the form engine reads them."""

    pairs: list[tuple[str, str]]

    def getlist(self, key: str) -> list[str]:
        """Every value sent under this name."""
        return [value for name, value in self.pairs if name == key]

    def keys(self) -> Iterable[str]:
        """Every name sent."""
        return [name for name, _ in self.pairs]


def put_in(
    form: FormDefinition,
    given: Given,
    context: Context,
    posts: Iterable[SealedPost],
    *,
    ring: KeyRing,
    windows: Mapping[str, str],
) -> Late:
    """Work out the answers with every late page in them; nothing is stored yet."""
    answers: Answers = dict(given)
    found: dict[str, SealedPost] = {}
    clashes: dict[str, tuple[Clash, ...]] = {}
    for post in posts:
        page = form.page(post.path.rpartition("/")[2])
        if page is None:
            continue
        try:
            sent = from_same_window(windows, answers, read_page(page, _fields(post, ring)))
        except (Refused, Unreadable):
            continue
        merged = merge(page, answers, sent, context)
        answers = merged.answers
        found[page.id] = post
        if merged.clashes:
            clashes[page.id] = merged.clashes
    return Late(answers, found, clashes)


def take_up(session: Session, late: Late, page_id: str) -> None:
    """Blank what is now in the form; a clash of another page waits until that page is open."""
    for found_on, post in late.posts.items():
        if found_on == page_id or found_on not in late.clashes:
            late_posts.discard(session, post)


def _fields(post: SealedPost, ring: KeyRing) -> Fields:
    pairs = json.loads(ring.open_text(post.sealed_body))
    return Fields([(str(name), str(value)) for name, value in pairs])
