"""The fields that say how somebody stands to a child, as staff have checked it."""

from ehcportal import db
from ehcportal.models.account import Account
from ehcportal.models.person import ParentalResponsibility, RelationshipKind, View
from ehcportal.queries.blocks import is_blocked
from ehcportal.queries.sent_answers import Said
from ehcportal.services.people import Tie
from ehcportal.web.posted import Posted

NAMES = ("relationship", "described_as", "parental_responsibility", "view", "verified_how")
LIMITED_FOR = frozenset({RelationshipKind.ADVOCATE, RelationshipKind.SUPPORTER})
"""Only those who stand beside a family may have a limited view."""


def stated(said: Said | None) -> dict[str, str]:
    """Return the fields filled with what the sender stated; nobody has checked it yet."""
    if said is None:
        return {}
    return {
        "relationship": said.kind.value if said.kind else "",
        "described_as": said.described_as,
        "parental_responsibility": said.parental_responsibility.value,
        "view": View.FULL.value,
    }


def tie(form: Posted) -> Tie | None:
    """Return the tie with how it was checked, or nothing when the form has to be put right."""
    form.require("verified_how", "Write how you checked this")
    return unchecked(form)


def unchecked(form: Posted) -> Tie | None:
    """Return the tie of somebody whom staff have still to check, or nothing."""
    kinds = {each.value: each for each in RelationshipKind}
    responsibilities = {each.value: each for each in ParentalResponsibility}
    if form["relationship"] not in kinds:
        form.errors["relationship"] = "Choose how this person stands to the child"
    if form["parental_responsibility"] not in responsibilities:
        form.errors["parental_responsibility"] = "Say whether they have parental responsibility"
    form.at_most("verified_how", 200, "How you checked can have up to 200 characters")
    form.at_most("described_as", 80, "Their own words can have up to 80 characters")
    if any(name in form.errors for name in NAMES):
        return None
    kind = kinds[form["relationship"]]
    limited = form["view"] == View.LIMITED.value and kind in LIMITED_FOR
    return Tie(
        kind=kind,
        described_as=form["described_as"],
        parental_responsibility=responsibilities[form["parental_responsibility"]],
        verified_how=form["verified_how"],
        view=View.LIMITED if limited else View.FULL,
    )


def refuse_blocked(form: Posted, field: str, person_id: str, sender: Account) -> None:
    """Note that an address may not be let near this child, whatever was checked."""
    if is_blocked(db.session(), person_id, sender.email_folded):
        form.errors[field] = "Their address is blocked for this child on safeguarding grounds"
