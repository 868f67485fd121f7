"""The message about rows of a file that are not respondents."""

from collections.abc import Sequence

from kiosk.base.formatting import whole
from kiosk.sheets import Skipped

# The kinds of such rows, in the order of the message.
KINDS = {
    "blank": "kosong",
    "numbering": "penomoran kolom",
    "summary": "rekapitulasi",
    "header": "judul yang berulang",
    "title": "judul bagian",
    "legend": "keterangan",
    "unanswered": "tanpa satu jawaban pun",
    "merged": "sambungan sel gabungan",
    "hidden": "tersembunyi",
    "office": "kantor lain",
    "other": "tabel lain",
    "said": "dinyatakan bukan responden",
    "doubt": "belum jelas",
}


def describe_skipped(skipped: Sequence[Skipped]) -> str:
    """How many rows were skipped, by kind."""
    counts = dict.fromkeys(KINDS, 0)
    for one in skipped:
        counts[one.kind] += len(one.rows)
    kinds = (f"{whole(count)} {KINDS[kind]}" for kind, count in counts.items() if count)
    return f"Baris dilewati: {', '.join(kinds)}."
