"""What commands say about the rows of a file that are no responses."""

from collections.abc import Mapping

from kiosk.base.formatting import whole

_SKIPPED = {
    "blank": "kosong",
    "numbering": "penomoran kolom",
    "summary": "rekapitulasi",
    "header": "judul yang berulang",
    "legend": "keterangan",
    "unanswered": "tanpa satu jawaban pun",
}


def say_skipped(skipped: Mapping[str, int]) -> str:
    """How many rows were no responses, by kind."""
    kinds = (f"{whole(count)} {_SKIPPED[kind]}" for kind, count in skipped.items())
    return f"Baris dilewati: {', '.join(kinds)}."
