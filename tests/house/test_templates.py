"""Every page has a title; no partial lies about unused; nothing inline that the browser refuses."""

import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "ehcportal"
TEMPLATES = PACKAGE / "templates"
INLINE = re.compile(r"""\sstyle=|\son[a-z]+="|hx-on|<script>(?!\s*</script>)|javascript:""")


def templates() -> list[Path]:
    return [path for path in sorted(TEMPLATES.rglob("*.html")) if "email" not in path.parts]


def named(path: Path) -> str:
    return path.relative_to(TEMPLATES).as_posix()


def pages() -> list[Path]:
    parts = {"components", "layouts", "fields"}
    found = [path for path in templates() if not parts & set(path.parts)]
    return [path for path in found if not path.name.startswith("_") and path.name != "base.html"]


@pytest.mark.parametrize("path", pages(), ids=named)
def test_a_page_is_a_whole_document_with_a_title_of_its_own(path: Path) -> None:
    text = path.read_text("utf-8")
    assert "{% extends" in text
    assert re.search(r"\{%-? block (title|heading)", text)


@pytest.mark.parametrize("path", templates(), ids=named)
def test_nothing_inline_that_the_content_security_policy_refuses(path: Path) -> None:
    assert INLINE.search(path.read_text("utf-8")) is None


@pytest.mark.parametrize("path", templates(), ids=named)
def test_a_template_has_at_most_150_lines(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 150


def test_no_partial_is_unused() -> None:
    everything = "\n".join(
        path.read_text("utf-8") for path in [*TEMPLATES.rglob("*.html"), *PACKAGE.rglob("*.py")]
    )
    unused = [
        named(path)
        for path in templates()
        if path.name.startswith("_") and path.name not in everything
    ]
    assert unused == []


def mails() -> list[Path]:
    return [path for path in sorted((TEMPLATES / "email").iterdir()) if path.is_dir()]


@pytest.mark.parametrize("mail", mails(), ids=lambda path: path.name)
def test_a_mail_has_a_subject_a_text_and_a_page(mail: Path) -> None:
    assert (mail / "subject.txt").read_text("utf-8").strip()
    assert (mail / "body.txt").read_text("utf-8").strip()
    assert (mail / "body.html").read_text("utf-8").strip()
