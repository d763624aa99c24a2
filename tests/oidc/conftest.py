"""A portal of a council that has a sign-on of its own, and that sign-on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ehcportal.settings import Settings, load
from tests.oidc.door import MARK, person
from tests.oidc.provider import CLIENT_ID, CLIENT_SECRET, Provider


@pytest.fixture
def provider() -> Iterator[Provider]:
    """The council's sign-on, with the caseworker at its door."""
    found = Provider(person=person("mark", MARK.email))
    yield found
    found.close()


@pytest.fixture
def settings(database_url: str, tmp_path: Path, provider: Provider) -> Settings:
    """Settings of a portal that knows this provider."""
    (tmp_path / "oidc_secret").write_text(CLIENT_SECRET + "\n")
    return load(
        instance=tmp_path,
        database_url=database_url,
        testing=True,
        log_level="ERROR",
        oidc_issuer=provider.issuer,
        oidc_client_id=CLIENT_ID,
        oidc_client_secret_file="oidc_secret",
    )
