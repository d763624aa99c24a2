"""Words hidden in what is on stage, each with those who may read it: canaries, one a secret."""

from tests.policy.players import EVERYBODY, STAFF, TIES, Stand

CASE_STAFF = frozenset(key for key, role in STAFF.items() if role is not Stand.ADMINISTRATOR) | {
    "administrator_with_reason"
}
LIMITED = {Stand.LIMITED_HELPER, Stand.LIMITED_PARENT, Stand.SENCO, Stand.CONTRIBUTOR}

NAMES = {"maya": "kingfisher", "rhys": "obsidian", "rowan": "saxifrage"}
"""The surname of each child: whoever is anything to the child may read it."""

INSIDE = {"maya": "woodlark", "rhys": "gneiss", "rowan": "bergenia"}
"""Stands in letters, messages and answers of each case."""

INVOLVED = {"maya": "dunnock", "rhys": "feldspar", "rowan": "hellebore"}
"""What the other advisers and professionals of each case are: the child's school reads it too."""

PLANNED = {"maya": "yellowhammer", "rhys": "feldschist", "rowan": "epimedium"}
"""Stands in the plan of each child that was served: on the family, and on the child's school."""

ALONG = "wagtail"
"""Stands in a paper that went to Maya's adviser along with what was asked."""

HERS, HIS = "chaffinch", "bullrush"
"""What the council wrote to one of Maya's parents alone."""

HER_HOME, HIS_HOME, CHILD_HOME = "heathermead", "quarrybank", "larkrise"
"""Where Maya's parents live, each for themselves, and the address on her record."""

HIS_NAME = "Ferdinand"
"""The name of Maya's father, who is protected: no other adult of the family learns it."""

STAFF_ONLY = "thistledown"
"""What staff wrote for themselves: notes, and how they know of an exception."""

PUPIL_NUMBERS = {"maya": "A801234516001", "rhys": "D801234509004", "rowan": "B801234514002"}


def _circle(child: str) -> frozenset[str]:
    return frozenset(TIES[child]) | CASE_STAFF


def _full_view(child: str) -> frozenset[str]:
    return frozenset(key for key, tie in TIES[child].items() if tie not in LIMITED) | CASE_STAFF


def _with_school(child: str) -> frozenset[str]:
    schools = frozenset(key for key, tie in TIES[child].items() if tie is Stand.SENCO)
    return _full_view(child) | schools


_STAFF = frozenset(STAFF)

READERS: dict[str, frozenset[str]] = {
    **{word: _circle(child) for child, word in NAMES.items()},
    **{word: _circle(child) for child, word in PUPIL_NUMBERS.items()},
    **{word: _full_view(child) for child, word in INSIDE.items()},
    **{word: _with_school(child) for child, word in INVOLVED.items()},
    **{word: _with_school(child) for child, word in PLANNED.items()},
    ALONG: _with_school("maya") | {"contributor"},
    HERS: CASE_STAFF | {"parent"},
    HIS: CASE_STAFF | {"second_parent"},
    HER_HOME: _STAFF | {"parent"},
    HIS_HOME: _STAFF | {"second_parent"},
    CHILD_HOME: CASE_STAFF,
    STAFF_ONLY: CASE_STAFF,
    HIS_NAME: _STAFF | {"second_parent"},
}
"""Who may read each word, on any page at all."""

FORBIDDEN: dict[str, tuple[bytes, ...]] = {
    player: tuple(word.encode() for word, readers in READERS.items() if player not in readers)
    for player in EVERYBODY
}
