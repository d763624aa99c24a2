"""Between HTTP and the rest: who asks, may they, and is the answer a page or a part of one."""

from flask import Flask

from ehcportal.web import access, answers, context, origins, people, reads, texts, twice
from ehcportal.web.access import (
    UnguardedRoute,
    half_signed_in,
    policy,
    public,
    refuse_unguarded,
)
from ehcportal.web.cases import open_case, open_setting
from ehcportal.web.context import current_profile
from ehcportal.web.once import once
from ehcportal.web.pages import is_partial_request, render, see_other
from ehcportal.web.people import (
    browser_token,
    current_person,
    forget_browser,
    full_person_or_none,
    own_path,
    person_or_none,
)
from ehcportal.web.trace import actor_trace, network, request_id

__all__ = [
    "UnguardedRoute",
    "actor_trace",
    "browser_token",
    "current_person",
    "current_profile",
    "forget_browser",
    "full_person_or_none",
    "half_signed_in",
    "init_app",
    "is_partial_request",
    "network",
    "once",
    "open_case",
    "open_setting",
    "own_path",
    "person_or_none",
    "policy",
    "public",
    "refuse_unguarded",
    "render",
    "request_id",
    "see_other",
]


def init_app(app: Flask) -> None:
    """Prepare and finish every request. What is registered later finishes an answer earlier."""
    answers.init_app(app)
    origins.init_app(app)
    people.init_app(app)
    twice.init_app(app)
    context.init_app(app)
    texts.init_app(app)
    access.init_app(app)
    reads.init_app(app)
