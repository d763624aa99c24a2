"""Files on the local disk, written so that a crash leaves a whole file or none."""

import base64
import hashlib
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Final

from ehcportal.storage.protocol import (
    MissingObjectError,
    StorageError,
    StoredObject,
    TooLargeError,
)

KEY: Final = re.compile(r"[a-z2-7]{26}")
CHUNK: Final = 1024 * 1024
ARRIVING: Final = "arriving"
"""Folder of unfinished uploads, in the same file system so that a rename is atomic."""


class LocalStorage:
    """A ``Storage`` in one folder: ``<ab>/<cd>/<26 letters>``, private to this account."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @contextmanager
    def receive(self, stream: BinaryIO, *, limit: int) -> Iterator["LocalUpload"]:
        """Write ``stream`` to a hidden place, hash it, and let the caller decide."""
        upload = LocalUpload(self, _private_folder(self.root / ARRIVING) / new_key())
        try:
            upload.write(stream, limit)
            yield upload
        finally:
            upload.discard()

    def put(self, stream: BinaryIO) -> StoredObject:
        """Store all of ``stream``."""
        with self.receive(stream, limit=self.free_space()) as upload:
            return upload.keep()

    def open(self, key: str) -> BinaryIO:
        """Open the object for reading."""
        try:
            return self.path(key).open("rb")
        except FileNotFoundError:
            raise MissingObjectError("no such stored object") from None

    def delete(self, key: str) -> bool:
        """Remove the object and make the removal last."""
        path = self.path(key)
        try:
            path.unlink()
        except FileNotFoundError:
            return False
        sync_folder(path.parent)
        return True

    def exists(self, key: str) -> bool:
        """Whether the object is stored."""
        return self.path(key).is_file()

    def keys(self) -> Iterator[str]:
        """Yield the keys of whole objects only."""
        for path in self.root.glob("??/??/*"):
            if KEY.fullmatch(path.name) and self.path(path.name) == path:
                yield path.name

    def is_older(self, key: str, *, than: datetime) -> bool:
        """Whether the object is stored, and was written before that moment."""
        try:
            return self.path(key).stat().st_mtime < than.timestamp()
        except FileNotFoundError:
            return False

    def clear_abandoned(self, *, before: datetime) -> int:
        """Remove what a stopped program left among the unfinished uploads."""
        cleared = 0
        for path in (self.root / ARRIVING).glob("*"):
            if path.stat().st_mtime < before.timestamp():
                path.unlink(missing_ok=True)
                cleared += 1
        return cleared

    def free_space(self) -> int:
        """Bytes free on the file system."""
        return shutil.disk_usage(_private_folder(self.root)).free

    def check(self) -> None:
        """Store, read back and remove a few bytes."""
        probe = secrets.token_bytes(32)
        try:
            stored = self.put(BytesIO(probe))
            with self.open(stored.key) as found:
                whole = found.read() == probe
            self.delete(stored.key)
        except OSError as problem:
            raise StorageError(f"cannot write files in {self.root}: {problem.strerror}") from None
        if not whole:
            raise StorageError(f"files in {self.root} do not read back as they were written")

    def path(self, key: str) -> Path:
        """Where the object lives. A key that this store did not make is no object at all."""
        if not KEY.fullmatch(key):
            raise MissingObjectError("no such stored object")
        return self.root / key[:2] / key[2:4] / key


class LocalUpload:
    """One upload on its way: written, forced to the disk, hashed, not yet visible."""

    def __init__(self, storage: LocalStorage, path: Path) -> None:
        self.storage = storage
        self.path = path
        self.size = 0
        self.sha256 = ""

    def write(self, stream: BinaryIO, limit: int) -> None:
        """Copy ``stream`` to the disk and wait until the disk has it."""
        digest = hashlib.sha256()
        with open(self.path, "xb", opener=_private_file) as file:
            while chunk := stream.read(CHUNK):
                self.size += len(chunk)
                if self.size > limit:
                    raise TooLargeError(limit)
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        self.sha256 = digest.hexdigest()

    def open(self) -> BinaryIO:
        """Open the bytes for reading."""
        return self.path.open("rb")

    def keep(self) -> StoredObject:
        """Rename into place; the object is there with its last byte or it is not there."""
        key = self.path.name
        place = self.storage.path(key)
        shard = _private_folder(place.parent)
        self.path.rename(place)
        sync_folder(shard)
        return StoredObject(key=key, size=self.size, sha256=self.sha256)

    def discard(self) -> None:
        """Throw away what was not kept."""
        self.path.unlink(missing_ok=True)


def new_key() -> str:
    """Return 128 random bits as 26 lower-case base32 letters; no name ever becomes a path."""
    return base64.b32encode(secrets.token_bytes(16)).decode("ascii").rstrip("=").lower()


def sync_folder(folder: Path) -> None:
    """Wait until the disk knows which names ``folder`` holds."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _private_folder(folder: Path) -> Path:
    """Make ``folder`` and what is missing above it, for this account only, and let it last."""
    if not folder.is_dir():
        _private_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
        sync_folder(folder.parent)
    return folder


def _private_file(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
