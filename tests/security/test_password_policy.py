"""What a password must be, under each preset (guide row H06)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehcportal import profile as profiles
from ehcportal.profile import PasswordPolicy
from ehcportal.security import password_policy, passwords
from ehcportal.security.common_passwords import common, is_common
from ehcportal.security.password_policy import COMMON, CURRENT, EARLIER, NAMES, TOO_LONG

STANDARD = profiles.load("standard").sign_in.password
PORTAL = profiles.load("portal").sign_in.password
MESSAGING = profiles.load("messaging").sign_in.password
HUB = profiles.load("hub").sign_in.password
NAMES_OF_HER = ("Grace", "Okafor", "grace.okafor@mail.example", "Brookshire County Council",
                "Brookshire", "EHC Portal")  # fmt: skip


@pytest.mark.parametrize(
    ("policy", "password", "mend"),
    [
        (STANDARD, "three odd words", None),
        (STANDARD, "heron willow lantern 42", None),
        (STANDARD, "নীল নৌকা আর চাঁদ", None),
        (STANDARD, "only lower case", None),
        (STANDARD, "shortest 11", "Make your password 12 characters long or longer"),
        (STANDARD, "x" * 1025, TOO_LONG),
        (STANDARD, "blue harbour " * 78, None),
        (STANDARD, "password1234", COMMON),
        (STANDARD, "P@ssw0rd1234", COMMON),
        (STANDARD, "Password2026!", COMMON),
        (STANDARD, "qwertyuiopasdf", COMMON),
        (STANDARD, "123456789012", COMMON),
        (STANDARD, "210987654321", COMMON),
        (STANDARD, "aaaaaaaaaaaaaa", COMMON),
        (STANDARD, "abcabcabcabcabc", COMMON),
        (STANDARD, "Brookshire2026!", NAMES),
        (STANDARD, "OkaforGrace2026", NAMES),
        (STANDARD, "EHCPortal12345", NAMES),
        (STANDARD, "grace.okafor@mail.example", NAMES),
        (STANDARD, "grace rows to sea", None),
        (PORTAL, "Heron-42", None),
        (PORTAL, "Heron-4", "Make your password 8 characters long or longer"),
        (PORTAL, "12345-78", "Put at least one letter into your password"),
        (PORTAL, "heron-42", "Put at least one capital letter into your password"),
        (PORTAL, "Heron-xx", "Put at least one number into your password"),
        (PORTAL, "Heron423", password_policy.RULES[4].mend),
        (PORTAL, "Heron 42-x", password_policy.RULES[5].mend),
        (PORTAL, "Hérön-42", password_policy.RULES[5].mend),
        (PORTAL, "Passw0rd!", COMMON),
        (PORTAL, "Brook-Shire-1", NAMES),
        (PORTAL, "Okafor-1!", NAMES),
        (MESSAGING, "HeronWillowBoat42", None),
        (MESSAGING, "Heron-Willow-42", None),
        (MESSAGING, "HeronWillow-42", "Make your password 15 characters long or longer"),
        (MESSAGING, "123456789-12345", "Put at least one letter into your password"),
        (MESSAGING, "heronwillowboat42", "Put at least one capital letter into your password"),
        (MESSAGING, "HeronWillowBoats", "Put at least one number into your password"),
        (MESSAGING, "Heron Willow Boat 42", password_policy.RULES[5].mend),
        (MESSAGING, "Qwertyuiop123456", COMMON),
        (MESSAGING, "GraceOkafor20261", NAMES),
        (HUB, "Heron willow", password_policy.RULES[4].mend),
        (HUB, "Heron-willow", None),
        (HUB, "Heron…willow", None),
        (HUB, "Heron-1", "Make your password 8 characters long or longer"),
        (HUB, "heron-willow", "Put at least one capital letter into your password"),
        (HUB, "Heron²willow", password_policy.RULES[4].mend),
        (HUB, "Password!", COMMON),
        (HUB, "Grace-Okafor!", NAMES),
        (HUB, "Heron-" * 170, None),
        (HUB, "Heron-" * 171, TOO_LONG),
    ],
)
def test_each_preset_takes_and_refuses(
    policy: PasswordPolicy, password: str, mend: str | None
) -> None:
    assert password_policy.fault(policy, password, NAMES_OF_HER) == mend


def test_the_rules_are_in_words_and_in_the_scripts_terms() -> None:
    shown = password_policy.shown(PORTAL, twice="confirm_password")
    assert [rule.kind for rule in shown] == [
        "length", "letter", "upper", "digit", "special", "only", "same",
    ]  # fmt: skip
    assert shown[0].text == "8 characters or more"
    assert [rule.kind for rule in password_policy.shown(STANDARD)] == ["length"]


def test_earlier_passwords_are_remembered_as_long_as_each_preset_says() -> None:
    previous = [policy.previous for policy in (STANDARD, PORTAL, MESSAGING, HUB)]
    assert previous == [0, 8, 8, 0], "the one of now is refused under all of them"


def test_only_rules_about_kinds_of_characters_go_against_guidance() -> None:
    assert not STANDARD.goes_against_guidance
    assert all(policy.goes_against_guidance for policy in (PORTAL, MESSAGING, HUB))
    assert not PasswordPolicy(min_length=15, previous=24).goes_against_guidance


def test_passwords_of_now_and_before_are_compared_by_their_hashes() -> None:
    now, before = passwords.make_hash("heron of today"), passwords.make_hash("heron of old")
    assert password_policy.had_before("heron of today", now, [before]) == CURRENT
    assert password_policy.had_before("heron of old", now, [before]) == EARLIER
    assert password_policy.had_before("heron of tomorrow", now, [before]) is None


def test_a_stranger_costs_the_same_time_as_somebody_who_is_known() -> None:
    """Were the stored stand-in made with older parameters, time would tell who has an account."""
    assert not passwords.needs_new_hash(passwords._DUMMY)
    assert not passwords.matches(None, "nobody has this password")


def test_the_deny_list_is_small_and_holds_what_everybody_knows() -> None:
    assert 2000 < len(common()) < 10_000
    assert all(is_common(word) for word in ("password", "letmein", "Liverpool1", "ILOVEYOU"))


@given(st.text(max_size=60))
def test_no_password_makes_the_rules_fail(password: str) -> None:
    for policy in (STANDARD, PORTAL, MESSAGING, HUB):
        said = password_policy.fault(policy, password, NAMES_OF_HER)
        assert said is None or said
