"""The chore of review reports: each is printed with what may go to everybody, and filed."""

from io import BytesIO

from ehcportal import clock, storage
from ehcportal.models.document import FileState
from ehcportal.pdf import Pdf, PdfError
from ehcportal.portal import Portal
from ehcportal.queries.reviews import view
from ehcportal.services.reviews import filing, report_paper
from ehcportal.services.uploads import Kept
from ehcportal.storage import Storage

PDF = "application/pdf"


def file_reports(portal: Portal) -> None:
    """File every report that came and is not among the papers of its case yet."""
    kept = storage.from_url(portal.settings.storage_url, portal.settings.instance)
    with portal.database.reading() as session:
        found = filing.waiting(session, clock.now())
    for case_id, review_id, paper_id in found:
        made = _printed(portal, case_id, review_id, paper_id)
        if made is not None:
            _file(portal, kept, made, case_id, paper_id)


def _printed(portal: Portal, case_id: str, review_id: str, paper_id: str) -> Pdf | None:
    with portal.database.reading() as session:
        review = view.one(session, portal.profile, case_id, review_id)
        papers = review.papers if review else ()
        report = next((each for each in papers if each.id == paper_id), None)
        if review is None or report is None:
            return None
        try:
            return report_paper.of(session, portal.profile, review, report)
        except PdfError:
            return None


def _file(portal: Portal, kept: Storage, made: Pdf, case_id: str, paper_id: str) -> None:
    stored = kept.put(BytesIO(made.content))
    name = f"{report_paper.TITLE}.pdf"
    file = Kept(name, stored.key, None, stored.sha256, stored.size, PDF, "pdf", FileState.CLEAN)
    with portal.database.unit() as session:
        is_filed = filing.file_report(session, portal.keyring, case_id, paper_id, file)
    if not is_filed:
        kept.delete(stored.key)
