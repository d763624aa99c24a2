"""Authenticator apps: what the app shows counts in a window of one step, and once."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from ehcportal.security import totp

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
NOW = datetime(2026, 11, 22, 12, 0, 10, tzinfo=UTC)


@pytest.mark.parametrize(("seconds", "counts"), [(-30, True), (0, True), (30, True),
                                                 (-61, False), (61, False)])  # fmt: skip
def test_a_clock_may_be_one_step_off(seconds: int, counts: bool) -> None:
    code = pyotp.TOTP(SECRET).at(NOW + timedelta(seconds=seconds))
    assert (totp.step_of(SECRET, code, NOW) is not None) == counts


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "১২৩৪৫৬"])
def test_what_is_no_code_is_wrong(typed: str) -> None:
    assert totp.step_of(SECRET, typed, NOW) is None


def test_the_address_in_the_picture_names_portal_and_person() -> None:
    address = totp.address(SECRET, who="a.person@mail.example", portal="EHC Portal")
    assert address.startswith("otpauth://totp/EHC%20Portal:a.person")
    drawn = totp.qr(address)
    assert drawn.path.startswith("M4 4h1v1h-1z")
    assert drawn.size > 30


def test_recovery_codes_are_ten_and_taken_as_written_or_pasted() -> None:
    codes = totp.new_recovery_codes()
    assert len(set(codes)) == 10
    shown = totp.recovery_in_groups(codes[0])
    assert shown.count("-") == 2
    assert totp.as_recovery_code(f" {shown.upper()} ") == codes[0]
    assert totp.as_recovery_code("too short") is None
