"""The pages about a plan that goes out: served, commented on, met about, consulted about, final."""

from ehcportal.blueprints.council import (
    consultation_letters,
    plan_answers,
    plan_causes,
    plan_consultations,
    plan_meetings,
    plan_on_paper,
    plan_preferences,
    plan_serving,
)
from ehcportal.blueprints.family import plan_meetings as own_plan_meetings

ALL = (
    plan_serving.bp,
    plan_answers.bp,
    plan_on_paper.bp,
    plan_meetings.bp,
    own_plan_meetings.bp,
    plan_consultations.bp,
    consultation_letters.bp,
    plan_preferences.bp,
    plan_causes.bp,
)
