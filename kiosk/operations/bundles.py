"""Bundles: what an office's own server sends to the city's, as lines of JSON with a signature at the end.

The first line is the manifest, the others come from `kiosk.store.exchange.exporting`, and the last signs
every byte before it with HMAC-SHA256. Only the first line is read before the signature has been verified. The
format is documented in docs/formats.md.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from kiosk.figures.foreign_publications import NotReadable
from kiosk.figures.foreign_publications import check_publication
from kiosk.store.engine.errors import BundleRefused
from kiosk.store.exchange.merging import Manifest
from kiosk.store.journal.journal import Head
from kiosk.store.journal.kinds import PUBLICATION
from kiosk.store.journal.kinds.base import BundleLine

FORM = "ikm-kiriman-1"
_SECRET = re.compile("[0-9a-f]{64}")
PARTS = frozenset(("profile", "comment"))


class NoBundle(ValueError):
    """The file is no bundle or incomplete; the message says why, in Indonesian."""


class WrongSignature(BundleRefused):
    """The file was changed, or signed with another key."""


@dataclass(frozen=True)
class BundleKey:
    """The key an office signs with: its code on the city's server, the key's generation, 256 secret bits."""

    code: str
    generation: int
    secret: str

    def __str__(self) -> str:
        return f"{self.code}.{self.generation}.{self.secret}"

    @classmethod
    def parse(cls, text: str) -> "BundleKey":
        """The key in a file. Raises NoBundle."""
        code, _, rest = text.strip().partition(".")
        generation, _, secret = rest.partition(".")
        if not code or not generation.isdecimal() or not _SECRET.fullmatch(secret):
            raise NoBundle("kunci tidak dapat dibaca; minta kunci baru dari kota: ikm merge-key")
        return cls(code, int(generation), secret)


def make_key(server_secret: str, code: str, generation: int) -> BundleKey:
    """The key of an office, derived from the city's own secret so that none has to be stored."""
    text = f"{FORM}:{code}:{generation}"
    return BundleKey(
        code, generation, hmac.new(server_secret.encode(), text.encode(), hashlib.sha256).hexdigest()
    )


def write(path: Path, key: BundleKey, manifest: BundleLine, lines: Iterable[BundleLine]) -> None:
    """Write and sign a bundle. Raises OSError."""
    mac = hmac.new(bytes.fromhex(key.secret), digestmod=hashlib.sha256)
    first = {"form": FORM, "key": [key.code, key.generation], **manifest}
    with path.open("wb") as file:
        for line in chain([first], lines):
            text = json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
            mac.update(text)
            file.write(text)
        file.write(json.dumps({"signature": mac.hexdigest()}).encode() + b"\n")


def read_code(path: Path) -> tuple[str, int]:
    """The unit code and key generation that the file claims. Raises NoBundle, OSError."""
    with path.open("rb") as file:
        first = _object(file.readline())
    try:
        if first["form"] != FORM:
            raise NoBundle(f"bentuk {first['form']} tidak dikenal program ini; perbarui programnya")
        code, generation = first["key"]
        return str(code), int(generation)
    except (KeyError, TypeError, ValueError) as error:
        raise error if isinstance(error, NoBundle) else NoBundle("bukan berkas kiriman ikm export") from error


def verify(path: Path, key: BundleKey) -> None:
    """Verify the signature. Raises WrongSignature, NoBundle, OSError."""
    mac = hmac.new(bytes.fromhex(key.secret), digestmod=hashlib.sha256)
    last = b""
    with path.open("rb") as file:
        for line in file:
            mac.update(last)
            last = line
    stated = _object(last).get("signature")
    if stated is None:
        raise NoBundle("berkasnya terpotong; minta kirim ulang")
    if not isinstance(stated, str) or not hmac.compare_digest(stated.encode(), mac.hexdigest().encode()):
        raise WrongSignature("tanda tangannya tidak cocok: berkas diubah, atau dibuat dengan kunci lain")


def read_manifest(path: Path, code: str) -> Manifest:
    """The first line of a checked bundle. Raises NoBundle."""
    with path.open("rb") as file:
        first = _object(file.readline())
    try:
        return Manifest(
            code,
            dict(first["unit"]),
            Head(*first["after"]),
            Head(*first["until"]),
            frozenset(first["parts"]) & PARTS,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise NoBundle("baris pertamanya tidak lengkap") from error


def read_lines(path: Path) -> Iterator[BundleLine]:
    """The lines of a checked bundle, each publication readable. Raises NoBundle, BundleRefused."""
    with path.open("rb") as file:
        file.readline()
        for text in file:
            line = _object(text)
            if "signature" not in line:
                _check_publication(line)
                yield line


def _check_publication(line: BundleLine) -> None:
    """Require that a publication can be shown: one that cannot would stop the unit's public page."""
    link, facts, more = (line.get(name) for name in ("link", "facts", "more"))
    if isinstance(link, dict) and link.get("kind") == PUBLICATION.name:
        try:
            check_publication({**dict(facts or {}), **dict(more or {})})
        except (NotReadable, TypeError, ValueError) as error:
            raise BundleRefused(str(error)) from error


def _object(line: bytes) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except ValueError as error:
        raise NoBundle("bukan berkas kiriman ikm export") from error
    if not isinstance(found, dict):
        raise NoBundle("bukan berkas kiriman ikm export")
    return found
