"""Thin views, from an address to a sentence. This list is the map of the portal."""

from flask import Flask

from ehcportal.blueprints import (
    account_second_step,
    account_settings,
    factors,
    files,
    forms,
    forms_files,
    forms_papers,
    forms_saved,
    forms_sending,
    forms_sent,
    forms_start,
    invitations,
    late_posts,
    public,
    registration,
    reset,
)
from ehcportal.settings import Settings

ALL = [
    public.bp,
    account_second_step.bp,
    factors.bp,
    registration.bp,
    reset.bp,
    invitations.bp,
    account_settings.bp,
    late_posts.bp,
    forms.bp,
    forms_files.bp,
    forms_papers.bp,
    forms_saved.bp,
    forms_sending.bp,
    forms_sent.bp,
    forms_start.bp,
    files.bp,
]


def init_app(app: Flask, settings: Settings) -> None:
    """Register every blueprint."""
    for blueprint in ALL:
        app.register_blueprint(blueprint)
