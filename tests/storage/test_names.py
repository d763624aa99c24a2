"""Names that people give their files, shown without doing harm."""

import pytest

from ehcportal.storage.checks import KINDS, safe_name


@pytest.mark.parametrize(
    ("claimed", "shown"),
    [
        ("School report.pdf", "School report.pdf"),
        ("SCHOOL REPORT.PDF", "SCHOOL REPORT.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\Sam\\report.pdf", "report.pdf"),
        ("report\u202efdp.exe", "reportfdp.exe.pdf"),
        ("..hidden.pdf", "hidden.pdf"),
        ("", "file.pdf"),
        ("photo.jpg", "photo.pdf"),
        ("...", "file.pdf"),
        (".pdf", "pdf.pdf"),
        ("con.pdf", "file-con.pdf"),
        ('a<b>:"|?*.pdf', "a-b------.pdf"),
        ("line\r\nbreak\0.pdf", "linebreak.pdf"),
        ("Dr. Hill to Mrs. Brook", "Dr. Hill to Mrs. Brook.pdf"),
        ("letter 12.03.2026", "letter 12.03.2026.pdf"),
        ("তানিয়া.pdf", "তানিয়া.pdf"),
        ("می\u200cخواهم.pdf", "می\u200cخواهم.pdf"),
        ("e\u0301cole.pdf", "école.pdf"),
    ],
)
def test_a_name_keeps_its_words_and_loses_what_could_trick_a_reader(
    claimed: str, shown: str
) -> None:
    assert safe_name(claimed, KINDS["pdf"]) == shown


def test_a_very_long_name_is_cut_where_every_file_system_can_hold_it() -> None:
    for letter in ("x", "ত"):
        shown = safe_name(letter * 500 + ".pdf", KINDS["pdf"])
        assert shown.endswith(".pdf")
        assert len(shown) <= 120
        assert len(shown.encode()) <= 240
