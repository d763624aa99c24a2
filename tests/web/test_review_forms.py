"""Forms 11 to 14 know the plan: its lines stand there, and changes of them are shown as changes."""

import pytest
from sqlmodel import select

from ehcportal import clock
from ehcportal.domain.facts import PlanKind
from ehcportal.models.form import Submission
from ehcportal.models.plan import PlanLine, PlanVersion, Section
from ehcportal.models.review import ReviewGuest
from tests import paper, schools
from tests.paper import Sheet
from tests.reviewing import Reviewing
from tests.schools import School

school = schools.school

LINES = (
    ("b1", Section.B, "Maya cannot read yet.", {}),
    ("e1", Section.E, "Maya reads twenty words.", {"by_when": "2027-07-31"}),
    ("f1", Section.F, "Reading lessons in a pair.", {"how_often": "once a week"}),
)


@pytest.fixture
def reviewing(school: School) -> Reviewing:
    """A review whose meeting was held, of a plan with lines."""
    made = Reviewing(school).begin()
    with school.unit() as session:
        final = session.exec(select(PlanVersion).where(PlanVersion.kind == PlanKind.FINAL)).one()
        for place, (key, section, text, details) in enumerate(LINES, start=1):
            session.add(
                PlanLine(
                    plan_version_id=final.id,
                    key=key,
                    section=section,
                    place=place * 1000,
                    text=text,
                    details=details,
                )
            )
    made.arrange(clock.today(), short_notice_reason="Soon")
    made.invite()
    made.hold()
    return made


def report(reviewing: Reviewing) -> Sheet:
    """Let the SENCo begin the report; return its second page."""
    senco = reviewing.cast["senco"]
    led = senco.post(f"{reviewing.setting}/{reviewing.review_id}/write")
    return paper.open_sheet(senco, led.headers["Location"]).go("next")


def rows_of(sheet: Sheet, group: str) -> dict[str, int]:
    """Return at which place of a group each line of the plan stands."""
    return {
        str(value): int(name.split("-")[1])
        for name, value in sheet.fields.items()
        if name.startswith(f"{group}-") and name.endswith("-_line")
    }


def test_the_lines_of_the_plan_stand_in_the_report_and_are_not_typed_again(
    reviewing: Reviewing,
) -> None:
    sheet = report(reviewing)
    outcomes, provision = rows_of(sheet, "outcomes"), rows_of(sheet, "provision")
    assert (list(outcomes), list(provision)) == (["e1"], ["f1"])
    said = {"outcomes-0-reached": "partly", "outcomes-0-evidence": "She reads twelve"}
    again = paper.page(sheet.go("previous", said), "progress")
    assert "Maya reads twenty words." in again.text
    assert "By when: 31 July 2027" in again.text
    assert "How often: once a week" in again.text
    assert again.fields["outcomes-0-reached"] == "partly"
    assert not again.soup.select_one('[name="outcomes-0-outcome"]'), "what is known is not asked"
    assert not again.soup.select_one("#outcomes-0-remove"), "a line of the plan stays"


def test_nobody_can_write_other_words_under_a_line_of_the_plan(reviewing: Reviewing) -> None:
    sheet = report(reviewing)
    forged = {"outcomes-0-_line": "f1", "outcomes-0-reached": "met"}
    again = paper.page(sheet.go("previous", forged), "progress")
    assert list(rows_of(again, "outcomes")) == ["e1"], "it stays, and another form's line is none"
    assert again.fields.get("outcomes-0-reached") is None


def views(reviewing: Reviewing) -> Sheet:
    """Let the mother begin her views; return the page about the aims of the plan."""
    parent = reviewing.cast["parent"]
    led = parent.post(f"{reviewing.family}/{reviewing.review_id}/views", {"whose": "own"})
    return paper.page(paper.open_sheet(parent, led.headers["Location"]).go("next"), "outcomes")


def test_a_parent_finds_the_aims_of_the_plan_and_adds_one(reviewing: Reviewing) -> None:
    sheet = views(reviewing)
    assert "Maya reads twenty words." in sheet.text
    more = sheet.go("add:outcomes", {"outcomes-0-reached": "not_known"})
    assert "outcomes-1-aim" in more.fields, "what she adds she names herself"
    assert "outcomes-0-aim" not in more.fields
    assert more.go("next", {"outcomes-1-aim": "Swimming"}).heading == "The help in the plan"


def test_a_plan_that_is_only_a_paper_leaves_the_rows_to_be_written(
    school: School, reviewing: Reviewing
) -> None:
    with school.unit() as session:
        for line in session.exec(select(PlanLine)):
            session.delete(line)
    sheet = views(reviewing)
    assert sheet.fields["outcomes-0-aim"] == ""
    assert "outcomes-0-_line" not in sheet.fields


def test_proposed_changes_are_shown_as_changes_wherever_the_report_is_read(
    reviewing: Reviewing,
) -> None:
    sheet = paper.page(report(reviewing), "plan")
    at = rows_of(sheet, "proposals")
    assert sheet.fields[f"proposals-{at['b1']}-proposed"] == "Maya cannot read yet."
    added = sheet.go("add:proposals")
    new = len(at)
    words = "Reading lessons in a pair.\nHow often: twice a week"
    proposed = {
        f"proposals-{at['f1']}-proposed": words,
        f"proposals-{at['e1']}-out": "out",
        f"proposals-{new}-section": "B",
        f"proposals-{new}-proposed": "Maya is afraid of loud rooms.",
        "year_nine": "no",
    }
    added.go("next", proposed)
    shown = paper.page(added, "submit").soup
    gone = [each.get_text(" ", strip=True) for each in shown.select("del")]
    came = [each.get_text(" ", strip=True) for each in shown.select("ins")]
    assert any("Maya reads twenty words." in each for each in gone)
    assert [each.rsplit(":", 1)[1].strip() for each in came] == [
        "twice",
        "Maya is afraid of loud rooms.",
    ]
    assert all("new:" in each for each in came), "a screen reader says it"
    assert "Maya cannot read yet." not in shown.get_text(), "what stays is no change"


def advice(reviewing: Reviewing, *, invited: bool = True) -> Sheet:
    """Let an adviser begin form 14 that they were asked for; return how things are."""
    adviser = reviewing.cast["contributor"]
    led = adviser.post(f"{reviewing.adviser}/write")
    if not invited:
        with reviewing.school.unit() as session:
            row = session.exec(
                select(ReviewGuest).where(
                    ReviewGuest.account_id == reviewing.cast.accounts["contributor"].id
                )
            ).one()
            row.uninvited_on = clock.today()
            session.add(row)
    return paper.page(paper.open_sheet(adviser, led.headers["Location"]).go("next"), "progress")


def test_an_adviser_finds_the_plan_in_the_advice_and_changes_its_lines(
    reviewing: Reviewing,
) -> None:
    """Form 14: nobody types again what the plan says, and other words are shown as changes."""
    sheet = advice(reviewing)
    assert list(rows_of(sheet, "each_outcome")) == ["e1"]
    assert list(rows_of(sheet, "each_provision")) == ["f1"]
    sheet.go("next", {"each_outcome-0-reached": "partly"})
    sheet = paper.page(sheet, "change")
    at = rows_of(sheet, "proposals")
    assert list(at) == ["b1", "e1", "f1"], "the views in section A are the family's"
    words = {f"proposals-{at['f1']}-words": "Reading lessons alone.\nHow often: once a week"}
    sheet.go(
        "next", {**words, f"proposals-{at['e1']}-out": "out", "year_nine": "no", "summary": "x"}
    )
    shown = paper.page(sheet, "submit").soup
    gone = " ".join(each.get_text(" ", strip=True) for each in shown.select("del"))
    came = " ".join(each.get_text(" ", strip=True) for each in shown.select("ins"))
    assert "Maya reads twenty words." in gone
    assert "alone" in came


def test_an_adviser_who_is_not_invited_reads_no_line_of_the_plan(reviewing: Reviewing) -> None:
    sheet = advice(reviewing, invited=False)
    assert "twenty words" not in sheet.text
    assert rows_of(sheet, "each_outcome") == {}


def test_a_line_whose_words_were_taken_away_asks_whether_it_goes(reviewing: Reviewing) -> None:
    sheet = paper.page(report(reviewing), "plan")
    at = rows_of(sheet, "proposals")["b1"]
    emptied = {f"proposals-{at}-proposed": "", "year_nine": "no"}
    refused = sheet.press("next", emptied)
    assert refused.status_code == 422
    assert "or take the line out" in refused.get_data(as_text=True)
    out = {**emptied, f"proposals-{at}-out": "out"}
    assert sheet.press("next", out).status_code == 303


def test_a_child_answers_with_symbols_alone_and_they_are_read_as_symbols_with_words(
    reviewing: Reviewing,
) -> None:
    """Form 12 has a version for who does not write (forms.md, row 12)."""
    parent = reviewing.cast["parent"]
    path = f"{reviewing.family}/{reviewing.review_id}/views"
    led = parent.post(path, {"whose": "child"})
    sheet = paper.open_sheet(parent, led.headers["Location"]).go("next")
    boxes = sheet.soup.select('[name="good_symbols"]')
    for box in boxes:
        name = sheet.soup.select_one(f'label[for="{box["id"]}"]')
        assert name is not None
        assert name.select_one("svg.symbol-drawing"), f"{box['value']} has no picture"
        assert name.get_text(strip=True), f"{box['value']} has no word"
    sheet.go("next", {"good_symbols": ["animals", "school"], "hard_symbols": ["loud"]})
    paper.page(sheet, "meeting").go("next", {"come": "part", "share": "all"})
    shown = paper.page(sheet, "submit").soup
    said = [each.get_text(strip=True) for each in shown.select("ul.symbols li")]
    assert said == ["Animals", "School", "Loud places", "To a part of it"]
    assert len(shown.select("ul.symbols li svg")) == len(said)


def test_a_family_goes_through_the_help_line_by_line_and_says_what_is_missing(
    reviewing: Reviewing,
) -> None:
    """Card 16: "Is each Section F item happening?" The council reads of gaps in the case."""
    parent, case_id = reviewing.cast["parent"], reviewing.case_id
    assert "help-check" in reviewing.read("parent", f"/cases/{case_id}/to-complete")
    assert f"/forms/help-check?case={case_id}" in reviewing.read("parent", f"/cases/{case_id}/plan")
    sheet = paper.open_sheet(parent, f"/forms/help-check?case={case_id}").go("next")
    assert list(rows_of(sheet, "provision")) == ["f1"]
    assert "How often: once a week" in sheet.text
    sheet.go("next", {"provision-0-happening": "no", "provision-0-gap": "None since June"})
    confirm = paper.page(sheet, "submit").go("submit", {"declaration": "yes"})
    form = confirm.soup.select_one("form.confirm")
    assert form is not None
    fields = {str(each["name"]): str(each["value"]) for each in form.select("input[name]")}
    assert parent.post(str(form["action"]), fields).status_code == 303
    with reviewing.school.unit() as session:
        sent = session.exec(select(Submission.id).where(Submission.form_id == "help-check")).one()
    read = reviewing.read("caseworker", f"/council/cases/{case_id}/forms/sent/{sent}")
    assert "None since June" in read
    assert "Reading lessons in a pair." in read
