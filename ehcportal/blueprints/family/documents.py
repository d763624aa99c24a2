"""Items to view: the documents of a case, and forms already sent (guide row U10)."""

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue

from ehcportal import db
from ehcportal.blueprints.family.case_pages import open_page
from ehcportal.policy import Action
from ehcportal.queries import documents, sharing
from ehcportal.queries.documents import Order
from ehcportal.queries.paging import Cursor
from ehcportal.services import alerts, readings
from ehcportal.web import current_person, open_case, policy, render
from ehcportal.web.downloads import hand_out
from ehcportal.web.reads import note_reading

bp = Blueprint("family_documents", __name__, url_prefix="/cases/<case_id>/documents")


@bp.get("")
@policy(Action.SEE_DOCUMENTS)
def index(case_id: str) -> ResponseReturnValue:
    """List what was published to this person, the newest first."""
    page = open_page(case_id, to=Action.SEE_DOCUMENTS)
    session, who = db.session(), current_person().account_id
    after = Cursor.read(request.args.get("after"))
    order = Order.DATED if request.args.get("order") == Order.DATED else Order.PUBLISHED
    return render(
        "family/documents.html",
        here=page,
        order=order,
        found=documents.items(session, case_id, who, order, after=after),
        is_first_page=after is None,
        sent=documents.sent_forms(session, case_id, who),
        shared=sharing.shared_forms(session, case_id, who) if page.may(Action.SEE_REQUEST) else [],
    )


@bp.get("/<publication_id>")
@policy(Action.SEE_DOCUMENTS)
def show(case_id: str, publication_id: str) -> ResponseReturnValue:
    """Open a document to read, or to keep with ``?keep=1``; each opening is noted.

    One that was taken back says so to those who could see it, and to nobody else.
    """
    open_case(case_id, to=Action.SEE_DOCUMENTS)
    who = current_person().account_id
    session = db.session()
    found = documents.openable(session, case_id, who, publication_id)
    if found is None and documents.was_withdrawn(session, case_id, who, publication_id):
        back = url_for(".index", case_id=case_id)
        return render("family/withdrawn.html", status=410, back=back)
    if found is None:
        abort(404)
    answer = hand_out(found.file, found.name, to_read=request.args.get("keep") != "1")
    readings.document(db.writing(), who, publication_id)
    alerts.seen(db.session(), who, url_for(".index", case_id=case_id))
    note_reading("open_document", "publication", publication_id, case_id=case_id)
    return answer
