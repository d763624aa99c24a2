"""One's own account."""

from ehcportal.policy import Action
from tests.policy.table import own

USE = Action.USE_ACCOUNT

ROUTES = (
    own("GET", "/home", USE),
    own("GET", "/cases", USE),
    own("GET", "/register/done", USE),
    own("GET", "/account", USE),
    own("GET POST", "/account/confirm", USE),
    own("GET POST", "/account/password", USE),
    own("GET POST", "/account/invitations", USE),
    own("POST", "/account/invitations/submit", USE),
    own("GET", "/forms/access", Action.FILL_FORMS),
    own("GET POST", "/account/details", USE),
    own("GET POST", "/account/email", USE),
    own("GET POST", "/account/email/code", USE),
    own("POST", "/account/email/code/new", USE),
    own("GET", "/account/calendar", USE),
    own("POST", "/account/calendar", USE, confirmed=True),
    own("POST", "/account/calendar/end", USE),
    own("GET POST", "/account/alerts", USE),
    own("GET", "/account/sessions", USE),
    own("POST", "/account/sessions/<session_id>/end", USE, of="parent"),
    own("POST", "/account/sessions/end-others", USE),
    own("POST", "/account/sessions/stay", USE),
    own("GET POST", "/sign-in/kept", USE),
)
