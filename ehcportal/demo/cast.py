"""The people of the demo council. None of them exists; tests and the demo share them."""

from dataclasses import dataclass

from ehcportal.models.person import RelationshipKind, View
from ehcportal.models.setting import SettingRole
from ehcportal.models.staff import StaffRole

PASSWORD = "heron willow lantern 42"
"""The password of everybody in the cast; it keeps every preset's rule but the portal preset's."""

PORTAL_PASSWORD = "Heron-Willow-42"


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who signs in."""

    key: str
    what: str
    forename: str
    surname: str
    email: str
    staff_role: StaffRole | None = None
    job_title: str | None = None
    phone: str | None = None
    available: str | None = None
    totp_secret: str | None = None
    professional: bool = False
    organisation: str | None = None


@dataclass(frozen=True, slots=True)
class Child:
    """A child or young person of the demo, with the word hidden in their case's texts."""

    key: str
    forename: str
    surname: str
    birth: tuple[int, int, int]
    upn: str
    canary: str


@dataclass(frozen=True, slots=True)
class Tie:
    """How a member of the cast stands to a child."""

    member: str
    child: str
    kind: RelationshipKind
    described_as: str
    view: View = View.FULL
    has_ended: bool = False


@dataclass(frozen=True, slots=True)
class Post:
    """What a member of the cast does at a setting."""

    member: str
    urn: str
    role: SettingRole
    has_ended: bool = False


MEMBERS = (
    Member("parent", "parent of one child", "Grace", "Okafor", "grace.okafor@mail.example"),
    Member("second_parent", "other parent, separated", "Daniel", "Okafor", "d.okafor@mail.example"),
    Member("parent_of_two", "parent of several", "Nadia", "Hale", "nadia.hale@mail.example"),
    Member("young_person", "young person, 17", "Rhys", "Novak", "rhys.novak@mail.example"),
    Member("new_parent", "parent who has just asked", "Amara", "Bellamy", "a.bellamy@mail.example"),
    Member("applicant", "father who asks for access", "Tomas", "Lindley", "t.lindley@mail.example"),
    Member("grown_parent", "mother of a young person", "Vera", "Novak", "v.novak@mail.example"),
    Member("foster_carer", "foster carer", "Pauline", "Deane", "p.deane@mail.example"),
    Member(
        "social_worker",
        "social worker of a looked-after child",
        "Kemi",
        "Adair",
        "k.adair@socialcare.example",
        professional=True,
        organisation="Brookshire Children's Services",
    ),
    Member("supporter", "supporter of a family", "Bill", "Hart", "bill.hart@mail.example"),
    Member(
        "former_advocate",
        "advocate whose help has ended",
        "Stella",
        "Moss",
        "s.moss@advice.example",
        professional=True,
        organisation="Brookshire SENDIASS",
    ),
    Member("stranger", "parent of nobody here", "Ivy", "Marsh", "ivy.marsh@mail.example"),
    Member(
        "senco",
        "SENCo of a school",
        "Helen",
        "Boyd",
        "h.boyd@millbrook.example",
        totp_secret="JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
        professional=True,
        organisation="Millbrook Primary School",
    ),
    Member(
        "other_senco",
        "SENCo of another school",
        "Marek",
        "Lowe",
        "m.lowe@northbrook.example",
        totp_secret="MNUGS3DEOJSW4IDBNZSCA43FMNXSA3DP",
        professional=True,
        organisation="Northbrook High School",
    ),
    Member(
        "head",
        "head teacher, leads the people of a school",
        "Fiona",
        "Garrett",
        "f.garrett@millbrook.example",
        totp_secret="NBSWCZBAORSWCY3IMVZCA5DPEB2GK43U",
        professional=True,
        organisation="Millbrook Primary School",
    ),
    Member(
        "former_senco",
        "SENCo who left the school",
        "Clive",
        "Dunn",
        "c.dunn@millbrook.example",
        professional=True,
        organisation="Millbrook Primary School",
    ),
    Member(
        "contributor",
        "educational psychologist",
        "Anil",
        "Nair",
        "a.nair@service.example",
        totp_secret="KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU",
        professional=True,
        organisation="Brookshire Educational Psychology",
    ),
    Member(
        "advocate",
        "advocate of a family",
        "Joan",
        "Price",
        "joan.price@advice.example",
        professional=True,
        organisation="Brookshire SENDIASS",
    ),
    Member(
        "caseworker",
        "caseworker",
        "Mark",
        "Reyes",
        "m.reyes@brookshire.example",
        StaffRole.CASEWORKER,
        "EHCP Coordinator",
        "01632 960 114",
        "Monday to Thursday",
        "MFRGGZDFMZTWQ2LKMFRGGZDFMZTWQ2LK",
    ),
    Member(
        "other_caseworker",
        "caseworker of another team",
        "Sian",
        "Walsh",
        "s.walsh@brookshire.example",
        StaffRole.CASEWORKER,
        "EHCP Coordinator",
        "01632 960 115",
        "Monday to Friday",
        "NBSWY3DPO5XXE3DENBSWY3DPO5XXE3DE",
    ),
    Member(
        "support",
        "business support",
        "Omar",
        "Finch",
        "o.finch@brookshire.example",
        StaffRole.BUSINESS_SUPPORT,
        "Business Support",
        "01632 960 116",
        "Monday to Friday",
        "ONSWG4TFORZWKY3SONSWG4TFORZWKY3S",
    ),
    Member(
        "manager",
        "team manager",
        "Ruth",
        "Adeyemi",
        "r.adeyemi@brookshire.example",
        StaffRole.MANAGER,
        "SEND Team Manager",
        "01632 960 117",
        "Monday to Friday",
        "PFXXK3TFORZWKY3SPFXXK3TFORZWKY3S",
    ),
    Member(
        "administrator",
        "administrator",
        "Lee",
        "Shah",
        "l.shah@brookshire.example",
        StaffRole.ADMINISTRATOR,
        "Systems Administrator",
        "01632 960 118",
        "Monday to Friday",
        "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
    ),
)

CHILDREN = (
    Child("maya", "Maya", "Okafor", (2016, 3, 27), "A801234516001", "kingfisher"),
    Child("rowan", "Rowan", "Hale", (2014, 6, 2), "B801234514002", "saxifrage"),
    Child("wren", "Wren", "Hale", (2018, 11, 19), "C801234518003", "marzipan"),
    Child("rhys", "Rhys", "Novak", (2009, 2, 11), "D801234509004", "obsidian"),
    Child("ethan", "Ethan", "Wilde", (2015, 9, 8), "E801234515005", "paprika"),
    Child("aisha", "Aisha", "Karim", (2019, 1, 23), "F801234519006", "lapwing"),
    Child("imran", "Imran", "Sayeed", (2012, 12, 5), "G801234512007", "cobalt"),
    Child("poppy", "Poppy", "Lindley", (2017, 5, 30), "H801234517008", "tamarind"),
    Child("jude", "Jude", "Calder", (2013, 8, 14), "J801234513009", "velveteen"),
    Child("lena", "Lena", "Brandt", (2011, 4, 3), "K801234511010", "hazelnut"),
    Child("theo", "Theo", "Grantley", (2020, 2, 29), "L801234520011", "quicksilver"),
    Child("zara", "Zara", "Quill", (2016, 10, 17), "M801234516012", "juniper"),
    Child("alfie", "Alfie", "Penrose", (2006, 7, 21), "N801234506013", "mulberry"),
)

TIES = (
    Tie("parent", "maya", RelationshipKind.PARENT, "Mother"),
    Tie("second_parent", "maya", RelationshipKind.PARENT, "Father"),
    Tie("parent_of_two", "rowan", RelationshipKind.PARENT, "Mother"),
    Tie("parent_of_two", "wren", RelationshipKind.PARENT, "Mother"),
    Tie("young_person", "rhys", RelationshipKind.YOUNG_PERSON, "Myself"),
    Tie("grown_parent", "rhys", RelationshipKind.PARENT, "Mother"),
    Tie("advocate", "maya", RelationshipKind.ADVOCATE, "Advocate", view=View.LIMITED),
    Tie("former_advocate", "maya", RelationshipKind.ADVOCATE, "Advocate", has_ended=True),
    Tie("supporter", "rowan", RelationshipKind.SUPPORTER, "Family friend"),
    Tie("foster_carer", "aisha", RelationshipKind.FOSTER_CARER, "Foster carer"),
    Tie("social_worker", "aisha", RelationshipKind.SOCIAL_WORKER, "Social worker"),
)

POSTS = (
    Post("senco", "100001", SettingRole.SENCO),
    Post("head", "100001", SettingRole.LEAD),
    Post("former_senco", "100001", SettingRole.SENCO, has_ended=True),
    Post("other_senco", "100004", SettingRole.SENCO),
)

PLACED = {"maya": "100001", "aisha": "100001", "imran": "100004", "rhys": "100007"}
"""Where children of the demo learn: the URN by the child's key."""

TEAMS = {
    "Brookton team": ("caseworker", "support", "manager"),
    "Northbrook team": ("other_caseworker",),
}
"""The council's teams with their people; cases of the demo belong to the first."""


def member(key: str) -> Member:
    """Return a member of the cast by key. Raises ``KeyError``."""
    return {found.key: found for found in MEMBERS}[key]


SETTINGS = (
    ("100001", "Millbrook Primary School", "Community school", "Brookton"),
    ("100002", "Brookton Infant School", "Community school", "Brookton"),
    ("100003", "Weir Lane Junior School", "Academy", "Brookton"),
    ("100004", "Northbrook High School", "Academy", "Northbrook"),
    ("100005", "The Alder School", "Special school", "Brookton"),
    ("100006", "Saint Osyth's Church of England Primary School", "Voluntary aided", "Eastwater"),
    ("100007", "Brookshire College", "Further education", "Brookton"),
    ("100008", "Little Herons Nursery", "Early-years provider", "Eastwater"),
    ("100009", "Eastwater Academy", "Academy", "Eastwater"),
    ("100010", "Fairfield Special School", "Special school", "Northbrook"),
)
"""Settings of the council: URN, name, kind, town."""


def child(key: str) -> Child:
    """Return a child of the demo by key. Raises ``KeyError``."""
    return {found.key: found for found in CHILDREN}[key]
