"""Rich answers on paper say what they say on the screen."""

from typing import Any

import pytest

from ehcportal.pdf import blocks_from_html


def run(text: str, *styles: str) -> dict[str, Any]:
    return {"text": text, "styles": list(styles)}


def paragraph(*runs: dict[str, Any]) -> dict[str, Any]:
    return {"kind": "paragraph", "runs": list(runs)}


@pytest.mark.parametrize(
    ("html", "blocks"),
    [
        ("", []),
        ("   \n ", []),
        ("<p></p><p><br></p>", []),
        ("Plain words", [paragraph(run("Plain words"))]),
        ("<p>One</p><p>Two</p>", [paragraph(run("One")), paragraph(run("Two"))]),
        ("<p>One\n   line</p>", [paragraph(run("One line"))]),
        ("One<br>Two", [paragraph(run("One\nTwo"))]),
        (
            "<p>She is <strong>very</strong> <em>kind</em>.</p>",
            [
                paragraph(
                    run("She is "), run("very", "bold"), run(" "), run("kind", "italic"), run(".")
                )
            ],
        ),
        ("<b><i>both</i></b>", [paragraph(run("both", "bold", "italic"))]),
        ("<u>a</u><s>b</s>", [paragraph(run("a", "underline"), run("b", "strike"))]),
        ("5 &lt; 6 &amp; £7", [paragraph(run("5 < 6 & £7"))]),
        ("<b>not closed", [paragraph(run("not closed", "bold"))]),
        ("</b></ul>stray ends", [paragraph(run("stray ends"))]),
        ("<h2>Old heading</h2>text", [paragraph(run("Old heading")), paragraph(run("text"))]),
    ],
)
def test_words_keep_their_weight_and_their_spaces(html: str, blocks: list[Any]) -> None:
    assert blocks_from_html(html) == blocks


def test_lists_keep_their_entries_and_the_lists_inside_them() -> None:
    html = "<ul><li>Reading<ol><li>alone</li><li>aloud</li></ol></li><li><b>Maths</b></li></ul>end"
    inner = {
        "kind": "numbers",
        "entries": [[paragraph(run("alone"))], [paragraph(run("aloud"))]],
    }
    assert blocks_from_html(html) == [
        {
            "kind": "bullets",
            "entries": [[paragraph(run("Reading")), inner], [paragraph(run("Maths", "bold"))]],
        },
        paragraph(run("end")),
    ]


def test_empty_lists_and_entries_leave_no_stray_dots() -> None:
    assert blocks_from_html("<ul></ul><ul><li></li></ul>") == []
    found = blocks_from_html("<ul><li></li><li>One</li><li> </li></ul>")
    assert found == [{"kind": "bullets", "entries": [[paragraph(run("One"))]]}]


def test_a_thousand_nested_lists_do_not_break_the_paper() -> None:
    depth, found = 0, blocks_from_html("<ul><li>" * 1000 + "deep" + "</li></ul>" * 1000)
    while found[0]["kind"] == "bullets":
        found, depth = found[0]["entries"][0], depth + 1
    assert found == [paragraph(run("deep"))]
    assert depth == 6
