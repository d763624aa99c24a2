"""Choosing, changing and losing a second step."""

from ehcportal.policy import Action
from tests.policy.table import half, of_council, own, public

USE = Action.USE_ACCOUNT
HERE = "/account/second-step"
LOST = "/council/lost-second-steps"
A_LOSS = {"things": ("lost",)}

ROUTES = (
    half("GET POST", "/sign-in/factor"),
    half("GET POST", "/sign-in/number"),
    half("POST", "/sign-in/number/again"),
    half("GET POST", "/sign-in/number/code"),
    half("POST", "/sign-in/number/code/new"),
    half("GET POST", "/sign-in/text"),
    half("POST", "/sign-in/text/new"),
    half("GET POST", "/lost-second-step"),
    half("GET", "/lost-second-step/asked"),
    public("GET POST", "/lost-second-step/stop/<token>", **A_LOSS),
    own("GET POST", HERE, USE, confirmed=True),
    own("POST", f"{HERE}/recovery-codes", USE, confirmed=True),
    own("GET POST", f"{HERE}/email", USE, confirmed=True),
    own("POST", f"{HERE}/email/new", USE, confirmed=True),
    own("GET POST", f"{HERE}/app", USE, confirmed=True),
    own("POST", f"{HERE}/app/confirm", USE, confirmed=True),
    own("GET POST", f"{HERE}/number", USE, confirmed=True),
    own("POST", f"{HERE}/number/again", USE, confirmed=True),
    own("GET POST", f"{HERE}/number/code", USE, confirmed=True),
    own("POST", f"{HERE}/number/code/new", USE, confirmed=True),
    of_council("GET", LOST, Action.RETURN_ACCESS),
    of_council("GET", f"{LOST}/<loss_id>", Action.RETURN_ACCESS, **A_LOSS),
    of_council("POST", f"{LOST}/<loss_id>/check", Action.RETURN_ACCESS, **A_LOSS),
    of_council("POST", f"{LOST}/<loss_id>/approve", Action.RETURN_ACCESS, confirmed=True, **A_LOSS),
    of_council("POST", f"{LOST}/<loss_id>/refuse", Action.RETURN_ACCESS, **A_LOSS),
)
