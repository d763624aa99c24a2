"""Setting up a second step: the same pages before the first login is over and in Account Settings.

The views are in ``factors`` and ``second_step_settings``; an address such as ``.set_up`` is the one
of the room that the person is in (guide rows D05 to D07).
"""

from collections.abc import Callable
from typing import Any

from flask import current_app, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ehcportal import db
from ehcportal.models.account import Account, Factor, FactorKind
from ehcportal.profile import text
from ehcportal.security import totp
from ehcportal.services import accounts, attempts, codes, factors
from ehcportal.services.codes import Outcome
from ehcportal.services.factors import apps, texts
from ehcportal.web import actor_trace, current_person, current_profile, logins, posted, render
from ehcportal.web.devices import caller
from ehcportal.web.logins import key_ring
from ehcportal.web.posted import Posted

BEGIN = "account/app_begin.html"
SET_UP = "account/app_set_up.html"
NUMBER = "account/number.html"
NUMBER_CODE = "account/number_code.html"
WAIT = "account/factor_wait.html"

Finish = Callable[[Account, list[str] | None], ResponseReturnValue]
"""What comes after a proved factor, with the recovery codes of an app."""


def own_account() -> Account:
    """Return the account of who is asking."""
    return accounts.fresh(db.session(), current_person().account_id)


def own_kinds() -> tuple[FactorKind, ...]:
    """Return the second steps that who is asking may use."""
    return factors.allowed(db.session(), current_profile(), current_person().account_id)


def not_now(kind: FactorKind | None = None) -> ResponseReturnValue | None:
    """Say until when no new factor counts, or lead on from one that the council does not allow."""
    until = factors.waits_until(own_account())
    if until is not None:
        return render(WAIT, until=until)
    if kind is not None and kind not in own_kinds():
        return logins.see(".choose")
    return None


def taken_choice() -> FactorKind | Posted:
    """Return the kind that was chosen, or the form with what is wrong."""
    form = posted.read("factor")
    kinds = {kind.value: kind for kind in own_kinds()}
    if form["factor"] in kinds:
        return kinds[form["factor"]]
    form.errors["factor"] = _("Choose how you want to get your code")
    return form


def show_app() -> ResponseReturnValue:
    """Say what an app is for, or show the key once one was made."""
    if stop := not_now(FactorKind.APP):
        return stop
    key = apps.pending_key(db.session(), key_ring(), current_person().account_id)
    if key is None:
        return render(BEGIN, is_staff=current_person().is_staff, has_choice=len(own_kinds()) > 1)
    return _key_page(posted.empty(), key)


def begin_app() -> ResponseReturnValue:
    """Make a key, or another one for somebody who wants to start again."""
    if stop := not_now(FactorKind.APP):
        return stop
    apps.begin(db.writing(), key_ring(), current_person().account_id)
    return logins.see(".set_up")


def confirm_app(finish: Finish) -> ResponseReturnValue:
    """Let the app count once it has shown a right code, and show the ten recovery codes."""
    if stop := not_now(FactorKind.APP):
        return stop
    form = posted.read("code")
    form.require("code", _("Enter the 6-digit code from your app"))
    account = own_account()
    key = apps.pending_key(db.session(), key_ring(), account.id)
    if key is None:
        return logins.see(".set_up")
    if form.errors:
        return _key_page(form, key, status=422)
    with db.unit() as counting:
        wait = attempts.count_second_step(counting, key_ring(), caller(), account)
    logins.stop_when_too_many(wait)
    keep = current_person().session_id
    made = apps.confirm(db.writing(), key_ring(), actor_trace(), account, form["code"], keep=keep)
    if made is None:
        form.errors["code"] = _("That code is not right. Wait for the next one and enter it")
        return _key_page(form, key, status=422)
    return finish(account, made)


def _key_page(form: Posted, key: str, *, status: int = 200) -> ResponseReturnValue:
    portal = text(current_profile().council.portal_name)
    address = totp.address(key, who=current_person().email, portal=portal)
    return render(
        SET_UP,
        status=status,
        form=form,
        key=totp.in_groups(key),
        qr=totp.qr(address),
        address=address,
    )


def show_number() -> ResponseReturnValue:
    """Ask for a mobile number."""
    return not_now(FactorKind.TEXT) or _number_page(posted.empty())


def give_number() -> ResponseReturnValue:
    """Send a code to the number, which does not count before the code came back."""
    if stop := not_now(FactorKind.TEXT):
        return stop
    from ehcportal.services.factors import numbers

    form = posted.read("number")
    form.require("number", _("Enter your mobile number"))
    is_local = current_app.extensions["settings"].is_local
    number = numbers.mobile(form["number"], with_drama=is_local)
    if form["number"] and number is None:
        form.errors["number"] = _("Enter a UK mobile number, like 07700 900 982")
    if form.errors or number is None:
        return _number_page(form, status=422)
    account = own_account()
    if wait := texts.too_soon(db.session(), account.id):
        return _number_page(form, status=429, wait=wait)
    _count_text(account)
    texts.begin(db.writing(), key_ring(), account, number)
    return logins.see(".number_code")


def _number_page(form: Posted, *, status: int = 200, wait: int = 0) -> ResponseReturnValue:
    return logins.with_retry_after(render(NUMBER, status=status, form=form, wait=wait), wait)


def _count_text(account: Account) -> None:
    """Let nobody have text messages sent without end."""
    with db.unit() as counting:
        too_many = attempts.count_text(counting, key_ring(), account)
    logins.stop_when_too_many(too_many)


def show_number_code() -> ResponseReturnValue:
    """Ask for the code that was sent to the number."""
    row = texts.pending(db.session(), current_person().account_id)
    return logins.see(".number") if row is None else _number_code_page(row, posted.empty())


def give_number_code(finish: Finish) -> ResponseReturnValue:
    """Take the code: the number is proved, and is the second step from now on."""
    if stop := not_now(FactorKind.TEXT):
        return stop
    row = texts.pending(db.session(), current_person().account_id)
    if row is None:
        return logins.see(".number")
    form = posted.read("code")
    form.require("code", _("Enter the code from our text message"))
    if form.errors:
        return _number_code_page(row, form, status=422)
    with db.unit() as counting:
        tried = codes.attempt(counting, key_ring(), texts.target(row), form["code"])
    if tried.outcome is Outcome.RIGHT and codes.spend(db.writing(), tried.code_id):
        account, keep = own_account(), current_person().session_id
        if not texts.confirm(db.session(), key_ring(), actor_trace(), account, row, keep=keep):
            return logins.see(".number")
        return finish(account, None)
    form.errors["code"] = logins.code_error(tried.outcome, by_text=True)
    return _number_code_page(row, form, status=422)


def new_number_code() -> ResponseReturnValue:
    """Send another code to the same number."""
    account = own_account()
    row = texts.pending(db.session(), account.id)
    if row is None:
        return logins.see(".number")
    if wait := texts.too_soon(db.session(), account.id):
        return _number_code_page(row, posted.empty(), status=429, wait=wait)
    _count_text(account)
    if codes.replace(db.writing(), texts.target(row)):
        texts.send_proof(db.session(), key_ring(), account, row)
    session["code_again"] = True
    return logins.see(".number_code")


def number_again() -> ResponseReturnValue:
    """Drop the number, to begin with another one."""
    texts.start_again(db.writing(), current_person().account_id)
    return logins.see(".number")


def _number_code_page(
    row: Factor, form: Posted, *, status: int = 200, wait: int = 0
) -> ResponseReturnValue:
    again = session.pop("code_again", False)
    more: dict[str, Any] = {"sent_to": row.last_digits, "again": again, "wait": wait}
    answer = render(NUMBER_CODE, status=status, form=form, **more)
    return logins.with_retry_after(answer, wait)
