"""What the portal has written to somebody, opened with its key ring."""

from dataclasses import dataclass
from typing import Any

from flask import Flask
from sqlmodel import Session, col, select

from ehcportal.models.outbox import OutboxMessage
from ehcportal.notifications import outbox, wording


@dataclass
class Letterbox:
    """The outbox of a portal under test."""

    app: Flask

    def letters(self, to: str) -> list[OutboxMessage]:
        """Return what was written to an address, oldest first."""
        with self.app.extensions["database"].reading() as session:
            letters = list(_letters(session, to))
            session.expunge_all()
            return letters

    def templates(self, to: str) -> list[str]:
        """Return the kinds of letters to an address, oldest first."""
        return [letter.template for letter in self.letters(to)]

    def newest(self, to: str) -> dict[str, Any]:
        """Return the sealed values of the newest letter to an address."""
        return outbox.sealed_values(self.app.extensions["keyring"], self.letters(to)[-1])

    def code(self, to: str) -> str:
        """Return the code of the newest letter to an address that holds one."""
        ring = self.app.extensions["keyring"]
        sealed = [outbox.sealed_values(ring, letter) for letter in self.letters(to)]
        codes: list[str] = [values["code"] for values in sealed if "code" in values]
        return codes[-1]

    def words(self, to: str, template: str | None = None) -> wording.Words:
        """Return the newest letter, or the newest of a kind, as its reader sees it."""
        letter = [one for one in self.letters(to) if template in {None, one.template}][-1]
        ring = self.app.extensions["keyring"]
        values = {**letter.facts, **outbox.sealed_values(ring, letter)}
        return wording.write(
            letter.template,
            values,
            profile=self.app.extensions["profile"],
            base_url=self.app.extensions["settings"].base_url,
        )


def _letters(session: Session, to: str) -> Any:
    return session.exec(
        select(OutboxMessage)
        .where(OutboxMessage.recipient == to)
        .order_by(col(OutboxMessage.created_at), col(OutboxMessage.not_before))
    ).all()
