"""What a password must be: one set of rules for every profile (guide row H06, ASVS 6.2).

A council may ask for more than current guidance does, never for less: the deny-list, the length up
to 1,024 characters, and pasting hold under every profile.
"""

import string
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ehcportal.profile import PasswordPolicy
from ehcportal.security import passwords
from ehcportal.security.common_passwords import is_common, is_made_of

SPECIALS = string.punctuation + "£"
KNOWN = frozenset(string.ascii_letters + string.digits + SPECIALS)
"""The signs that a policy with ``only_known_characters`` takes."""

Value = str | int | None


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that a password must be."""

    key: str
    asked: Callable[[PasswordPolicy], bool]
    kept: Callable[[PasswordPolicy, str], bool]
    words: str
    """The end of the sentence "Your password needs"."""
    mend: str
    """What to do when the rule is not kept."""
    value: Callable[[PasswordPolicy], Value] = lambda _policy: None


@dataclass(frozen=True, slots=True)
class Shown:
    """A rule as the page shows it, and as the script ticks it off."""

    kind: str
    text: str
    value: Value = None


def _always(_policy: PasswordPolicy) -> bool:
    return True


def _has(sort: Callable[[str], bool]) -> Callable[[PasswordPolicy, str], bool]:
    return lambda _policy, password: any(map(sort, password))


RULES = (
    Rule(
        "length",
        _always,
        lambda policy, password: len(password) >= policy.min_length,
        "{min_length} characters or more",
        "Make your password {min_length} characters long or longer",
        lambda policy: policy.min_length,
    ),
    Rule(
        "letter",
        lambda policy: policy.letter,
        _has(str.isalpha),
        "a letter",
        "Put at least one letter into your password",
    ),
    Rule(
        "upper",
        lambda policy: policy.upper,
        _has(str.isupper),
        "a capital letter",
        "Put at least one capital letter into your password",
    ),
    Rule(
        "digit",
        lambda policy: policy.digit,
        _has(str.isdecimal),
        "a number",
        "Put at least one number into your password",
    ),
    Rule(
        "special",
        lambda policy: policy.special,
        lambda policy, password: any(_is_special(policy, sign) for sign in password),
        "a special character",
        "Put at least one special character into your password, such as ! or ?",
        lambda policy: SPECIALS if policy.only_known_characters else None,
    ),
    Rule(
        "only",
        lambda policy: policy.only_known_characters,
        lambda _policy, password: set(password) <= KNOWN,
        "only letters from A to Z, numbers and special characters, and no spaces",
        "Use only letters from A to Z, numbers and special characters in your password",
        lambda _policy: SPECIALS,
    ),
)
"""The rules that can be ticked off while somebody types; the server holds all of them."""

TOO_LONG = "Make your password at most 1,024 characters long"
COMMON = "Choose another password: many people use this one, so it is easy to guess"
NAMES = "Choose a password that is not made of your name, your email address or our name"
CURRENT = "Choose a password that you do not have now"
EARLIER = "Choose a password that you have not had before"


def _is_special(policy: PasswordPolicy, sign: str) -> bool:
    if policy.only_known_characters:
        return sign in SPECIALS
    return unicodedata.category(sign)[0] in "PS"


def shown(policy: PasswordPolicy, *, twice: str | None = None) -> list[Shown]:
    """Return the rules in words; ``twice`` is the field in which the password is typed again."""
    rules = [
        Shown(rule.key, _fill(rule.words, policy), rule.value(policy))
        for rule in RULES
        if rule.asked(policy)
    ]
    return [*rules, Shown("same", "the same in both boxes", twice)] if twice else rules


def fault(policy: PasswordPolicy, password: str, names: Iterable[str]) -> str | None:
    """Return what to mend first in ``password``, or nothing when it keeps every rule.

    ``names`` are the person's own, their address, and what the council and the portal are called.
    """
    if len(password) > passwords.MAX_LENGTH:
        return TOO_LONG
    for rule in RULES:
        if rule.asked(policy) and not rule.kept(policy, password):
            return _fill(rule.mend, policy)
    if is_common(password):
        return COMMON
    return NAMES if is_made_of(password, names) else None


def had_before(password: str, current: str | None, former: Iterable[str]) -> str | None:
    """Return what is wrong if this is the password of now or one of the earlier ones.

    ``former`` holds as many hashes as the profile says. Each comparison takes about 40 ms: call
    this before the write transaction.
    """
    if current is not None and passwords.matches(current, password):
        return CURRENT
    if any(passwords.matches(stored, password) for stored in former):
        return EARLIER
    return None


def _fill(words: str, policy: PasswordPolicy) -> str:
    return words.format(min_length=policy.min_length)
