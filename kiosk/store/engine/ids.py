"""Random keys made by the program and not by the database, so that offices can be merged later."""

import hashlib
import secrets

# Crockford's base 32: no I, L, O or U, so a key can be read aloud and typed from paper.
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def new_key(length: int = 12) -> str:
    """A random key of `length` letters of 5 bits each, for rows that staff create."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def new_response_id() -> str:
    """128 random bits as 32 hex digits: the id of one response."""
    return secrets.token_hex(16)


def hash_secret(secret: str) -> str:
    """The hash of a random secret, which is too long to guess: it needs no salt and no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()
