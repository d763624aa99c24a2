"""What must be true of a letter before anybody can be sent one."""

from collections.abc import Iterator, Mapping
from typing import Any

from ehcportal.content.labels import own_labels
from ehcportal.content.texts import every_language, faults_of_text, names_in
from ehcportal.domain import letterlaw

COMMON = "common"
"""The file of what all letters share; it is no letter."""

LETTER_KEYS = frozenset({"title", "kind", "by_hand", "block", "leave_out"})
BLOCK_KEYS = frozenset({"key", "heading", "text", "when", "after"})


def faults_in_common(tables: Mapping[str, Any], names: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong in a council's own common blocks."""
    for key, value in tables.items():
        if key == "placeholders":
            yield "placeholders: these names are the program's; a council cannot add one"
        elif key != "blocks" or not isinstance(value, Mapping):
            yield f"{key}: only tables [blocks.<name>] can stand here"
        else:
            for name, block in value.items():
                yield from _faults_in_block({**block, "key": name}, names, {name})


def faults_in_letter(
    key: str, whole: Mapping[str, Any], common: Mapping[str, Any]
) -> Iterator[str]:
    """Yield what is wrong in a letter, as it would be with the council's part laid over it."""
    names = common["placeholders"]
    yield from (f"{each}: no such key" for each in whole if each not in LETTER_KEYS)
    yield from _faults_in_text("title", whole.get("title"), names)
    if whole.get("kind") not in own_labels().groups["document_kind"]:
        yield f"kind: {whole.get('kind')!r} is no kind of document"
    blocks = whole.get("block", [])
    keys = [each.get("key") for each in blocks if isinstance(each, Mapping)]
    for number, block in enumerate(blocks, start=1):
        if not isinstance(block, Mapping) or not isinstance(block.get("key"), str):
            yield f"block {number}: must be a [[block]] with a key"
        else:
            yield from _faults_in_block(block, names, common["blocks"])
    yield from (f"block {each}: stands there twice" for each in keys if keys.count(each) > 1)
    yield from _missing(key, keys)


def _missing(key: str, there: list[Any]) -> Iterator[str]:
    asked = letterlaw.asked(key)
    for block in asked.blocks:
        if block.value not in there:
            yield f"block {block.value}: is missing; the law asks for it ({asked.regulation})"


def _faults_in_block(
    block: Mapping[str, Any], names: Mapping[str, Any], common: Any
) -> Iterator[str]:
    where = f"block {block['key']}"
    yield from (f"{where}: {each}: no such key" for each in block if each not in BLOCK_KEYS)
    if "text" in block:
        yield from _faults_in_text(where, block["text"], names)
    elif block["key"] not in common:
        yield f"{where}: has no text"
    if "heading" in block:
        yield from _faults_in_text(f"{where}, heading", block["heading"], names)
    if block.get("when", "") and block["when"] not in names:
        yield f"{where}: when: nothing is known as {{{block['when']}}}"


def _faults_in_text(where: str, text: object, names: Mapping[str, Any]) -> Iterator[str]:
    shape = faults_of_text(text)
    yield from (f"{where}: {fault}" for fault in shape)
    if shape:
        return
    for each in every_language(text):  # type: ignore[arg-type]
        try:
            unknown = names_in(each) - set(names)
        except ValueError as error:
            yield f"{where}: {error}"
        else:
            yield from (
                f"{where}: nothing is known as {{{name}}}; known are {', '.join(sorted(names))}"
                for name in sorted(unknown)
            )
