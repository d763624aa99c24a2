"""The rooms of those who are asked for advice: the ask, what goes along, answers and reviews."""

from ehcportal.blueprints import (
    advice,
    advice_added,
    advice_reuse,
    advice_review,
    advice_taking,
    advice_voices,
)

ALL = [
    advice.bp,
    advice_added.bp,
    advice_review.bp,
    advice_reuse.bp,
    advice_taking.bp,
    advice_voices.bp,
]
