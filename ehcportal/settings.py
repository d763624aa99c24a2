"""What an operator may set, read once at start-up from the environment and ``settings.toml``."""

import importlib.util
import ipaddress
import os
import re
import tomllib
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

CHECKOUT = Path(__file__).resolve().parent.parent
INSTALLED_INSTANCE = Path("/var/lib/ehcportal")
ADDRESS = re.compile(r"[!-;=?A-~]+@[a-z0-9.-]+", re.IGNORECASE)


class SettingsError(Exception):
    """A setting is wrong; the message is one line that names it."""


def default_instance() -> Path:
    """Return ``instance`` beside a checkout, or the system's place for an installed wheel."""
    if (CHECKOUT / "pyproject.toml").exists():
        return CHECKOUT / "instance"
    return INSTALLED_INSTANCE


class Settings(BaseSettings):
    """Typed settings, named as in the contract's table without the ``EHCPORTAL_`` prefix."""

    model_config = SettingsConfigDict(
        env_prefix="EHCPORTAL_", extra="ignore", frozen=True, env_ignore_empty=True
    )

    instance: Path = Field(default_factory=default_instance)
    database_url: str = "sqlite:///ehcportal.db"
    mail_url: str = "maildir:mail"
    sms_url: str = "maildir:sms"
    bounces: str | None = Field(default=None, repr=False)
    bounce_address: str | None = None
    notify_api_key: str | None = Field(default=None, repr=False)
    notify_email_template: str = ""
    notify_text_template: str = ""
    storage_url: str = "file:files"
    clamd_url: str | None = None
    council: str = "standard"
    base_url: str = "http://127.0.0.1:8000"
    trusted_proxies: str = ""
    secret_key_file: str = "secret_key"
    oidc_issuer: str | None = None
    oidc_client_id: str | None = None
    oidc_client_secret_file: str | None = None
    oidc_acr: str = ""
    log_level: str = "INFO"
    testing: bool = False

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Take explicit values first, then the environment; the file comes in ``load``."""
        return init_settings, env_settings

    @field_validator("base_url")
    @classmethod
    def _base_url_is_an_address(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError("must be an address such as https://ehc.example.gov.uk")
        if parts.scheme == "http" and not is_loopback(parts.hostname):
            raise ValueError("must be https unless it is this machine")
        return value.rstrip("/")

    @field_validator("database_url")
    @classmethod
    def _database_is_known(cls, value: str) -> str:
        if not value.startswith(("sqlite:///", "postgresql+psycopg://")):
            raise ValueError("must begin with sqlite:/// or postgresql+psycopg://")
        return value

    @field_validator("mail_url")
    @classmethod
    def _mail_is_known(cls, value: str) -> str:
        if urlsplit(value).scheme not in {"maildir", "smtp", "notify"}:
            raise ValueError("must begin with maildir:, smtp:// or notify:")
        return value

    @field_validator("sms_url")
    @classmethod
    def _sms_is_known(cls, value: str) -> str:
        if urlsplit(value).scheme not in {"maildir", "notify"}:
            raise ValueError("must begin with maildir: or notify:")
        return value

    @field_validator("bounces")
    @classmethod
    def _bounces_are_known(cls, value: str | None) -> str | None:
        parts = urlsplit(value or "maildir:")
        is_here = parts.scheme == "imap" and is_loopback(parts.hostname or "")
        if parts.scheme not in {"maildir", "imaps"} and not is_here:
            raise ValueError("must begin with maildir: or imaps://")
        return value

    @field_validator("bounce_address")
    @classmethod
    def _bounces_go_to_an_address(cls, value: str | None) -> str | None:
        if value is not None and not ADDRESS.fullmatch(value):
            raise ValueError("must be one e-mail address")
        return value

    @field_validator("oidc_issuer")
    @classmethod
    def _issuer_is_an_address(cls, value: str | None) -> str | None:
        parts = urlsplit(value or "https://none")
        is_here = parts.scheme == "http" and is_loopback(parts.hostname or "")
        if not parts.hostname or not (parts.scheme == "https" or is_here):
            raise ValueError("must be an https address such as https://login.example.gov.uk")
        if parts.query or parts.fragment:
            raise ValueError("must be the address alone, without ? or #")
        return value

    @field_validator("trusted_proxies")
    @classmethod
    def _proxies_are_networks(cls, value: str) -> str:
        for part in value.replace(",", " ").split():
            ipaddress.ip_network(part, strict=False)
        return value

    @property
    def is_https(self) -> bool:
        """Whether the public address is HTTPS: Secure cookies and HSTS follow it."""
        return self.base_url.startswith("https://")

    @property
    def is_local(self) -> bool:
        """Whether the public address is this machine only."""
        return is_loopback(urlsplit(self.base_url).hostname or "")

    @property
    def host(self) -> str:
        """The only host, with its port, that requests may name."""
        return urlsplit(self.base_url).netloc

    @property
    def sqlalchemy_url(self) -> str:
        """The database address with a relative SQLite path taken from the instance folder."""
        prefix = "sqlite:///"
        if self.database_url.startswith(prefix):
            return prefix + str(self.inside(self.database_url.removeprefix(prefix)))
        return self.database_url

    @cached_property
    def proxy_networks(self) -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
        """The networks whose forwarded-for and forwarded-proto are believed."""
        parts = self.trusted_proxies.replace(",", " ").split()
        return tuple(ipaddress.ip_network(part, strict=False) for part in parts)

    def inside(self, path: str | Path) -> Path:
        """Return ``path``, taken from the instance folder when it is relative."""
        return (self.instance / path).resolve()


def is_loopback(host: str) -> bool:
    """Whether ``host`` names this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def check_sign_on(found: Settings) -> None:
    """Raise ``SettingsError`` unless the council's sign-on is set up whole, or not at all."""
    named = {
        "OIDC_ISSUER": found.oidc_issuer,
        "OIDC_CLIENT_ID": found.oidc_client_id,
        "OIDC_CLIENT_SECRET_FILE": found.oidc_client_secret_file,
    }
    missing = [name for name, value in named.items() if not value]
    if len(missing) == len(named):
        return
    if missing:
        raise SettingsError(f"EHCPORTAL_{missing[0]}: is needed for the council's sign-on")
    secret = found.inside(found.oidc_client_secret_file or "")
    try:
        is_empty = not secret.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        is_empty = True
    if is_empty:
        raise SettingsError("EHCPORTAL_OIDC_CLIENT_SECRET_FILE: cannot be read, or is empty")
    if importlib.util.find_spec("authlib") is None or importlib.util.find_spec("requests") is None:
        raise SettingsError("EHCPORTAL_OIDC_ISSUER: needs the extra oidc (ehcportal[oidc])")


def load(**values: Any) -> Settings:
    """Read the settings: ``values`` first, then the environment, then ``settings.toml``.

    Raises ``SettingsError`` with one line that names the setting that is wrong.
    """
    instance = Path(
        values.get("instance") or os.environ.get("EHCPORTAL_INSTANCE") or default_instance()
    ).resolve()
    from_file = _from_file(instance / "settings.toml")
    unset = {
        name: value
        for name, value in from_file.items()
        if f"EHCPORTAL_{name.upper()}" not in os.environ
    }
    try:
        found = Settings(**{**unset, **values, "instance": instance})
    except ValidationError as error:
        first = error.errors()[0]
        name = "_".join(str(part) for part in first["loc"]).upper()
        raise SettingsError(f"EHCPORTAL_{name}: {first['msg']}") from None
    check_sign_on(found)
    return found


def _from_file(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        found = tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path.name}: {error}") from None
    names = {key.removeprefix("EHCPORTAL_").lower(): value for key, value in found.items()}
    unknown = sorted(set(names) - set(Settings.model_fields))
    if unknown:
        raise SettingsError(f"{path.name}: unknown setting {unknown[0]}")
    return names
