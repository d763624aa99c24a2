"""Everybody who might knock, in words: who they are, and how they stand to what is on stage.

On stage are two children and a school. Maya (10) has parents who live apart, and every other tie
that there is. Rhys is 17 and past compulsory school age, so his rights are his own. Millbrook is
Maya's school. Rowan is the child of another family, and is there to be kept apart.
"""

from enum import StrEnum


class Stand(StrEnum):
    """What somebody is, to the council or to one child or school."""

    PARENT = "a parent"
    LIMITED_PARENT = "a parent after the rights passed on, who was not let in further"
    YOUNG_PERSON = "the young person"
    FOSTER_CARER = "the foster carer"
    SOCIAL_WORKER = "the social worker"
    HELPER = "an advocate or supporter with full view"
    LIMITED_HELPER = "an advocate with limited view"
    SENCO = "the SENCo of the school"
    LEAD = "the lead of the school"
    CONTRIBUTOR = "who was asked for advice"
    OF_THE_CASE = "staff of the case: coordinator, cover, team"
    DECIDES = "a caseworker among the staff of the case"
    WITH_REASON = "an administrator with a recorded reason"
    CASEWORKER = "any caseworker"
    SUPPORT = "any business support"
    MANAGER = "any manager"
    ADMINISTRATOR = "any administrator"
    SIGNED_IN = "anybody who has signed in"


S = Stand

STAFF = {
    "caseworker": S.CASEWORKER,
    "coordinator": S.CASEWORKER,
    "cover": S.CASEWORKER,
    "other_caseworker": S.CASEWORKER,
    "former_cover": S.CASEWORKER,
    "support": S.SUPPORT,
    "manager": S.MANAGER,
    "administrator": S.ADMINISTRATOR,
    "administrator_with_reason": S.ADMINISTRATOR,
}
"""Who works for the council. ``other_caseworker`` is of another team, and so are coordinator and
cover, who have a part in Maya's case alone; ``former_cover`` had one."""

NOTHING = (
    "stranger", "applicant", "invited", "former_advocate", "other_senco", "former_senco",
    "other_contributor", "former_contributor", "former_staff", "unseen_parent", "parent_of_two",
    "former_parent",
)  # fmt: skip
"""Who has signed in and is nothing to either child: asked for access, was invited and not let in,
was something once, is it elsewhere, or was shut out by the young person."""

TIES: dict[str, dict[str, Stand]] = {
    "maya": {
        "parent": S.PARENT,
        "second_parent": S.PARENT,
        "foster_carer": S.FOSTER_CARER,
        "social_worker": S.SOCIAL_WORKER,
        "supporter": S.HELPER,
        "advocate": S.LIMITED_HELPER,
        "senco": S.SENCO,
        "contributor": S.CONTRIBUTOR,
        "caseworker": S.OF_THE_CASE,
        "support": S.OF_THE_CASE,
        "coordinator": S.OF_THE_CASE,
        "cover": S.OF_THE_CASE,
        "administrator_with_reason": S.WITH_REASON,
    },
    "rhys": {
        "young_person": S.YOUNG_PERSON,
        "grown_parent": S.LIMITED_PARENT,
        "trusted_parent": S.PARENT,
        "caseworker": S.OF_THE_CASE,
        "support": S.OF_THE_CASE,
    },
    "rowan": {
        "parent_of_two": S.PARENT,
        "other_contributor": S.CONTRIBUTOR,
        "caseworker": S.OF_THE_CASE,
        "support": S.OF_THE_CASE,
    },
    "millbrook": {"senco": S.SENCO, "head": S.LEAD},
}
"""How people stand to each child and school; who is not named is nothing to them."""

OUTSIDE = ("nobody", "half", "enrolling", "signed_out")
"""Who has not signed in fully: nobody at all, Maya's mother after her password alone, her
caseworker while she sets up her app, and her mother after she has signed out."""

SIGNED_IN = tuple(dict.fromkeys([*STAFF, *TIES["maya"], *TIES["rhys"], "head", *NOTHING]))

EVERYBODY = (*SIGNED_IN, *OUTSIDE)


def stands(player: str, thing: str) -> frozenset[Stand]:
    """Return all that a player is, to the council and to a child or school."""
    if player in OUTSIDE:
        return frozenset()
    own, tie = STAFF.get(player), TIES.get(thing, {}).get(player)
    decides = S.DECIDES if (own, tie) == (S.CASEWORKER, S.OF_THE_CASE) else None
    return frozenset(each for each in (S.SIGNED_IN, own, tie, decides) if each is not None)
