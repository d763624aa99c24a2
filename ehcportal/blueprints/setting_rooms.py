"""The pages for those who work at a school, college or nursery: people, pupils, consultations."""

from ehcportal.blueprints.setting import (
    consultations,
    consulted_advice,
    consulted_voices,
    own,
    people,
    plan,
    pupils,
    review_guests,
    review_meeting,
    reviews,
    voices,
)

ALL = (
    plan.bp,
    consultations.bp,
    consulted_advice.bp,
    consulted_voices.bp,
    own.bp,
    people.bp,
    pupils.bp,
    reviews.bp,
    review_meeting.bp,
    review_guests.bp,
    voices.bp,
)
