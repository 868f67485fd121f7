"""One-time codes of a second factor: those that a phone shows (RFC 6238), and recovery codes on paper.

A phone's secret follows from the instance's own secret and a random seed. The seed alone is stored, so that
a copy of the database, or a backup, gives no codes.
"""

import base64
import hashlib
import hmac
from datetime import datetime

from pyotp import TOTP

STEP_S = 30
# A clock may be one step off, before or behind.
DRIFT = 1

RECOVERY_CODES = 8
RECOVERY_LENGTH = 16


def derive_secret(key: str, person_id: str, seed: str) -> str:
    """The secret that this person's phone holds, in base 32; `key` is the instance's."""
    digest = hmac.new(key.encode(), f"one-time codes {person_id} {seed}".encode(), "sha256").digest()
    return base64.b32encode(digest[:20]).decode()


def make_address(secret: str, username: str, office: str) -> str:
    """What the QR code says to an authenticator application."""
    return TOTP(secret).provisioning_uri(name=username, issuer_name=f"IKM {office}")


def find_step(secret: str, code: str, now: datetime) -> int | None:
    """Of which step of time this is the code: the present one or, for clocks that differ, one beside it."""
    present = int(now.timestamp()) // STEP_S
    generator = TOTP(secret, interval=STEP_S)
    steps = range(present - DRIFT, present + DRIFT + 1)
    return next((step for step in steps if hmac.compare_digest(generator.generate_otp(step), code)), None)


def tidy(typed: str) -> str:
    """A code as typed, without the gaps that it is shown with."""
    return "".join(letter for letter in typed.lower() if letter.isascii() and letter.isalnum())


def hash_recovery_code(person_id: str, code: str) -> str:
    """What is stored of a recovery code: of 80 random bits, so no trying finds it."""
    return hashlib.sha256(f"{person_id} {code}".encode()).hexdigest()


def in_groups(text: str) -> str:
    """`abcdefgh` as `abcd efgh`, to be copied from a page."""
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))
