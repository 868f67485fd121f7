"""A form that was sent after its session had ended: signed, so that only its own user can send it later.

Without the signature anyone at a shared computer could leave a form that the next user sends unseen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from flask import current_app
from itsdangerous import BadSignature
from itsdangerous import URLSafeTimedSerializer

from kiosk.store.accounts.people import Person

LIFETIME = timedelta(hours=1)


@dataclass(frozen=True)
class KeptForm:
    """Where the form goes (a path with its query), and its fields."""

    path: str
    fields: Sequence[tuple[str, str]]

    def keep_for(self, person_id: str) -> str:
        """The form as a signed text, for the page where this person logs in again."""
        return str(_serializer().dumps([person_id, self.path, self.fields]))


def read(text: str, person: Person) -> KeptForm | None:
    """The form in a signed text; None if it is another person's, too old or not signed here."""
    try:
        person_id, path, fields = _serializer().loads(text, max_age=int(LIFETIME.total_seconds()))
    except BadSignature:
        return None
    return (
        KeptForm(path, [(name, value) for name, value in fields]) if person_id == person.person_id else None
    )


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="kept form")
