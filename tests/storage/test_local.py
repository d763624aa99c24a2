"""A file that a family sent is there whole, or it is not there; never half."""

import hashlib
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest

from ehcportal.storage import (
    LocalStorage,
    MissingObjectError,
    StorageError,
    TooLargeError,
    from_url,
)

LETTER = b"A letter from school. " * 100_000


@pytest.fixture
def store(tmp_path: Path) -> LocalStorage:
    return LocalStorage(tmp_path / "files")


def everything_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_what_was_stored_reads_back_and_can_be_read_from_the_middle(store: LocalStorage) -> None:
    kept = store.put(BytesIO(LETTER))
    assert (kept.size, kept.sha256) == (len(LETTER), hashlib.sha256(LETTER).hexdigest())
    with store.open(kept.key) as file:
        file.seek(9)
        assert file.read(4) == b"from"
    assert store.exists(kept.key)
    assert list(store.keys()) == [kept.key]


def test_nobody_else_on_the_machine_can_read_the_files(store: LocalStorage) -> None:
    store.put(BytesIO(LETTER))
    for path in [store.root, *store.root.rglob("*")]:
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode == (0o700 if path.is_dir() else 0o600), path


def test_names_are_random_so_the_same_file_twice_is_two_objects(store: LocalStorage) -> None:
    keys = {store.put(BytesIO(b"same")).key for _ in range(20)}
    assert len(keys) == 20


def test_an_upload_that_is_not_kept_leaves_nothing(store: LocalStorage) -> None:
    with store.receive(BytesIO(LETTER), limit=len(LETTER)) as upload:
        assert (upload.size, upload.sha256) == (len(LETTER), hashlib.sha256(LETTER).hexdigest())
        with upload.open() as file:
            assert file.read(8) == b"A letter"
        assert list(store.keys()) == []
    assert everything_in(store.root) == []


def test_an_upload_that_is_too_large_is_stopped_and_leaves_nothing(store: LocalStorage) -> None:
    with pytest.raises(TooLargeError), store.receive(BytesIO(LETTER), limit=1000):
        pytest.fail("it was let in")
    assert everything_in(store.root) == []


def test_a_removed_file_is_gone_and_removing_it_twice_is_no_fault(store: LocalStorage) -> None:
    key = store.put(BytesIO(b"x")).key
    assert store.delete(key)
    assert not store.delete(key)
    assert not store.exists(key)
    with pytest.raises(MissingObjectError):
        store.open(key)


@pytest.mark.parametrize("key", ["", "../../etc/passwd", "a" * 25, "A" * 26, "/" + "a" * 25])
def test_a_key_that_the_store_did_not_make_opens_nothing(store: LocalStorage, key: str) -> None:
    for ask in (store.open, store.exists, store.delete):
        with pytest.raises(MissingObjectError):
            ask(key)


CRASH = """
import io, os, sys
from pathlib import Path
from ehcportal.storage import LocalStorage

store, moment, counter = LocalStorage(Path(sys.argv[1])), sys.argv[2], [0]
store.put(io.BytesIO(b"first"))

class Upload(io.BytesIO):
    def read(self, size=-1):
        if moment == "while it arrives" and self.tell() > 0:
            os._exit(9)
        return super().read(1024)

def watch(event, arguments):
    if moment == "before the rename" and event == "os.rename":
        os._exit(9)
    if event == "os.rename":
        counter[0] = 1
    if moment == "after the rename" and counter[0] and event == "open":
        os._exit(9)

sys.addaudithook(watch)
store.put(Upload(b"x" * 100_000))
os._exit(0)
"""


@pytest.mark.parametrize(
    ("moment", "sizes"),
    [
        ("while it arrives", {5}),
        ("before the rename", {5}),
        ("after the rename", {5, 100_000}),
    ],
)
def test_a_crash_at_any_step_never_leaves_half_a_file_to_be_seen(
    tmp_path: Path, moment: str, sizes: set[int]
) -> None:
    root = tmp_path / "files"
    ended = subprocess.run(
        [sys.executable, "-c", CRASH, str(root), moment], check=False, timeout=60
    )
    assert ended.returncode == 9
    store = LocalStorage(root)
    seen = set()
    for key in list(store.keys()):
        with store.open(key) as file:
            seen.add(len(file.read()))
    assert seen == sizes
    left_over = 0 if moment == "after the rename" else 1
    later = datetime.now(UTC) + timedelta(hours=1)
    assert store.clear_abandoned(before=later - timedelta(days=1)) == 0
    assert store.clear_abandoned(before=later) == left_over
    assert len(everything_in(root)) == len(sizes)


def test_the_operator_is_told_when_the_folder_cannot_be_used(tmp_path: Path) -> None:
    LocalStorage(tmp_path / "files").check()
    (tmp_path / "blocked").write_text("a file where the folder should be")
    with pytest.raises(StorageError, match="cannot write files"):
        LocalStorage(tmp_path / "blocked").check()


def test_the_setting_is_named_when_it_is_wrong(tmp_path: Path) -> None:
    assert from_url("file:files", tmp_path).root == tmp_path / "files"
    assert from_url("file:/srv/files", tmp_path).root == Path("/srv/files")
    assert from_url("file:///srv/my%20files", tmp_path).root == Path("/srv/my files")
    for url in ("s3://bucket/prefix", "files", "file:", "file://host/x", "ftp://x/y"):
        with pytest.raises(StorageError, match="EHCPORTAL_STORAGE_URL"):
            from_url(url, tmp_path)


def test_free_space_is_known_before_the_first_file(store: LocalStorage) -> None:
    assert store.free_space() > 0
