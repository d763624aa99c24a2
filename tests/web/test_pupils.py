"""A SENCo follows the cases of the pupils who are at the setting today, and no others (row S01)."""

import io
from datetime import timedelta

import pytest
from sqlmodel import select

from ehcportal import clock
from ehcportal.db import Database
from ehcportal.domain import law
from ehcportal.domain.clocks import due
from ehcportal.domain.dates import date_words
from ehcportal.domain.facts import DecisionKind, PlanKind
from ehcportal.models.assessment import Involvement
from ehcportal.models.audit import ReadRecord
from ehcportal.models.case import Case
from ehcportal.models.document import DocumentAudience, DocumentVersion, Publication, StoredFile
from ehcportal.models.person import Person, PersonAddress, Placement
from ehcportal.models.setting import Setting, SettingRole
from ehcportal.security.audit import Trace
from ehcportal.services import blocks
from tests import factories
from tests.browser import bytes_without_tokens
from tests.cast import Player
from tests.schools import School, place, post, school  # noqa: F401
from tests.statements import statements


@pytest.fixture
def helen(school: School) -> Player:  # noqa: F811
    return school.cast["senco"]


def another(school: School, forename: str, surname: str, *, opened: int = 5) -> str:  # noqa: F811
    """Let one more child of the school have an open case; return the case."""
    with school.unit() as session:
        child = factories.person(session, forename, surname)
        place(session, child, session.get_one(Setting, school.millbrook))
        case = factories.case(session, child, opened=opened)
        factories.request(session, received=opened, joined_to=case)
        return case.id


def test_the_work_tray_shows_where_each_case_stands(school: School, helen: Player) -> None:  # noqa: F811
    assert helen.get("/home").location == "/settings"
    assert helen.get("/settings/pupils").location == school.pupils()
    page = helen.get(school.pupils()).text
    decided_by = date_words(due(law.DECISION_TO_ASSESS, factories.days_ago(30)).due_on)
    for words in ("Okafor, Maya", "Decision to assess", "Mark Reyes", decided_by):
        assert words in page, words
    assert "My cases in progress" in helen.get("/account").text, "it stands in the menu"


def test_a_pupil_is_found_by_name_and_the_list_is_ordered_by_name_or_date(
    school: School,  # noqa: F811
    helen: Player,
) -> None:
    another(school, "Émile", "Zander", opened=40)
    by_name = helen.get(school.pupils()).text
    assert by_name.index("Okafor, Maya") < by_name.index("Zander, Émile")
    by_date = helen.get(f"{school.pupils()}?order=date").text
    assert by_date.index("Zander, Émile") < by_date.index("Okafor, Maya"), "its date is over"
    found = helen.get(school.pupils(), query_string={"q": "emile zan"}).text
    assert "Zander, Émile" in found
    assert "Okafor" not in found
    assert "No pupil found" in helen.get(f"{school.pupils()}?q=nobody").text


def test_the_list_asks_no_more_often_with_more_pupils(
    school: School,  # noqa: F811
    helen: Player,
    database: Database,
) -> None:
    helen.get(school.pupils())
    with statements(database.engine) as few:
        helen.get(school.pupils())
    for number in range(8):
        another(school, f"Ash{number}", "Adair")
    with statements(database.engine) as many:
        helen.get(school.pupils())
    assert len(few) == len(many) <= 9


def test_a_pupil_s_page_shows_the_case_and_nothing_of_the_family(
    school: School,  # noqa: F811
    helen: Player,
) -> None:
    secret = "marzipan"
    with school.unit() as session:
        case = session.get_one(Case, school.case)
        parent, staff = (school.cast.accounts[key] for key in ("parent", "caseworker"))
        factories.thread(session, case, staff, parent, subject=f"About {secret}")
        factories.published(session, case, f"Letter {secret}")
        session.add(PersonAddress(person_id=school.maya, lines=f"4 {secret} Lane"))
        session.add(Involvement(case_id=case.id, name=f"Dr {secret}", role="Physiotherapist"))
        factories.decision(session, case, DecisionKind.ASSESS, reason=secret)
        factories.plan(session, case, (PlanKind.DRAFT, 2))
    page = helen.get(school.pupil()).text.replace(f"Speech therapist {secret}", "")
    for words in ("Maya Okafor", "Mark Reyes", "01632 960 114", "Physiotherapist", "Final plan"):
        assert words in page, words
    for words in (secret, "Grace", "grace.okafor", "Your comments", "Last day to appeal"):
        assert words not in page, words


def test_each_reading_is_recorded_against_the_case(school: School, helen: Player) -> None:  # noqa: F811
    helen.get(school.pupils())
    helen.get(school.pupil())
    with school.unit() as session:
        read = session.exec(select(ReadRecord.action, ReadRecord.case_id)).all()
    assert sorted(read) == [("see_pupil", school.case), ("see_pupils", school.case)]


@pytest.mark.parametrize("who", ["other_senco", "former_senco", "head", "parent", "manager"])
def test_for_everybody_else_the_pupil_s_page_is_one_that_never_existed(
    school: School,  # noqa: F811
    who: str,
) -> None:
    player = school.cast[who]
    for theirs, never in (
        (school.pupil(), "/settings/pupils/aaaaaaaaaaaaaaaaaaaaaaaaaa"),
        (school.pupils(), "/settings/aaaaaaaaaaaaaaaaaaaaaaaaaa/pupils"),
    ):
        found, nothing = player.get(theirs), player.get(never)
        assert found.status_code == nothing.status_code == 404
        assert bytes_without_tokens(found) == bytes_without_tokens(nothing)


def test_a_pupil_who_moves_is_gone_with_the_next_request_and_comes_to_the_other_school(
    school: School,  # noqa: F811
    helen: Player,
) -> None:
    marek = school.cast["other_senco"]
    assert helen.get(school.pupil()).status_code == 200
    with school.unit() as session:
        session.exec(select(Placement)).one().to_on = clock.today() - timedelta(days=1)
        maya = session.get_one(Person, school.maya)
        place(session, maya, session.get_one(Setting, school.northbrook), since=0)
    assert helen.get(school.pupil()).status_code == 404
    assert "Okafor" not in helen.get(school.pupils()).text
    page = marek.get(school.pupil()).text
    assert "Northbrook" in page
    assert "Millbrook" not in page, "where the child was before is not this school's business"


def test_a_case_that_has_ended_is_no_case_in_progress(school: School, helen: Player) -> None:  # noqa: F811
    with school.unit() as session:
        session.get_one(Case, school.case).ended_on = clock.today()
    assert helen.get(school.pupil()).status_code == 404
    assert "No case in progress" in helen.get(school.pupils()).text


def test_only_documents_for_the_setting_are_listed_and_none_of_the_time_before(
    school: School,  # noqa: F811
    helen: Player,
) -> None:
    with school.unit() as session:
        case = session.get_one(Case, school.case)
        for_setting = DocumentAudience.SETTING
        new = factories.published(session, case, "For the school", audience=for_setting)
        old = factories.published(session, case, "For the nursery", audience=for_setting)
        old.published_at = clock.now() - timedelta(days=200)
        alone = factories.published(
            session,
            case,
            "For another SENCo",
            audience=for_setting,
            only_for=school.cast.accounts["other_senco"],
        )
        family = factories.published(session, case, "For the family")
        ids = [each.id for each in (old, alone, family)]
        shown = new.id
    page = helen.get(school.pupil()).text
    assert f"{school.pupil()}/documents/{shown}" in page
    for title in ("For the nursery", "For another SENCo", "For the family"):
        assert title not in page
    for each in ids:
        assert helen.get(f"{school.pupil()}/documents/{each}").status_code == 404


def test_a_document_taken_back_is_gone(school: School, helen: Player) -> None:  # noqa: F811
    with school.unit() as session:
        case = session.get_one(Case, school.case)
        made = factories.published(session, case, "Report", audience=DocumentAudience.SETTING)
        made.withdrawn_at = clock.now()
    assert "Report<" not in helen.get(school.pupil()).text
    with school.unit() as session:
        assert session.exec(select(Publication)).one()


def test_a_parent_who_is_a_senco_has_both_from_one_login(school: School) -> None:  # noqa: F811
    with school.unit() as session:
        post(session, school.northbrook, school.cast.accounts["parent"].id, SettingRole.SENCO)
    grace = school.cast["parent"]
    assert grace.get("/home").location == f"/cases/{school.case}"
    page = grace.get(f"/cases/{school.case}").text
    assert "/settings/pupils" in page
    assert grace.get(f"/settings/{school.northbrook}/pupils").status_code == 200
    assert grace.get(school.pupil()).status_code == 404, "her own child is at another school"


def test_who_is_shut_out_from_a_child_does_not_see_them_by_the_school_either(
    school: School,  # noqa: F811
    helen: Player,
) -> None:
    """A parent who may not be near the child can work where the child learns."""
    case = another(school, "Rowan", "Hale")
    with school.unit() as session:
        blocks.block(
            session,
            Trace(account_id=school.cast.accounts["manager"].id),
            school.app.extensions["keyring"],
            session.get_one(Case, school.case),
            "H.Boyd@millbrook.example",
            "A court order",
        )
    assert helen.get(school.pupil()).status_code == 404
    page = helen.get(school.pupils()).text
    assert "Okafor" not in page
    assert "Hale, Rowan" in page
    assert helen.get(f"/settings/pupils/{case}").status_code == 200


def test_a_download_ends_with_the_post(school: School, helen: Player) -> None:  # noqa: F811
    with school.unit() as session:
        case = session.get_one(Case, school.case)
        made = factories.published(session, case, "Report", audience=DocumentAudience.SETTING)
        paper = session.exec(select(DocumentVersion)).one()
        kept = school.app.extensions["storage"].put(io.BytesIO(b"%PDF-1.4 The report"))
        session.get_one(StoredFile, paper.file_id).storage_key = kept.key
        opened = made.id
    path = f"{school.pupil()}/documents/{opened}?keep=1"
    assert helen.get(path, buffered=True).data == b"%PDF-1.4 The report"
    school.cast["support"].post(f"{school.desk()}/people/{school.senco}/end")
    gone = helen.get(path)
    assert gone.status_code == 404
    never = helen.get("/settings/pupils/aaaaaaaaaaaaaaaaaaaaaaaaaa")
    assert bytes_without_tokens(gone) == bytes_without_tokens(never)


def test_a_setting_that_closed_on_paper_alone_opens_no_pupil(
    school: School,  # noqa: F811
    helen: Player,
) -> None:
    """A list taken over from elsewhere may say closed while posts still stand."""
    with school.unit() as session:
        session.get_one(Setting, school.millbrook).closed_on = clock.today()
    assert helen.get(school.pupil()).status_code == 404
    assert helen.get(school.pupils()).status_code == 404
