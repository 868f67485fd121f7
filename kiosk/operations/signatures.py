"""Signatures of releases: files of the minisign format (Ed25519, https://jedisct1.github.io/minisign/).

Beside each file of a release lies `<name>.minisig`. Its trusted comment is the file's name, so that an older
file does not pass under a newer name; that of a lock file, which has the same name in each release, also
names the wheel it belongs to. The publisher's public key is in the installed version
(`kiosk/penerbit.pub`) or put into the instance by an office that builds its own (`penerbit.pub`); the secret
key is in neither.

    python -m kiosk.operations.signatures new KEYFILE            # prints the public key
    python -m kiosk.operations.signatures sign KEYFILE FILE…     # writes FILE.minisig; one wheel among them
"""

import base64
import binascii
import hashlib
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey
from nacl.signing import VerifyKey

from kiosk.store.engine.files import create_private

PUBLIC, SUFFIX = "penerbit.pub", ".minisig"
PACKAGE = Path(__file__).parent.parent
_ALGORITHM, _PREHASHED = b"Ed", b"ED"
_UNTRUSTED, _TRUSTED = "untrusted comment: ", "trusted comment: "


class NotSigned(ValueError):
    """The file has no signature of the publisher; the message says why, in Indonesian."""


@dataclass(frozen=True)
class PublicKey:
    """A publisher's key and the id by which signatures name it."""

    id: bytes
    key: VerifyKey

    @classmethod
    def find(cls, *folders: Path) -> Self | None:
        """The key in the first of these folders that has one. Raises NotSigned when the file is none."""
        for folder in folders:
            if (folder / PUBLIC).is_file():
                return cls.read((folder / PUBLIC).read_text(encoding="utf-8"))
        return None

    @classmethod
    def read(cls, text: str) -> Self:
        """The key in the text of a public key file. Raises NotSigned."""
        raw = _decode(text.strip().splitlines()[-1:], 42)
        if raw[:2] != _ALGORITHM:
            raise NotSigned(f"{PUBLIC} bukan kunci minisign")
        return cls(raw[2:10], VerifyKey(raw[10:]))

    def check(self, file: Path, wheel: Path | None = None) -> None:
        """Check the signature beside a file that belongs to `wheel` or is it. Raises NotSigned, OSError."""
        path = file.with_name(file.name + SUFFIX)
        if not path.is_file():
            raise NotSigned(f"{path.name} tidak ada di sampingnya")
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
        if len(lines) != 4 or not lines[2].startswith(_TRUSTED):
            raise NotSigned(f"{path.name} bukan tanda tangan minisign")
        raw, whole = _decode(lines[1:2], 74), _decode(lines[3:4], 64)
        comment = lines[2].removeprefix(_TRUSTED)
        if raw[:2] != _PREHASHED or raw[2:10] != self.id:
            raise NotSigned(f"{path.name} dari kunci lain")
        try:
            self.key.verify(_digest(file), raw[10:])
            self.key.verify(raw[10:] + comment.encode(), whole)
        except BadSignatureError as error:
            raise NotSigned(f"{file.name} bukan lagi yang ditandatangani") from error
        if comment != _name(file, wheel):
            raise NotSigned(f"tanda tangan {file.name} itu untuk {comment}")


def _decode(lines: list[str], length: int) -> bytes:
    try:
        raw = base64.b64decode("".join(lines), validate=True)
    except (binascii.Error, ValueError):
        raw = b""
    if len(raw) != length:
        raise NotSigned("kunci atau tanda tangannya terpotong")
    return raw


def _digest(file: Path) -> bytes:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, lambda: hashlib.blake2b(digest_size=64)).digest()


def new_key(path: Path) -> str:
    """Write a new secret key, readable by its owner alone; returns the text of the public key file.

    Raises FileExistsError.
    """
    if path.exists():
        raise FileExistsError(str(path))
    key = SigningKey.generate()
    create_private(path)
    path.write_bytes(base64.b64encode(bytes(key)) + b"\n")
    raw = _ALGORITHM + _id_of(key) + bytes(key.verify_key)
    return f"{_UNTRUSTED}minisign public key\n{base64.b64encode(raw).decode()}\n"


def _name(file: Path, wheel: Path | None) -> str:
    """What the signature says the file is."""
    return f"{file.name} {wheel.name}" if wheel and wheel.name != file.name else file.name


def sign(secret: Path, file: Path, wheel: Path | None = None) -> Path:
    """Write the signature of a file, which may belong to `wheel`, beside it; returns its path.

    Raises OSError.
    """
    name = _name(file, wheel)
    key = SigningKey(base64.b64decode(secret.read_bytes()))
    signature = key.sign(_digest(file)).signature
    lines = [
        f"{_UNTRUSTED}signature of {name}",
        base64.b64encode(_PREHASHED + _id_of(key) + signature).decode(),
        f"{_TRUSTED}{name}",
        base64.b64encode(key.sign(signature + name.encode()).signature).decode(),
    ]
    path = file.with_name(file.name + SUFFIX)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _id_of(key: SigningKey) -> bytes:
    return hashlib.sha256(bytes(key.verify_key)).digest()[:8]


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["new", name]:
            print(new_key(Path(name)), end="")
        case ["sign", name, *files] if len(wheels := [one for one in files if one.endswith(".whl")]) == 1:
            for one in files:
                print(sign(Path(name), Path(one), Path(wheels[0])))
        case _:
            sys.exit(__doc__)
