"""The files of clips and recorded sound: checked by their content, stored beside the evidence files.

They are in the same folder, so that every backup has them.
"""

import hashlib
from pathlib import Path

from kiosk.store.engine.files import replace_atomically
from kiosk.store.engine.ids import new_key
from kiosk.store.offices.question_media import SIGN
from kiosk.store.offices.question_media import QuestionMedia

MOST_BYTES = {"sign": 6 * 1024 * 1024, "sound": 1024 * 1024}
# Together for one unit: sixteen clips and some sounds.
QUOTA = 128 * 1024 * 1024
_ENDING = {
    "video/mp4": "mp4",
    "video/webm": "webm",
    "audio/mpeg": "mp3",
    "audio/ogg": "ogg",
    "audio/mp4": "m4a",
    "audio/wav": "wav",
}


class NotMedia(ValueError):
    """A file that is not accepted; the message is Indonesian and fit to show."""


def find_type(content: bytes, kind: str) -> str:
    """The type of a file by its first bytes, not by its name. Raises NotMedia."""
    most = MOST_BYTES[kind]
    if len(content) > most:
        raise NotMedia(f"Berkas terlalu besar: paling banyak {most // 1024**2} MB.")
    found = _video_type(content) if kind == SIGN else _audio_type(content)
    if found is None:
        raise NotMedia(
            "Pilih video MP4 atau WebM." if kind == SIGN else "Pilih suara MP3, OGG, M4A, atau WAV."
        )
    return found


def _video_type(content: bytes) -> str | None:
    if content[4:8] == b"ftyp" and content[8:11] != b"M4A":
        return "video/mp4"
    return "video/webm" if content[:4] == b"\x1a\x45\xdf\xa3" and b"webm" in content[:64] else None


def _audio_type(content: bytes) -> str | None:
    if content[:3] == b"ID3" or (content[:1] == b"\xff" and content[1:2] and content[1] & 0xE6 == 0xE2):
        return "audio/mpeg"
    if content[:4] == b"OggS":
        return "audio/ogg"
    if content[4:11] == b"ftypM4A":
        return "audio/mp4"
    return "audio/wav" if content[:4] == b"RIFF" and content[8:12] == b"WAVE" else None


def path_of(folder: Path, media: QuestionMedia) -> Path:
    """The path of its file in the instance's folder of uploaded files."""
    return folder / f"{media.media_id}.{_ENDING[media.media_type]}"


def save(folder: Path, content: bytes, *, place: str, kind: str, language: str) -> QuestionMedia:
    """Write a file, durably and readable by the program's user alone. Raises NotMedia."""
    media_type = find_type(content, kind)
    digest = hashlib.sha256(content).hexdigest()
    media = QuestionMedia(new_key(16), place, kind, language, media_type, len(content), digest)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with replace_atomically(path_of(folder, media)) as part:
        part.write_bytes(content)
    return media


def is_unchanged(folder: Path, media: QuestionMedia) -> bool:
    """Whether the file is there with the bytes that were uploaded."""
    try:
        with path_of(folder, media).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == media.sha256
    except OSError:
        return False
