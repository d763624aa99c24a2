"""A paper that waits for the post, and a mail that did not arrive, in a case on stage."""

from sqlmodel import Session

from ehcportal import clock
from ehcportal.models.base import new_id
from ehcportal.models.document import Document, DocumentVersion
from ehcportal.models.posting import PostItem, PostReason, ServiceMail
from ehcportal.models.request import CameBy, RequestScan
from tests import factories

PAGES = (
    ("post", "/council/post"),
    ("wishes", "/council/wishes"),
    ("starts", "/council/starts"),
    ("start", "/council/cases/{plan_ends}/start"),
    ("case-post", "/council/cases/{case}/post"),
    ("post-item", "/council/cases/{case}/post/{item_id}"),
    ("lost-mail", "/council/cases/{case}/post/mail/{mail_id}"),
    ("request-day", "/council/requests/{request}/correction/day"),
    ("request-case", "/council/requests/{request}/correction/case"),
    ("request-closure", "/council/requests/{request}/correction/closure"),
    ("request-papers", "/council/requests/{on_paper}/papers"),
)
"""The pages about the post, and those that put a request right."""


def leave(session: Session, case_id: str, account_id: str) -> dict[str, str]:
    """Leave both in a case; return their ids under the names of routes."""
    paper = Document(case_id=case_id, title="A letter", kind="letter", document_on=clock.today())
    session.add(paper)
    session.flush()
    file = factories.stored_file(session, f"{case_id}.pdf")
    item = PostItem(case_id=case_id, document_id=paper.id, reason=PostReason.ON_PAPER)
    mail = ServiceMail(
        case_id=case_id,
        account_id=account_id,
        outbox_message_id=new_id(),
        failed_at=clock.now(),
        followed_at=clock.now(),
        fault="smtp 550",
    )
    version = DocumentVersion(document_id=paper.id, file_id=file.id, name="letter.pdf")
    session.add_all([version, item, mail])
    session.flush()
    return {"item_id": item.id, "mail_id": mail.id}


def scan(session: Session, request_id: str, file_id: str) -> str:
    """Leave a scan with a request; return its id."""
    made = RequestScan(request_id=request_id, file_id=file_id, name="Letter.pdf")
    session.add(made)
    session.flush()
    return made.id


def on_paper(session: Session) -> str:
    """Leave a request that came by telephone; return its id."""
    asked = factories.request(session, forename="Ash", surname="Reed")
    asked.came_by = CameBy.PHONE
    session.add(asked)
    scan(session, asked.id, factories.stored_file(session, "scan.pdf").id)
    return asked.id
