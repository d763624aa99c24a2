"""The house keeps its own rules: sizes, the one clock, what is imported where."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parents[2]
PACKAGE = HOUSE / "ehcportal"
FLASK_ROOMS = ("blueprints/", "web/")
FLASK_FILES = {
    "__init__.py",
    "configure.py",
    "db.py",
    "errors.py",
    "filters.py",
}
CLOCKS = {("datetime", "now"), ("datetime", "utcnow"), ("date", "today"), ("time", "time")}


def sources(folder: Path = PACKAGE) -> list[Path]:
    return [path for path in sorted(folder.rglob("*.py")) if "versions" not in path.parts]


def named(path: Path) -> str:
    return path.relative_to(HOUSE).as_posix()


@pytest.mark.parametrize("path", sources(), ids=named)
def test_a_file_has_one_purpose_and_at_most_300_lines(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 300


@pytest.mark.parametrize("path", sources(HOUSE / "tests"), ids=named)
def test_a_file_of_tests_has_at_most_400_lines(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 400


@pytest.mark.parametrize("path", sources(), ids=named)
def test_a_function_has_at_most_50_lines(path: Path) -> None:
    long = [
        f"{node.name}: {lines(node)}"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef) and lines(node) > 50
    ]
    assert long == []


def lines(node: ast.FunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


@pytest.mark.parametrize("path", sources(), ids=named)
def test_nobody_reads_the_clock_but_the_one_clock(path: Path) -> None:
    if path == PACKAGE / "clock.py":
        return
    assert list(clock_readings(ast.parse(path.read_text("utf-8")))) == []


def clock_readings(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)):
            continue
        if (node.value.id, node.attr) in CLOCKS:
            yield f"line {node.lineno}: {node.value.id}.{node.attr}"


@pytest.mark.parametrize("path", sources(), ids=named)
def test_flask_is_imported_only_at_the_edge(path: Path) -> None:
    place = path.relative_to(PACKAGE).as_posix()
    if place in FLASK_FILES or place.startswith(FLASK_ROOMS):
        return
    imported = [
        name
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        for name in imports(node)
        if name.split(".")[0] in {"flask", "flask_login", "flask_wtf", "flask_babel"}
    ]
    assert imported == []


def imports(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []


@pytest.mark.parametrize("path", sources(), ids=named)
def test_no_sql_and_no_html_is_written_in_python(path: Path) -> None:
    if "migrations" in path.parts or path.name == "db.py":
        return
    tree = ast.parse(path.read_text("utf-8"))
    texts = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    markup = ("<div", "<span", "<p>", "<p class", "<form ", "<a href", "SELECT ", "INSERT INTO ")
    assert [text[:60] for text in texts if any(mark in text for mark in markup)] == []


def test_no_path_of_a_machine_stands_in_the_project() -> None:
    foreign = ("/" + "work/", "/" + "root/", "/home/" + "user")
    texts = [
        *sources(),
        *sources(HOUSE / "tests"),
        *HOUSE.glob("*.md"),
        *HOUSE.glob("docs/**/*.md"),
    ]
    texts += [HOUSE / "Makefile", HOUSE / "pyproject.toml"]
    found = [
        named(path) for path in texts if any(place in path.read_text("utf-8") for place in foreign)
    ]
    assert found == []
