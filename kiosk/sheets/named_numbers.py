"""Bare numbers of columns that the file itself names elsewhere: "U8 = Penanganan pengaduan"."""

from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence

from kiosk.sheets.cells import Note
from kiosk.sheets.cells import Row
from kiosk.sheets.headers import HeaderReader
from kiosk.sheets.judged import Judged
from kiosk.sheets.legends import read_numbers
from kiosk.sheets.questions import Choice
from kiosk.sheets.questions import Question
from kiosk.sheets.texts import letters
from kiosk.sheets.titles import Ground


class NamedNumbers:
    """Compares what the stated order makes of bare numbers with what the file says of them.

    `columns` are to be read otherwise: by index, what a legend with the very labels of the columns ("U8 =
    …") says. A mere numbered list of the unsur is no such legend; where it differs, a person is asked.
    """

    def __init__(self, judged: Sequence[Judged], rows: Sequence[Row], reader: HeaderReader) -> None:
        self._reader = reader
        self._header = next((one.table.header for one in judged if one.table.header.is_complete), None)
        bare = dict(self._bare())
        said = read_numbers(rows, reader.titles) if bare else {}
        series = {series for series, _ in bare.values()}
        named = said.get(next(iter(series), "")) if len(series) == 1 else None
        self.columns = self._differing(bare, named or {})
        self._listed = {} if named else self._differing(bare, said.get("", {}))

    def _bare(self) -> Iterator[tuple[int, tuple[str, int]]]:
        """The columns known by a mere number, with its series."""
        for key, index in self._header.columns.items() if self._header else ():
            title = self._reader.titles.read(self._header.titles.get(index, "")) if self._header else None
            if title and title.number and self._header and self._header.grounds[key] is Ground.BARE:
                yield index, (title.series or "", title.number)

    def _differing(self, bare: Mapping[int, tuple[str, int]], said: Mapping[int, str]) -> dict[int, str]:
        """What a list says of all bare columns, where it names each and differs for one of them."""
        header = self._header
        wanted = {index: said.get(number) for index, (_, number) in bare.items()}
        now = {index: key for key, index in header.columns.items()} if header else {}
        known = {index: key for index, key in wanted.items() if key}
        differs = any(now[index] != key for index, key in known.items())
        is_whole = {*known.values()} == {now[index] for index in known}
        return known if differs and is_whole else {}

    def note(self) -> Note:
        """How the numbers are read."""
        return Note(
            "numbers-named", f"Arti nomor kolom menurut keterangan di berkas: {self._describe(self.columns)}."
        )

    def questions(self) -> list[Question]:
        """Whether a numbered list of the unsur in the file says the order of the columns."""
        if not self._listed or not self._header:
            return []
        text = (
            f"Daftar unsur di berkas menomori unsurnya berbeda: {self._describe(self._listed)}. "
            "Apakah kolomnya menurut daftar itu?"
        )
        first, last = min(self._header.columns.values()), max(self._header.columns.values())
        span = f"{letters(first)}:{letters(last)}"
        orders = self._reader.titles.vocabulary.orders
        choices = tuple(
            Choice(f"{span}={name}", f"urutan {name}")
            for name, keys in orders.items()
            if last - first + 1 == len(keys)
        )
        return [Question("order", text, "--kolom", "column", choices, self._example())]

    def _example(self) -> str:
        index, key = next(iter(self._listed.items()))
        return f"{letters(index)}={key}"

    def _describe(self, columns: Mapping[int, str]) -> str:
        names = self._reader.titles.vocabulary.titles
        header = self._header
        now = {index: key for key, index in header.columns.items()} if header else {}
        return "; ".join(
            f"{header.titles.get(index, letters(index)) if header else index} = {names[key]}"
            for index, key in columns.items()
            if now[index] != key
        )
