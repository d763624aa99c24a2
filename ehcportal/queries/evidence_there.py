"""What there is in a case that advisers can be given, and whether the family lets us share it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, and_, col, func, or_, select

from ehcportal import clock
from ehcportal.domain.facts import Source
from ehcportal.forms.fields.base import listed, text
from ehcportal.models.document import Document, DocumentVersion, StoredFile
from ehcportal.models.form import Contribution, FormVersion, Submission, SubmissionFile
from ehcportal.models.request import Request

FAMILIES = (Source.PARENT, Source.YOUNG_PERSON)
EVIDENCE_FORM = "parental-supporting-documents"
OF_FAMILY = "family_evidence"
"""The kind of a paper that the family gave us by post or by hand."""

MAY_SHARE, YES = "may_share", "yes"
"""The question of a request by which the family says that it may be shared."""

WITH_ALL, COUNCIL_ONLY = "case", "council"
"""What they say of each file."""

ADDITION = "addition"
"""How the key of what was added to a request begins."""

MOST = 200


class Consent(StrEnum):
    """What the family says of sharing a thing with those who are asked for advice."""

    YES = "yes"
    NOT_SAID = "not_said"
    NO = "no"


@dataclass(frozen=True, slots=True)
class There:
    """A paper, a file that came with a form, or a request, that an adviser can be given."""

    key: str
    title: str
    on: date
    consent: Consent
    of_family: bool
    file: StoredFile | None = None
    name: str = ""
    request_id: str = ""
    for_advice: bool = False
    """Whether the family would like us to use it as advice (Reg 6(4))."""

    @property
    def goes_by_itself(self) -> bool:
        """Whether it goes along with every ask: the family's evidence that we may share."""
        return self.of_family and self.consent is Consent.YES

    @property
    def is_for_council_alone(self) -> bool:
        """Whether the family keeps it from everybody but the council."""
        return self.consent is Consent.NO


class Asked(NamedTuple):
    """A request of the family or of a school, its form, and what was added to it afterwards."""

    row: Request
    sent: Submission | None
    added: tuple[Contribution, ...] = ()


def there(session: Session, case_id: str, asked: Sequence[Asked] | None = None) -> list[There]:
    """Return all of it in three statements: requests, the family's files, papers of the case.

    ``asked`` saves the first one where the requests were read before.
    """
    known = requests(session, case_id) if asked is None else asked
    return [
        *_added(known),
        *_requests(known),
        *_files(session, case_id),
        *_documents(session, case_id),
    ]


def requests(session: Session, case_id: str) -> list[Asked]:
    """Return what the family or a school asked for in a case and stands, the newest first."""
    rows = session.execute(
        sa.select(Request, Submission, Contribution)
        .join(Submission, and_(Submission.id == Request.submission_id), isouter=True)
        .join(Contribution, and_(Contribution.submission_id == Submission.id), isouter=True)
        .where(
            col(Request.case_id) == case_id,
            col(Request.closed_at).is_(None),
            col(Request.source).in_((*FAMILIES, Source.SETTING)),
            or_(col(Request.submission_id).is_not(None), Request.told != ""),
        )
        .order_by(
            col(Request.received_on).desc(),
            col(Request.id),
            col(Contribution.added_at).desc(),
            col(Contribution.id),
        )
        .limit(MOST)
    ).all()
    found = {row.id: Asked(row, sent) for row, sent, _added in rows}
    for row, _sent, added in rows:
        if added is not None:
            known = found[row.id]
            found[row.id] = known._replace(added=(*known.added, added))
    return list(found.values())


def _added(asked: Sequence[Asked]) -> Iterator[There]:
    """Yield what was added to requests: as far as its author lets it go, and the request does."""
    for each in asked:
        for row in each.added:
            yield There(
                key=f"{ADDITION}-{row.id}",
                title="",
                on=clock.london_day(row.added_at),
                consent=of_addition(row, each.row.withheld_reason),
                of_family=True,
            )


def of_addition(row: Contribution, withheld: str | None) -> Consent:
    """Say whether an addition may be shared: what its author said, unless staff withhold it."""
    if withheld or row.share == COUNCIL_ONLY:
        return Consent.NO
    return Consent.YES if row.share == WITH_ALL else Consent.NOT_SAID


def _requests(asked: Sequence[Asked]) -> Iterator[There]:
    for row, sent, _added_later in asked:
        yield There(
            key=f"request-{row.id}",
            title=sent.title if sent else "",
            on=row.received_on,
            consent=_of_request(row, sent),
            of_family=True,
            request_id=row.id,
        )


def _of_request(row: Request, sent: Submission | None) -> Consent:
    """Say whether a request may be shared.

    What a school wrote, or came on paper, is what the assessment follows from: it goes along, but
    for what staff withhold even from the family.
    """
    if row.withheld_reason:
        return Consent.NO
    if sent is None or row.source is Source.SETTING:
        return Consent.YES
    return Consent.YES if text(sent.answers.get(MAY_SHARE)) == YES else Consent.NOT_SAID


def _sent_for(case_id: str) -> Any:
    """Select what was sent for a case or became a request of it; both are found by an index."""
    forms = sa.select(col(Submission.id)).where(col(Submission.case_id) == case_id)
    asked = sa.select(col(Request.submission_id)).where(col(Request.case_id) == case_id)
    return sa.union(forms, asked)


def _files(session: Session, case_id: str) -> Iterator[There]:
    rows = session.execute(
        sa.select(SubmissionFile, StoredFile, Submission, col(Request.source))
        .join(StoredFile, and_(StoredFile.id == SubmissionFile.file_id))
        .join(Submission, and_(Submission.id == SubmissionFile.submission_id))
        .join(Request, and_(Request.submission_id == Submission.id), isouter=True)
        .where(
            col(Submission.id).in_(_sent_for(case_id)),
            or_(
                and_(col(Submission.case_id) == case_id, Submission.form_id == EVIDENCE_FORM),
                and_(
                    col(Request.case_id) == case_id,
                    col(Request.source).in_((*FAMILIES, Source.SETTING)),
                    col(Request.closed_at).is_(None),
                    col(Request.withheld_reason).is_(None),
                ),
            ),
        )
        .order_by(col(Submission.submitted_at).desc(), col(SubmissionFile.name))
        .limit(MOST)
    )
    for sent, stored, form, source in rows:
        said = _said(sent, form.answers)
        yield There(
            key=f"file-{sent.id}",
            title=sent.name,
            on=form.received_on,
            consent=_of_file(said, form.answers, by_setting=source == Source.SETTING),
            of_family=True,
            file=stored,
            name=sent.name,
            for_advice=text(said.get("use_as_advice")) == YES,
        )


def brings_more(form_id: str, answers: Mapping[str, Any]) -> bool:
    """Whether a form brings evidence that advisers may read."""
    files = (each for each in listed(answers.get("files")) if isinstance(each, Mapping))
    return form_id == EVIDENCE_FORM and any(_shares(each) for each in files)


def _shares(said: Mapping[str, Any]) -> bool:
    return text(said.get("share")) == WITH_ALL


def _said(sent: SubmissionFile, answers: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what the sender said of this file."""
    about = listed(answers.get(sent.question_id, ""))
    found = (each for each in about if isinstance(each, Mapping))
    return next((each for each in found if text(each.get("file")) == sent.id), {})


def _of_file(said: Mapping[str, Any], answers: Mapping[str, Any], *, by_setting: bool) -> Consent:
    """Say whether a file may be shared: what was said of it, else of the whole request."""
    share = text(said.get("share"))
    if share == COUNCIL_ONLY:
        return Consent.NO
    as_all = by_setting or text(answers.get(MAY_SHARE)) == YES
    is_shared = share == WITH_ALL or (not share and as_all)
    return Consent.YES if is_shared else Consent.NOT_SAID


def _documents(session: Session, case_id: str) -> Iterator[There]:
    newest = (
        select(func.max(DocumentVersion.number))
        .where(DocumentVersion.document_id == Document.id)
        .correlate(Document)
        .scalar_subquery()
    )
    rows = session.execute(
        sa.select(Document, DocumentVersion, StoredFile)
        .join(
            DocumentVersion,
            and_(DocumentVersion.document_id == Document.id, DocumentVersion.number == newest),
        )
        .join(StoredFile, and_(StoredFile.id == DocumentVersion.file_id))
        .where(col(Document.case_id) == case_id, col(Document.withdrawn_at).is_(None))
        .order_by(col(Document.document_on).desc(), col(Document.id))
        .limit(MOST)
    )
    for document, version, stored in rows:
        yield There(
            key=f"document-{document.id}",
            title=document.title,
            on=document.document_on,
            consent=Consent.YES,
            of_family=document.kind == OF_FAMILY,
            file=stored,
            name=version.name,
        )


def usable(session: Session, case_id: str) -> list[There]:
    """Return what could be used again as advice: what the family wants used first."""
    found = [*_files(session, case_id), *_documents(session, case_id)]
    return sorted(
        (each for each in found if not each.is_for_council_alone),
        key=lambda each: not each.for_advice,
    )


def request(session: Session, request_id: str) -> tuple[Request, Submission | None, str]:
    """Return a request with its form as it was then; nothing of a form for one on paper."""
    row, sent, source = session.execute(
        sa.select(Request, Submission, col(FormVersion.source))
        .join(Submission, and_(Submission.id == Request.submission_id), isouter=True)
        .join(FormVersion, and_(FormVersion.digest == Submission.form_digest), isouter=True)
        .where(col(Request.id) == request_id)
    ).one()
    return row, sent, source or ""
