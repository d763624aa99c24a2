"""Forms: empty, in the making, sent."""

from ehcportal.policy import Action
from ehcportal.web.access import Door
from tests.policy.table import own, public

DRAFT = "/forms/draft/<draft_id>"
PAGE = f"{DRAFT}/<page_id>"
SENT = "/forms/sent/<submission_id>"

ROUTES = (
    public("GET POST", "/forms/<form_id>"),
    public("GET", "/forms/<form_id>/pdf", costly=True),
    public("GET", "/forms/<form_id>/print"),
    public("GET", "/forms/saved"),
    own("GET", DRAFT, Door.PUBLIC, of="parent"),
    own("GET POST", PAGE, Door.PUBLIC, of="parent"),
    own("POST", f"{PAGE}/autosave", Door.PUBLIC, of="parent"),
    own("POST", f"{PAGE}/files/<question_id>", Door.PUBLIC, of="parent"),
    own("POST", f"{PAGE}/files/<added_id>/remove", Door.PUBLIC, of="parent"),
    own("GET POST", f"{DRAFT}/cancel", Door.PUBLIC, of="parent"),
    own("GET POST", f"{DRAFT}/confirm", Door.PUBLIC, of="parent"),
    own("GET", f"{DRAFT}/pdf", Door.PUBLIC, of="parent"),
    own("GET", f"{DRAFT}/print", Door.PUBLIC, of="parent"),
    own("GET", "/forms/sent", Action.FILL_FORMS),
    own("GET", SENT, Action.FILL_FORMS, of="parent"),
    own("GET", f"{SENT}/pdf", Action.FILL_FORMS, of="parent"),
    own("GET", f"{SENT}/print", Action.FILL_FORMS, of="parent"),
    own("GET", f"{SENT}/thank-you", Action.FILL_FORMS, of="parent"),
)
