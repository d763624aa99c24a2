"""Letters: made from a template, kept as they went, and shown to those they are for."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from io import BytesIO

from sqlmodel import Session

from ehcportal import clock
from ehcportal.content.letter_words import Gap, LetterPart, LetterWords
from ehcportal.domain.dates import date_words
from ehcportal.models.desk import Letter
from ehcportal.models.document import Document, DocumentAudience, FileState
from ehcportal.models.posting import PostReason
from ehcportal.pdf import Pdf, render
from ehcportal.pdf.shapes import LetterBlock, LetterPaper, Listing, Paragraph, Run
from ehcportal.profile import Profile, text
from ehcportal.queries.cases import CaseHead
from ehcportal.security.audit import Trace
from ehcportal.security.keyring import KeyRing
from ehcportal.services import documents, posting
from ehcportal.services.documents import Hearers, Paper
from ehcportal.services.posting import Wanted
from ehcportal.services.uploads import Kept
from ehcportal.storage import Storage

PDF, NAME = "application/pdf", 80


class NotWholeError(Exception):
    """A letter with gaps cannot go out; ``gaps`` says which."""

    def __init__(self, gaps: Sequence[Gap]) -> None:
        """Keep the gaps for the page that names them."""
        super().__init__(", ".join(f"{each.block}: {each.name}" for each in gaps))
        self.gaps = tuple(gaps)


@dataclass(frozen=True, slots=True)
class Made:
    """A letter whose PDF is in the store and which no row names yet."""

    words: LetterWords
    kept: Kept


@dataclass(frozen=True, slots=True)
class Addressees:
    """Whom a letter goes to: accounts of the family and of the setting, and whether by post too.

    ``alerted`` says that they hear of it in another way, so that nobody gets two mails.
    """

    family: Sequence[str]
    setting: Sequence[str] = ()
    by_post: bool = False
    alerted: bool = False


def paper(words: LetterWords, head: CaseHead, profile: Profile, on: date) -> Pdf:
    """Return the letter as a PDF (PDF/UA-1)."""
    contacts = profile.council.contacts
    coordinator = head.coordinator
    return render(
        "letter",
        LetterPaper(
            council=text(profile.council.name),
            title=words.title,
            body=_body(words.parts),
            accent=profile.theme.light.accent,
            reference=head.reference,
            date=date_words(on),
            signed=[coordinator.name, coordinator.job_title or text(profile.words.coordinator)]
            if coordinator
            else [text(profile.council.name)],
            contact=f"{contacts.phone}, {contacts.email}",
        ),
    )


def _body(parts: Iterable[LetterPart]) -> list[LetterBlock]:
    return [_block(part) for part in parts]


def _block(part: LetterPart) -> LetterBlock:
    if part.kind == "heading":
        return {"kind": "heading", "text": part.lines[0]}
    if part.kind == "bullets":
        return Listing(kind="bullets", entries=[[_paragraph(each)] for each in part.lines])
    return _paragraph(part.lines[0])


def _paragraph(words: str) -> Paragraph:
    return Paragraph(kind="paragraph", runs=[Run(text=words, styles=[])])


def keep(storage: Storage, words: LetterWords, pdf: Pdf) -> Made:
    """Put the PDF into the store, before any transaction. Raises ``NotWholeError``."""
    if not words.is_whole:
        raise NotWholeError(words.gaps)
    stored = storage.put(BytesIO(pdf.content))
    name = f"{words.title[:NAME]}.pdf"
    kept = Kept(name, stored.key, None, stored.sha256, stored.size, PDF, "pdf", FileState.CLEAN)
    return Made(words, kept)


def issue(
    session: Session,
    trace: Trace,
    ring: KeyRing,
    case_id: str,
    made: Made,
    to: Addressees,
) -> Letter:
    """File the letter as it goes out today and show it to those it is for; never changed after."""
    letter, document = file(session, trace, case_id, made, posted_on=None)
    told = () if to.alerted else to.family
    documents.publish(session, trace, ring, document, Hearers(DocumentAudience.FAMILY, told))
    if to.setting:
        hearers = Hearers(DocumentAudience.SETTING, to.setting)
        documents.publish(session, trace, ring, document, hearers)
    if to.by_post:
        reason = PostReason.CHOSEN if to.family else PostReason.ON_PAPER
        waits = Wanted(case_id, document.id, reason, serves=not to.family)
        posting.put(session, trace, waits)
    return letter


def file(
    session: Session, trace: Trace, case_id: str, made: Made, *, posted_on: date | None
) -> tuple[Letter, Document]:
    """File a letter as it goes out today; staff alone see its paper. Raises ``NotWholeError``."""
    words, today = made.words, clock.today()
    if not words.is_whole:
        raise NotWholeError(words.gaps)
    document = documents.add(
        session, trace, case_id, Paper(words.title[:200], words.kind, today), made.kept
    )
    letter = Letter(
        case_id=case_id,
        template=words.template,
        template_digest=words.digest,
        fields=json.loads(json.dumps(asdict(words))),
        document_id=document.id,
        made_by_id=trace.account_id,
        issued_on=today,
        posted_on=posted_on,
    )
    session.add(letter)
    session.flush()
    return letter, document
