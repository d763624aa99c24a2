"""The council profile: what one council's portal says and how it behaves, as validated data."""

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from ehcportal import profile_files
from ehcportal.domain.rules import Counting
from ehcportal.profile_files import read, with_preset

PRESETS = profile_files.PRESETS
ProfileError = profile_files.ProfileError

Text = str | dict[str, str]
"""A text, or a table of texts by language; English is the one to fall back on."""

Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$")]


class Part(BaseModel):
    """A table of the profile: unknown keys are faults, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Contacts(Part):
    """How people reach the council, and who advises them without being the council."""

    phone: str
    phone_hours: Text
    email: str
    advice_service: Text
    advice_phone: str
    local_offer_url: str = "https://localoffer.example"
    feedback_email: str | None = None
    early_help_email: str | None = None
    """Where the early help team hears of a referral; without it the council's own address does."""
    address: Text = ""
    mediation_adviser: Text = ""
    mediation_phone: str = ""


class Council(Part):
    """The council itself."""

    name: Text
    area: Text
    portal_name: Text = "EHC Portal"
    reference_prefix: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,4}$")]
    contacts: Contacts


class Palette(Part):
    """The five colours that a council sets."""

    accent: Colour
    accent_strong: Colour
    accent_tint: Colour
    on_accent: Colour
    ground: Colour


class TrackerColours(Part):
    """The colours of the tracker; the words beside them always stay."""

    done: Colour | None = None
    now: Colour | None = None
    next: Colour | None = None
    next_tint: Colour | None = None


class Theme(Part):
    """Colours by day, by night, and of the tracker."""

    light: Palette
    dark: Palette | None = None
    tracker: TrackerColours = TrackerColours()


class Words(Part):
    """What this council calls things."""

    coordinator: Text
    dashboard: Text
    to_complete: Text
    documents: Text
    messages: Text
    back_to_dashboard: Text


class PasswordPolicy(Part):
    """What a password must be. The deny-list and 1,024 characters hold under every policy."""

    min_length: int = Field(ge=8, le=64)
    letter: bool = False
    upper: bool = False
    digit: bool = False
    special: bool = False
    only_known_characters: bool = False
    previous: int = Field(default=0, ge=0, le=24)
    """How many earlier passwords it must differ from, the current one aside."""

    @property
    def goes_against_guidance(self) -> bool:
        """Whether it asks for kinds of characters, or refuses some (ASVS 6.2.5)."""
        kinds = self.letter or self.upper or self.digit or self.special
        return kinds or self.only_known_characters


class FamilyFactor(StrEnum):
    """A second step that families may use."""

    EMAIL = "email"
    APP = "app"
    TEXT = "text"


class Entry(StrEnum):
    """A way in for a family."""

    ACCESS_REQUEST = "access_request"
    INVITATION = "invitation"
    LINK = "link"


class Reset(StrEnum):
    """How a forgotten password is replaced."""

    CODE = "code"
    LINK = "link"


class SignIn(Part):
    """How people get in."""

    entries: tuple[Entry, ...]
    password: PasswordPolicy
    family_factors: tuple[FamilyFactor, ...] = Field(min_length=1)
    professional_factors: tuple[FamilyFactor, ...] = Field(
        default=(FamilyFactor.EMAIL, FamilyFactor.APP), min_length=1
    )
    """Second steps for people of settings and services; staff always hold an app."""
    reset: Reset = Reset.CODE
    lost_factor_wait_hours: int = Field(default=24, ge=1, le=168)
    """How long the owner has to stop it before a lost second step is replaced by staff."""


class MessageDirection(StrEnum):
    """Whether families may write."""

    BOTH = "both"
    COUNCIL_ONLY = "council_only"


class Messages(Part):
    """Talk between family and council."""

    direction: MessageDirection
    types: tuple[Text, ...] = ()
    reply_working_days: int | None = Field(default=None, ge=1, le=30)


class HomeLayout(StrEnum):
    """What a family sees after signing in."""

    DASHBOARD = "dashboard"
    OVERVIEW = "overview"
    SEND_DASHBOARD = "send_dashboard"
    MY_CASES = "my_cases"


class Guidance(StrEnum):
    """How the stage is explained (guide row U04)."""

    THREE_QUESTIONS = "three_questions"
    ONE_TEXT = "one_text"


class Home(Part):
    """The layout of the first page after signing in."""

    layout: HomeLayout
    guidance: Guidance = Guidance.THREE_QUESTIONS


class Limits(Part):
    """Sizes and times that a council chooses."""

    document_mb: int = Field(default=25, ge=1, le=200)
    picture_mb: int = Field(default=25, ge=1, le=200)
    video_mb: int = Field(default=100, ge=1, le=1000)
    files_a_form: int = Field(default=20, ge=1, le=100)
    case_mb: int = Field(default=2048, ge=10)
    draft_days: int = Field(default=90, ge=7, le=365)
    draft_reminder_days: int = Field(default=14, ge=1, le=180)
    access_answer_working_days: int = Field(default=2, ge=1, le=20)
    form_reminder_days: int = Field(default=3, ge=1, le=30)
    """How long before its day somebody is reminded of a form that staff asked for."""
    early_help_months: int = Field(default=12, ge=1, le=120)
    """How long an early help referral is kept after staff closed it."""
    complaint_known_days: int = Field(default=5, ge=1, le=30)
    """Working days until a complaint is acknowledged, answered, and looked at again."""
    complaint_answer_days: int = Field(default=10, ge=1, le=90)
    complaint_review_days: int = Field(default=20, ge=1, le=90)


class Law(Part):
    """The only things about the law's dates that a council may change."""

    day_of_receipt_counts: bool = True
    postal_days: int = Field(default=2, ge=0, le=10)
    draft_target_days_before_final: int = Field(default=28, ge=15, le=70)
    extra_bank_holidays: tuple[date, ...] = ()
    second_sign_off: bool = False
    """Whether a second member of staff must sign a decision off before it goes out."""

    @property
    def counting(self) -> Counting:
        """These choices as the domain takes them."""
        return Counting(
            first_day_counts=self.day_of_receipt_counts,
            postal_days=self.postal_days,
            draft_target_days=self.draft_target_days_before_final,
        )


class Profile(Part):
    """Everything about one council, checked."""

    preset: str
    council: Council
    theme: Theme
    words: Words
    sign_in: SignIn
    messages: Messages
    home: Home
    limits: Limits = Limits()
    law: Law = Law()
    languages: tuple[str, ...] = ("en",)


def load(name_or_path: str, *, beside: Path | None = None) -> Profile:
    """Return the profile of a preset's name, or of a TOML file that overrides a preset's keys.

    A file holds only what differs. Raises ``ProfileError``: a line each fault, naming its key.
    """
    preset = PRESETS / f"{name_or_path}.toml"
    if preset.exists():
        return _checked(with_preset(read(preset)), preset.name)
    path = Path(name_or_path)
    path = path if path.is_absolute() or beside is None else beside / path
    if not path.exists():
        known = ", ".join(sorted(file.stem for file in PRESETS.glob("*.toml")))
        raise ProfileError(f"no preset and no file called {name_or_path} (presets: {known})")
    return _checked(with_preset(read(path)), path.name)


def _checked(values: dict[str, Any], name: str) -> Profile:
    try:
        return Profile.model_validate(values)
    except ValidationError as error:
        lines = [
            f"{name}: {'.'.join(str(part) for part in fault['loc'])}: {fault['msg']}"
            for fault in error.errors()
        ]
        raise ProfileError("\n".join(lines)) from None


def text(value: Text, language: str = "en") -> str:
    """Return ``value`` in ``language``, or in English where it has not been translated."""
    if isinstance(value, str):
        return value
    return value.get(language) or value.get("en") or next(iter(value.values()), "")
