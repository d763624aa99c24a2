"""Thin views, from an address to a sentence. This list is the map of the portal."""

from flask import Flask

from ehcportal.blueprints import (
    account_alerts,
    account_details,
    account_email,
    account_own_step,
    account_sessions,
    account_settings,
    account_setup,
    advice,
    advice_review,
    advice_voices,
    calendars,
    confirmation,
    council_sign_on,
    demo,
    email_undo,
    factors,
    feedback,
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
    lost_second_step,
    public,
    registration,
    reset,
    reset_link,
    second_step_settings,
)
from ehcportal.blueprints.council import (
    access_requests,
    advice_asks,
    advice_changes,
    advice_evidence,
    asks,
    away,
    budgets,
    case_blocks,
    case_forms,
    case_invitations,
    case_reviews,
    case_rights,
    case_sharing,
    ceasing,
    circle,
    closures,
    coordinator,
    decision_letters,
    decisions,
    details,
    document_changes,
    endings,
    exceptions,
    form_previews,
    inbox,
    lost_factors,
    notes,
    openings,
    paper_requests,
    people,
    plan_answers,
    plan_causes,
    plan_consultations,
    plan_drawing,
    plan_line_moves,
    plan_lines,
    plan_on_paper,
    plan_serving,
    record_joins,
    referrals,
    requests,
    review_papers,
    review_steps,
    reviews,
    service_people,
    services,
    setting_people,
    staff,
    staff_member,
    teams,
    texts,
    tray,
)
from ehcportal.blueprints.council import advice as case_advice
from ehcportal.blueprints.council import cases as council_cases
from ehcportal.blueprints.council import documents as case_documents
from ehcportal.blueprints.council import feedback as council_feedback
from ehcportal.blueprints.council import messages as case_messages
from ehcportal.blueprints.council import plan as case_plan
from ehcportal.blueprints.council import settings as council_settings
from ehcportal.blueprints.council import voices as case_voices
from ehcportal.blueprints.family import access as family_access
from ehcportal.blueprints.family import additions as family_additions
from ehcportal.blueprints.family import archive as family_archive
from ehcportal.blueprints.family import asked_access, home, plan_comments
from ehcportal.blueprints.family import cases as family_cases
from ehcportal.blueprints.family import documents as family_documents
from ehcportal.blueprints.family import information as family_information
from ehcportal.blueprints.family import messages as family_messages
from ehcportal.blueprints.family import plan as family_plan
from ehcportal.blueprints.family import reviews as family_reviews
from ehcportal.blueprints.family import rights as family_rights
from ehcportal.blueprints.family import seen as family_seen
from ehcportal.blueprints.family import shared as family_shared
from ehcportal.blueprints.family import stages as family_stages
from ehcportal.blueprints.family import voices as family_voices
from ehcportal.blueprints.setting import consultations, pupils
from ehcportal.blueprints.setting import own as own_settings
from ehcportal.blueprints.setting import people as own_people
from ehcportal.blueprints.setting import plan as pupil_plan
from ehcportal.blueprints.setting import reviews as pupil_reviews
from ehcportal.blueprints.setting import voices as pupil_voices
from ehcportal.settings import Settings

ALL = [
    public.bp,
    account_own_step.bp,
    factors.bp,
    lost_second_step.bp,
    registration.bp,
    reset.bp,
    reset_link.bp,
    invitations.bp,
    account_settings.bp,
    account_setup.bp,
    second_step_settings.bp,
    account_details.bp,
    account_email.bp,
    account_sessions.bp,
    account_alerts.bp,
    email_undo.bp,
    calendars.bp,
    confirmation.bp,
    late_posts.bp,
    forms.bp,
    forms_files.bp,
    forms_papers.bp,
    forms_saved.bp,
    forms_sending.bp,
    forms_sent.bp,
    asked_access.bp,
    forms_start.bp,
    files.bp,
    home.bp,
    family_additions.bp,
    family_cases.bp,
    family_documents.bp,
    family_information.bp,
    family_archive.bp,
    family_messages.bp,
    family_access.bp,
    family_seen.bp,
    family_stages.bp,
    family_rights.bp,
    family_reviews.bp,
    family_shared.bp,
    family_voices.bp,
    family_plan.bp,
    plan_comments.bp,
    plan_serving.bp,
    plan_answers.bp,
    plan_on_paper.bp,
    plan_consultations.bp,
    plan_causes.bp,
    pupil_plan.bp,
    consultations.bp,
    tray.bp,
    inbox.bp,
    paper_requests.bp,
    requests.bp,
    closures.bp,
    access_requests.bp,
    lost_factors.bp,
    council_cases.bp,
    endings.bp,
    asks.bp,
    budgets.bp,
    details.bp,
    record_joins.bp,
    ceasing.bp,
    coordinator.bp,
    notes.bp,
    exceptions.bp,
    decisions.bp,
    decision_letters.bp,
    circle.bp,
    case_sharing.bp,
    case_blocks.bp,
    case_forms.bp,
    form_previews.bp,
    referrals.bp,
    council_feedback.bp,
    feedback.bp,
    case_rights.bp,
    reviews.bp,
    case_reviews.bp,
    review_steps.bp,
    review_papers.bp,
    people.bp,
    case_invitations.bp,
    case_advice.bp,
    advice_asks.bp,
    advice_changes.bp,
    advice_evidence.bp,
    case_voices.bp,
    case_plan.bp,
    plan_lines.bp,
    plan_line_moves.bp,
    plan_drawing.bp,
    case_messages.bp,
    away.bp,
    case_documents.bp,
    document_changes.bp,
    council_settings.bp,
    setting_people.bp,
    services.bp,
    service_people.bp,
    own_settings.bp,
    own_people.bp,
    pupils.bp,
    pupil_reviews.bp,
    pupil_voices.bp,
    advice.bp,
    advice_review.bp,
    advice_voices.bp,
    staff.bp,
    staff_member.bp,
    teams.bp,
    openings.bp,
    texts.bp,
]


def init_app(app: Flask, settings: Settings) -> None:
    """Register every blueprint."""
    for blueprint in ALL:
        app.register_blueprint(blueprint)
    council_sign_on.init_app(app, settings)
    demo.init_app(app, settings)
