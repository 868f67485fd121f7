"""Notices to staff about their account: refused passwords and codes, and what was changed in it."""

from collections.abc import Iterable
from datetime import datetime

from sqlite_utils import Database

from kiosk.base.formatting import date_time
from kiosk.store.accounts import account_changes
from kiosk.store.accounts.account_changes import AccountChange
from kiosk.store.accounts.people import Person
from kiosk.store.engine.times import local
from kiosk.store.offices import units

TOO_MANY = "Terlalu banyak percobaan. Tunggu lima menit, lalu coba lagi."
CROWDED = "Banyak yang masuk bersamaan. Tunggu sebentar, lalu coba lagi."
WRONG_CODE = (
    "Kode salah atau sudah dipakai. Tunggu kode berikutnya, lalu coba lagi. Bila terus salah, cocokkan "
    "jam HP dengan jam komputer kantor."
)
WORDS = {
    "password": "kata sandi diganti",
    "password-link": "kata sandi dibuat lewat tautan",
    "role": "peran diubah",
    "unit": "unit diubah",
    "factor-on": "verifikasi dua langkah diaktifkan",
    "factor-off": "verifikasi dua langkah dimatikan",
    "recovery-codes": "kode cadangan dibuat baru",
    "recovery-code": "satu kode cadangan dipakai",
    "code-again": "kode yang sudah dipakai dicoba lagi",
    "wrong-codes": "kata sandi benar, tetapi kodenya salah berkali-kali",
    "browser": "masuk dari peramban yang belum dikenal",
}
# These name no one: it may have been anyone who knows the password.
ANONYMOUS = frozenset({"recovery-code", "code-again", "wrong-codes", "browser"})
LISTED = 10
_SHOWN = 4


def announce_changes(db: Database, person: Person, now: datetime) -> str | None:
    """What changed in the account since its owner was last told, in words; None when nothing did."""
    untold = account_changes.list_changes(db, person.person_id, _SHOWN, untold_only=True)
    if not untold:
        return None
    account_changes.mark_told(db, person.person_id, now)
    changes = "; ".join(f"{what} ({at})" for at, what in _describe(db, person, untold))
    return f"Sejak Anda terakhir masuk: {changes}. Bukan Anda? Ganti kata sandi dan beri tahu admin."


def list_changes(db: Database, person: Person) -> list[tuple[str, str]]:
    """When and what was changed in the account, the newest first."""
    return _describe(db, person, account_changes.list_changes(db, person.person_id, LISTED))


def _describe(db: Database, person: Person, changes: Iterable[AccountChange]) -> list[tuple[str, str]]:
    timezone = units.get_unit(db, person.unit_id).timezone
    return [(date_time(local(change.at, timezone)), _say(change)) for change in changes]


def _say(change: AccountChange) -> str:
    what = WORDS[change.kind] + (f" menjadi {change.detail}" if change.detail else "")
    if change.kind in ANONYMOUS:
        return what
    return f"{what} oleh {'Anda' if change.is_own else change.made_by or 'perintah ikm di server'}"
