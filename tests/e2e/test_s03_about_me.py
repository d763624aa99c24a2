"""Row S03, forms 6 and 7: About Me in words, pictures, sound, film and symbols, on a phone."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import SCRIPTS_FIRST
from tests.e2e.steps import accounts, council
from tests.e2e.steps.visitor import Visitor
from tests.storage import samples
from tests.storage.recordings import film, sound

pytestmark = pytest.mark.parametrize("running", SCRIPTS_FIRST, indirect=True)

TOPIC = "What people like about me"
COUNCIL, FAMILY = "The council’s team for this case", "Other adults of the family"
SECRET, WORDS = "Only for ourselves", "I know all the dogs on our road"


def test_a_mother_and_her_child_tell_about_the_child(
    phone: Visitor, desktop: Visitor, tmp_path: Path
) -> None:
    phone.goes_to("/sign-in")
    accounts.member_signs_in(phone, "parent")
    page = opens_about_me(phone)
    writes(phone, page)
    shows_a_picture(phone, page, tmp_path)
    tells_by_voice(phone, page, tmp_path)
    plays_a_film(phone, page, tmp_path)
    chooses_symbols(phone, page)
    takes_the_picture_away(phone)
    the_caseworker_sees_what_she_may(desktop, page)


def opens_about_me(parent: Visitor) -> str:
    """Go there from the menu of the case; return the address."""
    expect(parent.page.get_by_role("heading", level=1)).to_be_visible()
    case = parent.page.locator("main a[href^='/cases/']").first.get_attribute("href") or ""
    found = re.match(r"/cases/[^/]+", case)
    assert found, case
    parent.goes_to(f"{found.group()}/about-me")
    parent.sees("About Me")
    return f"{found.group()}/about-me"


def writes(parent: Visitor, page: str) -> None:
    """Something for the council, with who helped, and something for nobody else."""
    parent.goes_to(f"{page}/like/words")
    parent.sees(TOPIC)
    parent.presses("Add")
    parent.is_told("Write something")
    parent.types("Write it here", WORDS)
    parent.types("Who helped?", "Mum typed it")
    parent.presses("Add")
    parent.sees("About Me", examined=False)
    parent.reads("Helped by Mum typed it.")
    parent.goes_to(f"{page}/like/words")
    parent.types("Write it here", SECRET)
    parent.page.get_by_role("checkbox", name=COUNCIL).uncheck()
    parent.presses("Add")
    parent.reads(SECRET)


def shows_a_picture(parent: Visitor, page: str, folder: Path) -> None:
    photo = folder / "photo.jpg"
    photo.write_bytes(samples.picture("JPEG", exif=samples.located()))
    parent.goes_to(f"{page}/like/picture")
    parent.page.get_by_label("Choose a picture").set_input_files(photo)
    parent.types("What is in the picture?", "Our dog")
    parent.ticks(FAMILY)
    parent.presses("Add")
    shown = parent.page.get_by_role("img", name="Our dog")
    shown.scroll_into_view_if_needed()
    expect(shown).to_be_visible()


def tells_by_voice(parent: Visitor, page: str, folder: Path) -> None:
    """Record it on the page; without scripts, choose what the phone has recorded."""
    parent.goes_to(f"{page}/like/sound")
    parent.sees(TOPIC)
    if parent.has_scripts:
        parent.presses("Record your voice")
        parent.reads("It is recording.")
        parent.page.get_by_role("button", name="Stop (1)").click()
        parent.reads(re.compile("Recorded: [12] seconds"))
    else:
        note = folder / "note.wav"
        note.write_bytes(sound())
        parent.page.get_by_label("Choose a recording").set_input_files(note)
    parent.presses("Add")
    parent.sees("About Me", examined=False)
    expect(parent.page.get_by_label(f"Voice: {TOPIC}").locator("audio")).to_be_visible()


def plays_a_film(parent: Visitor, page: str, folder: Path) -> None:
    """It plays in place: the browser asks for stretches of it."""
    clip = folder / "clip.webm"
    clip.write_bytes(film("webm", "libvpx"))
    parent.goes_to(f"{page}/like/film")
    parent.sees(TOPIC)
    parent.page.get_by_label("Choose a film").set_input_files(clip)
    parent.presses("Add")
    parent.sees("About Me")
    player = parent.page.locator("video")
    address = player.get_attribute("src") or ""
    if parent.has_scripts:
        with parent.page.expect_response(lambda answer: answer.url.endswith(address)) as played:
            player.evaluate("(film) => film.play()")
        assert played.value.status == 206
        expect(player).to_have_js_property("error", None)
    some = parent.page.request.get(address, headers={"Range": "bytes=0-99"})
    assert (some.status, len(some.body())) == (206, 100)


def chooses_symbols(parent: Visitor, page: str) -> None:
    parent.goes_to(f"{page}/like/symbols")
    parent.sees(TOPIC)
    parent.ticks("Animals")
    parent.ticks("Outside")
    parent.presses("Add")
    parent.sees("About Me", examined=False)
    expect(parent.page.locator(".symbols li")).to_have_text(["Animals", "Outside"])


def takes_the_picture_away(parent: Visitor) -> None:
    piece = parent.page.get_by_role("article", name="Photo or drawing")
    parent.opens_fold(piece.locator("summary"))
    piece.get_by_role("button", name="Take it away").click()
    parent.reads("It is taken away. Nobody can see it any more.")
    expect(parent.page.get_by_role("article", name="Photo or drawing")).to_have_count(0)


def the_caseworker_sees_what_she_may(staff: Visitor, page: str) -> None:
    council.opens_the_inbox(staff)
    case = page.removesuffix("/about-me")
    staff.goes_to(f"/council{case}/voices")
    staff.sees("About Me and the parents’ views")
    staff.reads(WORDS)
    staff.reads("Helped by Mum typed it.")
    expect(staff.page.locator("audio, video")).to_have_count(2)
    staff.reads_nothing_of(SECRET)
    staff.reads_nothing_of("Our dog")
