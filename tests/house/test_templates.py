"""Every page has a title; no partial lies about unused; nothing inline that the browser refuses."""

import re
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / "ehcportal"
TEMPLATES = PACKAGE / "templates"
INLINE = re.compile(r"""\sstyle=|\son[a-z]+="|hx-on|<script>(?!\s*</script>)|javascript:""")
TITLE = re.compile(r"\{%-? block (title|heading)")


def templates() -> list[Path]:
    return [path for path in sorted(TEMPLATES.rglob("*.html")) if "email" not in path.parts]


def named(path: Path) -> str:
    return path.relative_to(TEMPLATES).as_posix()


def pages() -> list[Path]:
    parts = {"components", "layouts", "fields"}
    found = [path for path in templates() if not parts & set(path.parts)]
    return [path for path in found if not path.name.startswith("_") and path.name != "base.html"]


def test_a_page_is_a_whole_document_with_a_title_of_its_own() -> None:
    texts = {named(path): path.read_text("utf-8") for path in pages()}
    assert [name for name, text in texts.items() if "{% extends" not in text] == []
    assert [name for name, text in texts.items() if not TITLE.search(text)] == []


def test_nothing_inline_that_the_content_security_policy_refuses() -> None:
    found = [named(path) for path in templates() if INLINE.search(path.read_text("utf-8"))]
    assert found == []


def test_a_template_has_at_most_150_lines() -> None:
    lengths = {named(path): len(path.read_text("utf-8").splitlines()) for path in templates()}
    assert {name: length for name, length in lengths.items() if length > 150} == {}


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


def test_a_mail_has_a_subject_a_text_and_a_page() -> None:
    parts = [mail / part for mail in mails() for part in ("subject.txt", "body.txt", "body.html")]
    assert [str(part) for part in parts if not part.read_text("utf-8").strip()] == []
