"""The PIN of the staff corner, hashed so that a paired tablet can check it offline.

The hash keeps a visitor who finds it from reading the PIN. It does not withstand a brute-force attack, as 4
to 8 digits are few, but the corner opens little: counts, sending now, the queue of that tablet. The number of
rounds is what a slow tablet computes in a moment without `crypto.subtle`, which browsers do not offer on
plain HTTP.
"""

import hashlib
import secrets

ROUNDS = 10_000


def hash_pin(pin: str) -> str:
    """`pbkdf2-sha256$<rounds>$<salt>$<key>`, salt (16 bytes) and key (32 bytes) in hex."""
    salt = secrets.token_bytes(16)
    key = hashlib.pbkdf2_hmac("sha256", pin.encode(), salt, ROUNDS)
    return f"pbkdf2-sha256${ROUNDS}${salt.hex()}${key.hex()}"
