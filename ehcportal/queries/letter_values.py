"""What is known of a case under the names that letters use."""

from collections.abc import Iterable, Mapping
from datetime import date

from ehcportal.content.labels import label
from ehcportal.domain import proceedinglaw, rights
from ehcportal.domain.casedates import CaseDates
from ehcportal.domain.clocks import due
from ehcportal.domain.dates import date_words, weekday_words
from ehcportal.profile import Profile, text
from ehcportal.queries.cases import CaseHead
from ehcportal.queries.counting import bank_holidays
from ehcportal.queries.preferences import Refused

Values = Mapping[str, str]


def of_case(head: CaseHead, dates: CaseDates, profile: Profile) -> dict[str, str]:
    """Return what any letter of a case can say; a name whose fact is not known is left out."""
    contacts = profile.council.contacts
    found = {
        "child": head.forename,
        "child_name": head.name,
        "reference": head.reference,
        "coordinator": head.coordinator.name if head.coordinator else "",
        "council": text(profile.council.name),
        "phone": contacts.phone,
        "phone_hours": text(contacts.phone_hours),
        "email": contacts.email,
        "address": text(contacts.address),
        "advice_service": text(contacts.advice_service),
        "advice_phone": contacts.advice_phone,
        "mediation_adviser": text(contacts.mediation_adviser),
        "mediation_phone": contacts.mediation_phone,
        "local_offer": contacts.local_offer_url,
        "today": date_words(dates.today),
        **_of_request(dates),
        **windows(dates.today, profile),
    }
    return {name: value for name, value in found.items() if value}


def _of_request(dates: CaseDates) -> dict[str, str]:
    if dates.clocks is None:
        return {}
    return {
        "received_on": date_words(dates.clocks.request.received_on),
        "plan_answer_due": weekday_words(dates.clocks.decision_to_issue.due_on),
        "final_due": weekday_words(dates.clocks.final_plan.due_on),
    }


def not_named(refused: Iterable[Refused]) -> str:
    """Return each place that is not named with ground, reasons and evidence, in paragraphs."""
    return "\n\n".join(_why_not(each) for each in refused)


def _why_not(each: Refused) -> str:
    told = [f"{each.name}: {label('preference_ground', each.ground)}.", each.reason]
    if each.evidence:
        told.append(f"{label('preference_ground', 'evidence')}: {each.evidence}")
    return "\n\n".join(told)


def windows(sent_on: date, profile: Profile) -> dict[str, str]:
    """Return until when a family can appeal and call the mediation adviser, of a letter's day."""
    closed = bank_holidays(profile, sent_on)
    return {
        "appeal_by": weekday_words(rights.appeal_by(sent_on, bank_holidays=closed).due_on),
        "mediation_by": weekday_words(due(proceedinglaw.MEDIATION_CALL, sent_on).due_on),
    }
