"""Telling of a request that is taken up, the same day: family, setting, health and social care.

Section 36(4) to (7) of the Act and Regulation 4. Who has neither account nor e-mail is put on a
list for letters. An e-mail names no child.
"""

from collections.abc import Iterator

from sqlmodel import Session

from ehcportal import clock
from ehcportal.content.labels import label
from ehcportal.domain.advicelaw import Told
from ehcportal.domain.facts import Source, StartReason
from ehcportal.models.alert import AlertKind
from ehcportal.models.assessment import RequestNotice
from ehcportal.models.case import Case
from ehcportal.models.person import RelationshipKind
from ehcportal.models.posting import PostReason
from ehcportal.models.request import Request
from ehcportal.models.setting import Setting
from ehcportal.notifications.recipients import News
from ehcportal.queries import assignments, notices
from ehcportal.queries.notices import Body
from ehcportal.security.audit import Trace
from ehcportal.security.keyring import KeyRing
from ehcportal.services import alerts, hearing, letters, posting, timeline
from ehcportal.services.letters import Made
from ehcportal.services.posting import Wanted

TEMPLATE = "request_notice"
ABOUT_ME, MY_VIEWS = "/cases/{}/about-me", "/cases/{}/my-views"
"""Where the young person and the parents give their views, to which they have a right (s36(7))."""

PATHS = {Told.SETTING: "/settings"}
FAMILIES = (Source.PARENT, Source.YOUNG_PERSON)


def tell(session: Session, trace: Trace, ring: KeyRing, request: Request, case: Case) -> None:
    """Tell everybody of a request that was joined to a case; a notice starts nothing yet."""
    if request.start_reason is StartReason.NOTICE:
        return
    for who, body in _bodies(session, request, case):
        row = RequestNotice(case_id=case.id, request_id=request.id, who=who.value, name=body.name)
        session.add(row)
        session.flush()
        if body.hearers:
            facts = {"path": PATHS.get(who, ""), "reference": case.reference}
            hearing.write(
                session,
                ring,
                body.hearers,
                template=TEMPLATE,
                about=row.id,
                case_id=case.id,
                facts=facts,
            )
            _told(session, trace, row)
    if request.source not in FAMILIES:
        _tell_family(session, trace, ring, request, case)
    if request.source is Source.SETTING:
        _tell_who_asked(session, ring, request, case)


def _tell_who_asked(session: Session, ring: KeyRing, request: Request, case: Case) -> None:
    """Tell the setting that asked that its request was taken up; its sender hears by themselves."""
    place = session.get(Setting, request.setting_id) if request.setting_id else None
    if place is None:
        return
    others = [
        each
        for each in notices.of_setting(session, place).hearers
        if each.account_id is None or each.account_id != request.made_by_id
    ]
    facts = {"path": PATHS[Told.SETTING], "reference": request.reference}
    hearing.write(
        session,
        ring,
        others,
        template=News.REQUEST_TAKEN_UP.value,
        about=request.id,
        case_id=case.id,
        facts=facts,
    )


def _bodies(session: Session, request: Request, case: Case) -> Iterator[tuple[Told, Body]]:
    place, body = notices.setting(session, case.person_id)
    if place is not None and place.id != request.setting_id:
        yield Told.SETTING, body
    for who in (Told.HEALTH, Told.SOCIAL_CARE):
        yield who, notices.body(session, who)


def _tell_family(
    session: Session, trace: Trace, ring: KeyRing, request: Request, case: Case
) -> None:
    """Tell the family that a school asked, and lead them to where they give their views."""
    row = RequestNotice(case_id=case.id, request_id=request.id, who=Told.FAMILY.value)
    session.add(row)
    session.flush()
    own = RelationshipKind.YOUNG_PERSON
    reached = assignments.askable(session, case.person_id)
    for each in reached:
        alerts.tell(
            session,
            ring,
            each.account_id,
            AlertKind.STAGE,
            (ABOUT_ME if each.kind is own else MY_VIEWS).format(case.id),
            case_id=case.id,
            dedupe_key=f"taken_up:{request.id}:{each.account_id}",
        )
    if reached:
        _told(session, trace, row)


def _told(session: Session, trace: Trace, row: RequestNotice) -> None:
    row.told_on = clock.today()
    session.flush()
    _line(session, trace, row, "request.family_told" if _is_family(row) else "request.told")


def _is_family(row: RequestNotice) -> bool:
    return row.who == Told.FAMILY


def _line(session: Session, trace: Trace, row: RequestNotice, kind: str) -> None:
    timeline.record(
        session,
        trace,
        kind,
        of=("request_notice", row.id),
        case_id=row.case_id,
        request_id=row.request_id,
        facts={"who": label("told", row.who)},
    )


def write_by_post(session: Session, trace: Trace, notice_id: str, made: Made) -> bool:
    """File the letter to one of them, put it on the list for the post; False if that was done."""
    row = session.get_one(RequestNotice, notice_id, populate_existing=True, with_for_update=True)
    if row.document_id is not None or row.told_on is not None:
        return False
    _letter, document = letters.file(session, trace, row.case_id, made, posted_on=None)
    row.document_id = document.id
    session.flush()
    posting.put(session, trace, Wanted(row.case_id, document.id, PostReason.ON_PAPER))
    _line(session, trace, row, "request.told_by_post")
    return True
