"""Thin views, from an address to a sentence. This list is the map of the portal."""

from flask import Flask

from ehcportal.blueprints import (
    account_second_step,
    account_settings,
    confirmation,
    demo,
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
from ehcportal.blueprints.council import access_requests, closures, inbox, requests
from ehcportal.blueprints.council import cases as council_cases
from ehcportal.blueprints.family import cases as family_cases
from ehcportal.blueprints.family import documents as family_documents
from ehcportal.blueprints.family import home
from ehcportal.blueprints.family import messages as family_messages
from ehcportal.settings import Settings

ALL = [
    public.bp,
    account_second_step.bp,
    factors.bp,
    registration.bp,
    reset.bp,
    invitations.bp,
    account_settings.bp,
    confirmation.bp,
    late_posts.bp,
    forms.bp,
    forms_files.bp,
    forms_papers.bp,
    forms_saved.bp,
    forms_sending.bp,
    forms_sent.bp,
    forms_start.bp,
    files.bp,
    home.bp,
    family_cases.bp,
    family_documents.bp,
    family_messages.bp,
    inbox.bp,
    requests.bp,
    closures.bp,
    access_requests.bp,
    council_cases.bp,
]


def init_app(app: Flask, settings: Settings) -> None:
    """Register every blueprint."""
    for blueprint in ALL:
        app.register_blueprint(blueprint)
    demo.init_app(app, settings)
