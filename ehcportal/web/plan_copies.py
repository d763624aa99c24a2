"""A version of the plan as files: printed when it goes out, and a copy to write in at any time."""

from io import BytesIO

from flask import Response, abort, current_app, send_file

from ehcportal import db
from ehcportal.content.letter_words import LetterWords
from ehcportal.domain.facts import PlanKind
from ehcportal.models.document import FileState, StoredFile
from ehcportal.pdf.shapes import PlanPaper
from ehcportal.queries import cases, plan_issue, plan_pages, plans
from ehcportal.queries.cases import CaseHead
from ehcportal.queries.plans import Head, Whole
from ehcportal.services import plan_changes, plan_paper, plan_pictures
from ehcportal.services.plan_changes import SaidChange
from ehcportal.services.plan_paper import OwnWays
from ehcportal.services.plan_serving import Copies, Serving
from ehcportal.services.uploads import Kept
from ehcportal.storage.checks.kinds import KINDS
from ehcportal.web import incoming
from ehcportal.web.context import current_profile
from ehcportal.web.downloads import SEALED_OFF, hand_out
from ehcportal.web.reads import note_reading
from ehcportal.web.voices import own_words

PDF, DOCX = KINDS["pdf"], KINDS["docx"]


def keep(
    version: Head, head: CaseHead, serving: Serving, rights: LetterWords | None = None
) -> Copies:
    """Print a version that goes out and put both files into the store. Raises ``PdfError``."""
    paper = _sheet(version, head, serving, rights)
    pdf = _kept(version, plan_paper.of(paper).content, PDF.name)
    try:
        return Copies(pdf, _kept(version, plan_paper.to_edit(paper), DOCX.name))
    except Exception:
        incoming.drop(pdf)
        raise


def hand_out_copy(version: Head) -> Response:
    """Answer with a version as a file to write in, as it went out; the reading is recorded.

    One that is being written, or was not sent by this portal, is made on the spot.
    """
    note_reading("read_plan", "plan_version", version.id, case_id=version.case_id)
    name = plan_paper.name_of(version, DOCX.name)
    if version.editable_file_id is not None:
        return hand_out(db.session().get_one(StoredFile, version.editable_file_id), name)
    if version.dropped_at is not None:
        abort(404)
    serving = None
    if version.served_on is not None:
        serving = Serving(version.served_on, version.comments_until, version.posted_on)
    head = cases.head(db.session(), version.case_id)
    content = plan_paper.to_edit(_sheet(version, head, serving, None))
    answer = send_file(
        BytesIO(content), mimetype=DOCX.mime, as_attachment=True, download_name=name, max_age=0
    )
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = SEALED_OFF
    return answer


def _sheet(
    version: Head, head: CaseHead, serving: Serving | None, rights: LetterWords | None
) -> PlanPaper:
    session = db.session()
    whole = plans.of_head(session, version)
    plan = plan_pages.shown(whole)
    pictures = plan_pictures.of(session, current_app.extensions["storage"], plan)
    own = OwnWays(pictures, own_words().symbols())
    changes = proposed_changes(whole)
    return plan_paper.sheet(plan, head, serving, current_profile(), rights, own, changes)


def proposed_changes(whole: Whole) -> tuple[SaidChange, ...]:
    """Return what a notice of changes has to say; nothing for another version (Reg 22(2)(a))."""
    before = plan_issue.before(db.session(), whole.head)
    if whole.head.kind is not PlanKind.AMENDMENT or before is None:
        return ()
    found = plan_pages.compared(before, whole)
    return plan_changes.said(found, plan_pages.shown(before), plan_pages.shown(whole))


def _kept(version: Head, content: bytes, kind: str) -> Kept:
    stored = current_app.extensions["storage"].put(BytesIO(content))
    name, mime = plan_paper.name_of(version, kind), KINDS[kind].mime
    return Kept(name, stored.key, None, stored.sha256, stored.size, mime, kind, FileState.CLEAN)
