"""Where uploaded and made files are kept, and what is looked at before one is kept."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from ehcportal.storage.local import LocalStorage
from ehcportal.storage.protocol import (
    MissingObjectError,
    Received,
    Storage,
    StorageError,
    StoredObject,
    TooLargeError,
)

__all__ = [
    "LocalStorage",
    "MissingObjectError",
    "Received",
    "Storage",
    "StorageError",
    "StoredObject",
    "TooLargeError",
    "from_url",
]


def from_url(url: str, instance: Path) -> Storage:
    """Return the store that ``EHCPORTAL_STORAGE_URL`` names; paths are taken from ``instance``.

    Raises ``StorageError`` with one line that names the setting.
    """
    parts = urlsplit(url)
    if parts.scheme == "file" and not parts.netloc and parts.path.strip("/"):
        return LocalStorage((instance / unquote(parts.path)).resolve())
    if parts.scheme == "s3":
        raise StorageError("EHCPORTAL_STORAGE_URL: s3 is not built yet, use file:files")
    raise StorageError("EHCPORTAL_STORAGE_URL must begin with file: and name a folder")
