"""What the office's tablets report about themselves, parsed and checked."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kiosk.answering.submission import Invalid
from kiosk.store.answers.visits import OUTCOMES
from kiosk.store.answers.visits import list_steps
from kiosk.store.engine.ids import ALPHABET
from kiosk.store.offices.devices import Contact

_MAX_COUNT = 1_000_000
_MAX_VERSION = 40
_COUNT = f"Isi bilangan bulat 0 sampai {_MAX_COUNT}."
_TIME = "Isi waktu ISO 8601 dengan zona waktu."
_LOOKS_LIKE = str.maketrans("oil", "011")  # letters that the alphabet leaves out because they look like these


def read_code(value: Any) -> str:
    """A typed pairing code in its canonical form: capitals, spaces and look-alike letters do not matter.

    Empty when it cannot be one.
    """
    if not isinstance(value, str):
        return ""
    text = re.sub(r"[\s-]", "", value.lower()).translate(_LOOKS_LIKE)
    return text if set(text) <= set(ALPHABET) else ""


def read_heartbeat(body: Mapping[str, Any], now: datetime) -> Contact:
    """What a tablet reports at `now`. Raises Invalid."""
    queue, rejected = _count(body.get("queue")), _count(body.get("rejected"))
    version, clock = _version(body.get("version")), _moment(body.get("clock"))
    oldest = _moment(body.get("oldest"))
    wrong = {
        "queue": queue is None and _COUNT,
        "rejected": rejected is None and _COUNT,
        "version": version is None and f"Isi teks paling banyak {_MAX_VERSION} karakter.",
        "clock": clock is None and _TIME,
        "oldest": oldest is None and body.get("oldest") is not None and _TIME,
    }
    if queue is None or rejected is None or version is None or clock is None or wrong["oldest"]:
        raise Invalid({field: message for field, message in wrong.items() if message})
    return Contact(now, queue, oldest, rejected, version, clock - now)


def read_visit(body: Mapping[str, Any]) -> tuple[str, str, str | None]:
    """Collector code, outcome and step of a visit. Raises Invalid."""
    code, outcome, step = body.get("collector"), body.get("outcome"), body.get("step")
    errors = {}
    if not isinstance(code, str) or not code.isascii():
        errors["collector"] = "Isi kode titik survei."
    if outcome not in OUTCOMES:
        errors["outcome"] = f"Isi salah satu: {', '.join(OUTCOMES)}."
    if step is not None and step not in (steps := list_steps()):
        errors["step"] = f"Isi null atau salah satu: {', '.join(steps)}."
    if errors:
        raise Invalid(errors)
    return str(code), str(outcome), step


def _count(value: Any) -> int | None:
    # `type`, not isinstance: True is not a number.
    return value if type(value) is int and 0 <= value <= _MAX_COUNT else None


def _version(value: Any) -> str | None:
    return value if isinstance(value, str) and value.isprintable() and len(value) <= _MAX_VERSION else None


def _moment(value: Any) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return moment if moment.tzinfo and 1970 < moment.year < 9000 else None
