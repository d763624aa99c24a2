"""How somebody hears of news: by e-mail, by text or not at all, for each kind (guide row D12)."""

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ehcportal import db
from ehcportal.models.alert import AlertBy, AlertKind
from ehcportal.policy import Action
from ehcportal.services import alerts
from ehcportal.web import current_person, logins, once, policy, posted, render, see_other
from ehcportal.web.posted import Posted

bp = Blueprint("account_alerts", __name__, url_prefix="/account/alerts")

CHOSEN = tuple(kind for kind in AlertKind if kind not in alerts.COMPULSORY)


@bp.get("")
@policy(Action.USE_ACCOUNT)
def show() -> ResponseReturnValue:
    """Show the choice for each kind."""
    found = alerts.ways(db.session(), current_person().account_id)
    return _page(posted.empty(**{kind.value: found[kind].value for kind in CHOSEN}))


@bp.post("")
@policy(Action.USE_ACCOUNT)
@once
def update() -> ResponseReturnValue:
    """Keep the choices; a text needs a number that was proved."""
    form = posted.read(*CHOSEN)
    known = {each["value"] for each in _ways()}
    for kind in CHOSEN:
        if form[kind] not in known:
            form.errors[kind] = _("Choose how we tell you")
    if form.errors:
        return _page(form, 422)
    wanted = {kind: AlertBy(form[kind]) for kind in CHOSEN}
    alerts.choose(db.writing(), current_person().account_id, wanted)
    logins.leave_news(_("Your choice is kept."))
    return see_other(url_for(".show"))


def _ways() -> list[dict[str, str]]:
    """Return what this person may choose from."""
    ways = [{"value": AlertBy.EMAIL.value, "label": _("By email")}]
    if alerts.proved_number(db.session(), current_person().account_id) is not None:
        ways.append({"value": AlertBy.TEXT.value, "label": _("By text message")})
    return [*ways, {"value": AlertBy.NONE.value, "label": _("Do not tell me")}]


def _page(form: Posted, status: int = 200) -> ResponseReturnValue:
    return render(
        "account/alerts.html",
        status=status,
        form=form,
        kinds=[kind.value for kind in CHOSEN],
        ways=_ways(),
        changed=logins.take_news() if status == 200 else None,
    )
