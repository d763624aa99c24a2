"""Mobile numbers that can get a code by text message (guide row D07)."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

LIMIT = 40
UNITED_KINGDOM = 44
"""Country code (ITU-T E.164). Texts to other countries cost much, and draw fraud."""

DRAMA = "7700900"
"""Ofcom's mobile numbers for drama: nobody has one, so only a demo may use them."""


def mobile(typed: str, *, with_drama: bool = False) -> str | None:
    """Return a British mobile number as ``+447…``, or nothing when it is none.

    ``with_drama`` takes Ofcom's numbers for drama too, for a portal that runs on one machine only.
    """
    import phonenumbers

    if len(typed) > LIMIT:
        return None
    try:
        number = phonenumbers.parse(typed, "GB")
    except phonenumbers.NumberParseException:
        return None
    if number.country_code != UNITED_KINGDOM or not (_is_mobile(number) or with_drama):
        return None
    if not _is_mobile(number) and not _is_drama(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _is_mobile(number: "PhoneNumber") -> bool:
    from phonenumbers import PhoneNumberType, is_valid_number, number_type

    mobile = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}
    return is_valid_number(number) and number_type(number) in mobile


def _is_drama(number: "PhoneNumber") -> bool:
    from phonenumbers import national_significant_number

    national = national_significant_number(number)
    return national.startswith(DRAMA) and len(national) == 10
