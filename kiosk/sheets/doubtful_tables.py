"""Questions about whole tables that may be no respondents, or only one of two answers of each."""

import re
from collections.abc import Mapping
from collections.abc import Sequence
from itertools import islice

from kiosk.sheets.headers import Header
from kiosk.sheets.items import unsur_of
from kiosk.sheets.judged import RESPONDENT
from kiosk.sheets.judged import Judged
from kiosk.sheets.questions import Choice
from kiosk.sheets.questions import Question
from kiosk.sheets.texts import letters
from kiosk.sheets.texts import normalise
from kiosk.sheets.texts import ranges
from kiosk.sheets.titles import Ground
from kiosk.sheets.twins import IDENTITY
from kiosk.sheets.values import read_value

_NEARLY_ALL = 0.9
_ROWS = 50
_FEWEST_GROUPS = 3
_CODE = re.compile(r"(?P<letters>[a-z]{1,4}) ?0*(?P<number>[1-9])")


def about_bare_tables(judged: Sequence[Judged], said: Mapping[tuple[str, int], bool]) -> list[Question]:
    """A table without a number, a date or a profile on the sheet of one with them: targets, a recap?"""
    for one in judged:
        others = [two for two in judged if two.table.sheet is one.table.sheet and two is not one]
        has_identity = any(IDENTITY & {*two.table.columns} and two.respondents for two in others)
        rows = [one.table.first_row + place for place, verdict in enumerate(one.verdicts)
                if verdict == RESPONDENT]  # fmt: skip
        is_settled = any(row in rows for _, row in said)
        is_beside = any(two.table.header.row == one.table.header.row for two in others)
        if rows and has_identity and not is_settled and not is_beside and not IDENTITY & {*one.table.columns}:
            shown = ranges(rows[:_ROWS])
            name = one.table.sheet.name
            several = len({two.table.sheet.name for two in judged}) > 1
            value = (f"{name}!" if several else "") + ",".join(map(str, rows))
            text = f"Baris {shown} tanpa nomor, tanggal, atau data diri seperti tabel lain. Apakah responden?"
            choices = (
                Choice(f"{value}=bukan", "bukan responden"), Choice(f"{value}=responden", "responden")
            )  # fmt: skip
            return [Question("rows", text, "--baris", "rows", choices)]
    return []


def about_groups(judged: Sequence[Judged], chosen: str) -> list[Question]:
    """Figures for each unsur, or for each of several services, and nothing about a respondent: a recap?"""
    for one in judged if not chosen else ():
        codes = {note.code for note in one.table.sheet.notes}
        is_turned, is_bare = "turned" in codes, not IDENTITY & {*one.table.columns}
        said = "setiap baris satu responden"
        if is_turned and one.respondents == len(judged) == 1:
            text, said = "Hanya ada satu nilai untuk setiap unsur.", "jawaban satu responden"
        elif "long-names" in codes or (is_bare and _names_services(one, is_turned=is_turned)):
            text = (
                f"Setiap unsur hanya punya satu nilai untuk setiap layanan, bulan, atau kelompok "
                f"({one.respondents} semuanya)."
            )
        else:
            continue
        text += " Bila isinya rata-rata atau rekap, pakai berkas dengan satu baris untuk setiap responden."
        return [Question("weights", text, "--tabel", "table", (Choice("responden", said),))]
    return []


def _names_services(judged: Judged, *, is_turned: bool) -> bool:
    """Whether each row has another text: a service, or the title of a column of a turned table."""
    service = judged.table.columns.get("service")
    index = service.index if service else 0 if is_turned else None
    profile = None if index is None else judged.table.profiles.by_column.get(index)
    return (
        profile is not None
        and judged.respondents >= _FEWEST_GROUPS
        and len(profile.words) == profile.texts == judged.table.profiles.seen
    )


def about_untitled(judged: Sequence[Judged]) -> list[Question]:
    """A column without a title beside that of each unsur, with answers, too: importance, a second item?"""
    for one in judged:
        header = one.table.header
        if any(ground is Ground.CHOSEN for ground in header.grounds.values()):
            continue
        for step in (1, -1):
            beside = {key: index + step for key, index in header.columns.items()}
            if all(_is_filled(one, header, index) for index in beside.values()):
                sets = [dict(header.columns), beside][::step]
                places = [", ".join(letters(index) for index in columns.values()) for columns in sets]
                text = f"Di samping tiap unsur ada kolom tanpa judul yang juga berisi jawaban ({places[1]})."
                choices = [Choice(_say([columns]), f"kolom {where}")
                           for columns, where in zip(sets, places, strict=True)]  # fmt: skip
                mean = Choice(_say(sets), "rata-ratanya tiap responden")
                question = f"{text} Mana yang dihitung?"
                return [Question("columns", question, "--kolom", "column", (*choices, mean))]
    return []


def about_rival_series(judged: Sequence[Judged]) -> list[Question]:
    """Nine more numbered titles with answers beside bare U1 to U9, such as K1 to K9: which are they?"""
    for one in judged:
        header = one.table.header
        if any(ground is not Ground.BARE for ground in header.grounds.values()):
            continue
        series: dict[str, dict[int, int]] = {}
        taken = {*header.columns.values(), *header.aside, *header.extra, *header.hidden}
        for index, title in header.titles.items():
            if index not in taken and (found := _CODE.fullmatch(normalise(title))):
                series.setdefault(found["letters"], {})[int(found["number"])] = index
        own = sorted(header.columns.values())
        for numbers in series.values():
            others = sorted(numbers.values())
            if len(numbers) == len(own) and all(_has_answers(one, index) for index in others):
                spans = [(places[0], places[-1]) for places in (own, others)]
                named = [f"{header.titles[first]}–{header.titles[last]}" for first, last in spans]
                text = f"Selain {named[0]} juga {named[1]} berisi jawaban. Kolom mana yang 9 unsur?"
                choices = [Choice(f"{letters(first)}:{letters(last)}=kuesioner", f"{name}, urut kuesioner")
                           for (first, last), name in zip(spans, named, strict=True)
                           if last - first == len(own) - 1]  # fmt: skip
                return [Question("columns", text, "--kolom", "column", tuple(choices), "B:J=kuesioner")]
    return []


def _is_filled(judged: Judged, header: Header, index: int) -> bool:
    """Whether a column has no title, and answers in nearly all rows."""
    taken = {*header.columns.values(), *header.aside, *header.extra}
    return index not in header.titles and index not in taken and _has_answers(judged, index)


def _has_answers(judged: Judged, index: int) -> bool:
    first = judged.table.first_row
    rows = islice(iter(judged.table.sheet.rows), first - 1, first - 1 + min(_ROWS, len(judged.verdicts)))
    cells = [
        row[index] if index < len(row) else None
        for verdict, row in zip(judged.verdicts, rows, strict=False)
        if verdict == RESPONDENT
    ]
    good = [cell for cell in cells if cell is not None and 1 <= (read_value(cell).number or 0) <= 4]
    return bool(cells) and len(good) >= _NEARLY_ALL * len(cells)


def _say(sets: Sequence[Mapping[str, int]]) -> str:
    pairs = sorted((index, unsur_of(key)) for columns in sets for key, index in columns.items())
    return ",".join(f"{letters(index)}={key}" for index, key in pairs)
