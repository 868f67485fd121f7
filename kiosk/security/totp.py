"""One-time codes of two-factor authentication: those of a phone (RFC 6238), and recovery codes on paper.

A phone's secret is derived from the instance's secret and a random seed. Only the seed is stored, so a copy
of the database or a backup is not enough to compute codes.
"""

import base64
import hashlib
import hmac
from datetime import datetime

from pyotp import TOTP

STEP_S = 30
# A phone's clock may be one step ahead or behind.
DRIFT = 1

RECOVERY_CODES = 8
RECOVERY_LENGTH = 16


def derive_secret(key: str, person_id: str, seed: str) -> str:
    """The secret that this person's phone holds, in base 32; `key` is the instance's."""
    digest = hmac.new(key.encode(), f"one-time codes {person_id} {seed}".encode(), "sha256").digest()
    return base64.b32encode(digest[:20]).decode()


def make_address(secret: str, username: str, office: str) -> str:
    """The address in the QR code for an authenticator application."""
    return TOTP(secret).provisioning_uri(name=username, issuer_name=f"IKM {office}")


def find_step(secret: str, code: str, now: datetime) -> int | None:
    """The time step that this is the code of: the present one or one beside it; None for a wrong code."""
    present = int(now.timestamp()) // STEP_S
    generator = TOTP(secret, interval=STEP_S)
    steps = range(present - DRIFT, present + DRIFT + 1)
    return next((step for step in steps if hmac.compare_digest(generator.generate_otp(step), code)), None)


def tidy(typed: str) -> str:
    """A typed code without the spaces that it is shown with."""
    return "".join(letter for letter in typed.lower() if letter.isascii() and letter.isalnum())


def hash_recovery_code(person_id: str, code: str) -> str:
    """The hash of a recovery code to store; the code has 80 random bits, so it cannot be guessed from it."""
    return hashlib.sha256(f"{person_id} {code}".encode()).hexdigest()


def in_groups(text: str) -> str:
    """`abcdefgh` as `abcd efgh`, easier to copy from a page."""
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))
