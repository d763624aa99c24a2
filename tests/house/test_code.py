"""The house keeps its own rules: sizes, the one clock, what is imported where."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[2]
PACKAGE = HOUSE / "ehcportal"
FLASK_ROOMS = ("blueprints/", "web/")
FLASK_FILES = {
    "__init__.py",
    "application.py",
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


def too_long(paths: list[Path], most: int) -> list[str]:
    lengths = {named(path): len(path.read_text("utf-8").splitlines()) for path in paths}
    return [f"{name}: {length}" for name, length in lengths.items() if length > most]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def test_a_file_has_one_purpose_and_at_most_300_lines() -> None:
    assert too_long(sources(), 300) == []


def test_a_file_of_tests_has_at_most_400_lines() -> None:
    assert too_long(sources(HOUSE / "tests"), 400) == []


def test_a_function_has_at_most_50_lines() -> None:
    long = [
        f"{named(path)} {node.name}: {lines(node)}"
        for path in sources()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef) and lines(node) > 50
    ]
    assert long == []


def lines(node: ast.FunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_nobody_reads_the_clock_but_the_one_clock() -> None:
    readings = [
        f"{named(path)} {reading}"
        for path in sources()
        if path != PACKAGE / "clock.py"
        for reading in clock_readings(tree(path))
    ]
    assert readings == []


def clock_readings(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)):
            continue
        if (node.value.id, node.attr) in CLOCKS:
            yield f"line {node.lineno}: {node.value.id}.{node.attr}"


def test_flask_is_imported_only_at_the_edge() -> None:
    imported = [
        f"{named(path)} {name}"
        for path in sources()
        if not is_edge(path.relative_to(PACKAGE).as_posix())
        for node in ast.walk(tree(path))
        for name in imports(node)
        if name.split(".")[0] in {"flask", "flask_login", "flask_wtf", "flask_babel"}
    ]
    assert imported == []


def is_edge(place: str) -> bool:
    return place in FLASK_FILES or place.startswith(FLASK_ROOMS)


def imports(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []


def test_no_sql_and_no_html_is_written_in_python() -> None:
    markup = ("<div", "<span", "<p>", "<p class", "<form ", "<a href", "SELECT ", "INSERT INTO ")
    texts = [
        f"{named(path)}: {node.value[:60]}"
        for path in sources()
        if "migrations" not in path.parts and path.name != "db.py"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and any(mark in node.value for mark in markup)
    ]
    assert texts == []


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
