"""Whatever bytes arrive, the answer is a sentence and never a broken page."""

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ehcportal.storage.checks import Accepted, Door, Limits, Refused, inspect
from tests.storage.test_documents import HONEST


@pytest.mark.parametrize("kind", HONEST)
@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_a_file_with_flipped_or_missing_bytes_is_taken_or_refused_in_words(
    kind: str, data: st.DataObject
) -> None:
    content = bytearray(HONEST[kind])
    for place in data.draw(st.lists(st.integers(0, len(content) - 1), max_size=8)):
        content[place] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(content)))
    for tried in (bytes(content), bytes(content[:cut])):
        found = inspect(BytesIO(tried), "a.txt", doors=list(Door), limits=Limits())
        assert isinstance(found, Accepted | Refused)
