"""Finding the rows that name the unsur, anywhere on a sheet, in the ways offices name them.

A header may take two rows (labels above names, one title above two columns), occur several times on a sheet,
each time over other columns, and name two tables side by side. Where names and numbers disagree, names win;
where only the stated order tells two unsur apart, the header says so. Two columns that could be the same
unsur are not guessed. What a person chose, now or for an earlier file, wins over all.
"""

import re
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace

from kiosk.sheets.cells import Row
from kiosk.sheets.cells import Sheet
from kiosk.sheets.header_texts import MOST_COLUMNS
from kiosk.sheets.header_texts import carried_texts
from kiosk.sheets.header_texts import dated_columns
from kiosk.sheets.header_texts import join_texts
from kiosk.sheets.header_texts import text_at
from kiosk.sheets.header_texts import titles_above
from kiosk.sheets.items import items_of
from kiosk.sheets.items import unsur_of
from kiosk.sheets.roles import IGNORED
from kiosk.sheets.roles import role_of
from kiosk.sheets.texts import letters
from kiosk.sheets.texts import normalise
from kiosk.sheets.titles import Ground
from kiosk.sheets.titles import Title
from kiosk.sheets.titles import Titles

# How many rows above a header may hold titles that reach over several of its columns.
ROWS_ABOVE = 3
# The question and the sub-question of a survey program: "q01 sq001", "q2 1".
_SUB = re.compile(r"[a-z]+ ?\d+ (?:sq|s)? ?0*(?P<sub>[1-9]\d?)")
Spans = Mapping[int, Sequence[tuple[int, int]]]


@dataclass(frozen=True)
class Header:
    """Where the unsur of one table are: `columns[key]` counts from 0, `row` from 1.

    `first` and `last` bound the table's columns, `right` is the last column with a title in that row.
    `labels[key]` is the title in the file, `grounds[key]` how it was understood; `titles` are those of all
    columns. `assumed` are keys that another order would put elsewhere. `absent` are those no column has,
    `twice` those that several columns could be, which are not in `columns`. `extra` are columns with a number
    of the same series that is no unsur's, `aside` those with the importance of an unsur beside its
    satisfaction, `important` the first of them by unsur. `hidden` are titled columns that the file hides:
    they are no unsur's unless a person says so; `offered` are those of them that would be an absent unsur's.
    """

    row: int
    first: int
    last: int
    columns: Mapping[str, int] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    grounds: Mapping[str, Ground] = field(default_factory=dict)
    titles: Mapping[int, str] = field(default_factory=dict)
    assumed: frozenset[str] = frozenset()
    absent: frozenset[str] = frozenset()
    twice: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    extra: tuple[int, ...] = ()
    aside: tuple[int, ...] = ()
    important: Mapping[str, int] = field(default_factory=dict)
    hidden: tuple[int, ...] = ()
    right: int = 0
    offered: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_complete(self) -> bool:
        """Whether each unsur has its column."""
        return not self.absent and not self.twice

    @property
    def found(self) -> int:
        """How many unsur it names."""
        return len(self.columns) + len(self.twice)

    def choose(self, chosen: Mapping[int, str], keys: Sequence[str]) -> "Header":
        """The header with these columns as a person chose them; several of an unsur are items of it."""
        found: dict[str, list[int]] = {}
        for index, role in sorted(chosen.items()):
            if role in keys:
                found.setdefault(role, []).append(index)
        by_hand = {
            item: index
            for key, indexes in found.items()
            for item, index in zip(items_of(key, len(indexes)), indexes, strict=True)
        }
        kept = {key: index for key, index in self.columns.items() if index not in chosen and key not in found}
        twice = {
            key: left
            for key, indexes in self.twice.items()
            if key not in found and (left := tuple(index for index in indexes if index not in chosen))
        }
        kept |= {key: indexes[0] for key, indexes in twice.items() if len(indexes) == 1}
        columns = dict(sorted((kept | by_hand).items(), key=lambda found: found[1]))
        return replace(
            self,
            first=min([self.first, *columns.values()]),
            last=max([self.last, *columns.values()]),
            columns=columns,
            labels={key: self.titles.get(index, letters(index)) for key, index in columns.items()},
            grounds={
                key: Ground.CHOSEN if key in by_hand else self.grounds.get(key, Ground.NAME)
                for key in columns
            },
            assumed=self.assumed & kept.keys(),
            absent=frozenset(keys) - {*map(unsur_of, columns)} - twice.keys(),
            twice={key: indexes for key, indexes in twice.items() if len(indexes) > 1},
            extra=tuple(index for index in self.extra if index not in chosen),
            hidden=tuple(index for index in self.hidden if index not in chosen),
        )


@dataclass(frozen=True)
class _Candidate:
    index: int
    title: Title


class HeaderReader:
    """Reads rows as headers, with bare numbers in one stated order."""

    def __init__(self, titles: Titles, order: str) -> None:
        self.titles = titles
        vocabulary = titles.vocabulary
        self.keys = vocabulary.keys(order)
        self._orders = [self.keys, *(keys for keys in vocabulary.orders.values() if keys != self.keys)]
        self._enough = max(4, (len(self.keys) + 1) // 2)

    def may_be_header(self, row: Row) -> bool:
        """A quick look at most rows: whether enough of the texts could be titles of unsur."""
        texts = [cell for cell in row if type(cell) is str]
        if len(texts) < self._enough:
            return False
        known = map(self.titles.kept.get, texts)
        count = sum(one is None or one.key is not None or one.number is not None for one in known)
        return count >= self._enough and self._count(row) >= self._enough

    def _count(self, row: Row) -> int:
        """How many unsur the row names, or numbers."""
        found: set[object] = set()
        unlettered = set()
        for cell in row[:MOST_COLUMNS]:
            if isinstance(cell, str):
                title = self.titles.read(cell)
                if title.key or (title.number and title.series):
                    found.add(title.key or (title.series, title.number))
                elif title.number:
                    unlettered.add(title.number)  # "3. Baik" is an answer, "3. Ramah?" after "2. …" a title
        return len(found) + (len(unlettered) if unlettered >= set(range(1, len(self.keys) + 1)) else 0)

    def read(self, above: Sequence[Row], row: Row, below: Row, number: int, sheet: Sheet) -> list[Header]:
        """The headers that begin with `row` of `sheet`, from the left: one for each table side by side.

        `above` are the rows before it, the nearest last, and `below` the one after it, which may belong to
        the header, too.
        """
        spans = sheet.spans
        under = below if self._belongs(row, below) else []
        dates = frozenset() if under else dated_columns(below)
        texts = {
            index: join_texts(own, text_at(under, index))
            for index, own in carried_texts(row, under, spans.get(number, ()))
            if index < MOST_COLUMNS
        }
        wide = self._wide_aspects(above, number)
        candidates = [
            _Candidate(index, self._with_aspect(self.titles.read(text), wide, index, spans))
            for index, text in texts.items()
            if index not in dates
        ]
        candidates = _unfold(candidates, len(self.keys))
        width = max(len(row), len(under), 1)
        titles = titles_above(above, texts)
        blocks = self._split([one for one in candidates if one.index not in sheet.hidden_columns])
        last_row = number + bool(under)
        starts = [0, *(_start(titles, one, two) for one, two in zip(blocks, blocks[1:], strict=False))]
        ends = [*(start - 1 for start in starts[1:]), width - 1]
        hidden = [one for one in candidates if one.index in sheet.hidden_columns]
        return [
            self._offer(
                self._resolve(
                    block,
                    Header(
                        last_row,
                        first,
                        last,
                        titles={i: t for i, t in titles.items() if first <= i <= last},
                        right=max(titles, default=width - 1),
                    ),
                ),
                block,
                [one for one in hidden if first <= one.index <= last],
            )
            for block, first, last in zip(blocks, starts, ends, strict=True)
        ]

    def _offer(self, header: Header, block: list[_Candidate], hidden: list[_Candidate]) -> Header:
        """The header with its hidden columns, and which of them would be an unsur that no other column is."""
        if not hidden:
            return header
        plain = Header(header.row, header.first, header.last, titles=header.titles)
        everything = self._resolve(sorted([*block, *hidden], key=lambda one: one.index), plain)
        places = {one.index for one in hidden}
        offered = {key: i for key, i in everything.columns.items() if key in header.absent and i in places}
        return replace(header, hidden=tuple(sorted(places)), offered=offered)

    def _belongs(self, row: Row, below: Row) -> bool:
        """Whether the row below continues the header: names under numbers, or importance and satisfaction."""
        texts = [cell for cell in below[:MOST_COLUMNS] if isinstance(cell, str)]
        if len(texts) < self._enough or any(isinstance(cell, int) for cell in below):
            return False
        titles = [self.titles.read(text) for text in texts]
        if sum(title.key is None and bool(title.aspect) for title in titles) >= self._enough:
            return True
        if self._numbers_names(row, below):
            return True
        named = len({title.key for title in titles} - {None})
        # Items below the name of their unsur: "Persyaratan" over P1 and P2.
        if not named and len({title.number for title in titles} - {None}) > len(self.keys):
            return self._names_enough(row)
        return named >= self._enough and not self._names_enough(row)

    def _numbers_names(self, row: Row, below: Row) -> bool:
        """Whether the row below only numbers the names of this one, column by column."""
        names, numbers = (
            {
                i: self.titles.read(cell)
                for i, cell in enumerate(cells[:MOST_COLUMNS])
                if isinstance(cell, str)
            }
            for cells in (row, below)
        )
        named = {index for index, title in names.items() if title.key}
        numbered = {
            index for index, title in numbers.items() if title.number and title.series and not title.key
        }
        return named == numbered and len(named) == len(self.keys)

    def _names_enough(self, row: Row) -> bool:
        """Whether the row already has the names, so that a row of names below is the next header."""
        titles = [self.titles.read(cell) for cell in row[:MOST_COLUMNS] if isinstance(cell, str)]
        return len({title.key for title in titles} - {None}) >= self._enough

    def _wide_aspects(self, above: Sequence[Row], number: int) -> list[tuple[int, dict[int, str]]]:
        """What titles above say of importance or satisfaction: rows, the nearest first, with it by column."""
        rows = zip(range(number - 1, 0, -1), reversed(above), strict=False)
        found = [
            (
                place,
                {
                    index: self.titles.read(cell).aspect
                    for index, cell in enumerate(row[:MOST_COLUMNS])
                    if isinstance(cell, str)
                },
            )
            for place, row in rows
        ]
        return [(place, aspects) for place, aspects in found if any(aspects.values())]

    def _with_aspect(
        self, title: Title, wide: Sequence[tuple[int, dict[int, str]]], index: int, spans: Spans
    ) -> Title:
        """A title with what a wider title above it says: importance or satisfaction."""
        if title.aspect or not (title.key or title.number):
            return title
        for place, aspects in wide[:1]:
            merged = next((first for first, last in spans.get(place, ()) if first <= index <= last), None)
            left = max((i for i in aspects if i <= index), default=-1)
            return replace(title, aspect=aspects.get(left if merged is None else merged, ""))
        return title

    def _split(self, candidates: list[_Candidate]) -> list[list[_Candidate]]:
        """One list for each table side by side: a table ends where a complete set of titles begins again."""
        blocks: list[list[_Candidate]] = [[]]
        seen: set[object] = set()
        for one in candidates:
            title = one.title
            who = (title.key or (title.series, title.number), title.aspect)
            is_unsur = bool(title.key or title.number)
            if is_unsur and who in seen and len(seen) >= len(self.keys):
                blocks.append([])
                seen = set()
            blocks[-1].append(one)
            if is_unsur:
                seen.add(who)
        if len(seen) < len(self.keys) and len(blocks) > 1:
            blocks = [[one for block in blocks for one in block]]
        return blocks

    def _resolve(self, block: list[_Candidate], header: Header) -> Header:
        """Which column is which unsur: in the stated order, or in the one order that fits the names."""
        series = self._series(block)
        found = [self._assign(block, header, keys, series) for keys in self._orders]
        complete = [one for one in found if one.is_complete]
        columns = {tuple(sorted(one.columns.items())) for one in complete}
        chosen = complete[0] if complete else self._add_left_over(found[0], block, series)
        if len(columns) > 1:
            moved = {key for key in self.keys if len({one.columns[key] for one in complete}) > 1}
            return replace(chosen, assumed=frozenset(moved))
        if not complete and chosen.twice:
            # Perhaps only one of the orders leaves an unsur two columns.
            chosen = min([chosen, *found[1:]], key=lambda one: (len(one.twice), len(one.absent)))
        return chosen

    def _series(self, block: list[_Candidate]) -> str | None:
        """The series whose bare numbers are unsur: the one with the most of 1 to 9."""
        numbers: dict[str, set[int]] = {}
        for one in block:
            if one.title.series is not None and one.title.number and not one.title.is_other:
                numbers.setdefault(one.title.series, set()).add(one.title.number)
        wanted = set(range(1, len(self.keys) + 1))
        return max(numbers, key=lambda name: len(numbers[name] & wanted), default=None)

    def _assign(
        self, block: list[_Candidate], header: Header, keys: Sequence[str], series: str | None
    ) -> Header:
        found: dict[str, list[tuple[int, int, _Candidate, Ground]]] = {}
        extra = []
        wanted = set(range(1, len(keys) + 1))
        numbers = {one.title.number for one in block if one.title.series == series}
        bare_strength = Ground.BARE if wanted <= numbers else Ground.AMONG_OTHERS
        for one in block:
            title = one.title
            key, ground = title.key, title.ground
            if key is None and title.number and title.series == series and not title.is_other:
                if title.number in wanted:
                    key = keys[title.number - 1]
                    ground = Ground.NUMBERED if title.has_name else Ground.BARE
                else:
                    extra.append(one.index)
            if key is not None and ground is not None:
                strength = bare_strength if ground is Ground.BARE else min(ground, Ground.BARE)
                is_aside = title.aspect == "importance"
                found.setdefault(key, []).append((not is_aside, strength, one, ground))
        columns, twice, aside, important = {}, {}, [], {}
        for key, options in found.items():
            best = max(option[:2] for option in options)
            top = [option for option in options if option[:2] == best]
            beside = [one.index for satisfied, _, one, _ in options if not satisfied]
            aside += beside
            if beside and best[0]:
                important[key] = beside[0]
            if not best[0]:
                continue  # its importance alone says nothing about how satisfied anybody is
            if len(top) == 1:
                columns[key] = (top[0][2], top[0][3])
            else:
                twice[key] = tuple(one.index for _, _, one, _ in top)
        uses_series = any(one.title.series == series for one, _ in columns.values())
        return replace(
            header,
            columns={key: one.index for key, (one, _) in columns.items()},
            labels={key: header.titles.get(one.index, one.title.text) for key, (one, _) in columns.items()},
            grounds={key: ground for key, (_, ground) in columns.items()},
            absent=frozenset(keys) - columns.keys() - twice.keys(),
            twice=twice,
            extra=tuple(extra) if uses_series else (),
            aside=tuple(aside),
            important=important,
        )

    def _add_left_over(self, header: Header, block: list[_Candidate], series: str | None) -> Header:
        """With misprints mended; and the one unsur left for the one number left, whatever its name says."""
        header = self._mend(header, block)
        if len(header.absent) != 1:
            return header
        used = {*header.columns.values(), *header.aside, *(i for many in header.twice.values() for i in many)}
        left = [
            one.index
            for one in block
            if one.title.number
            and one.title.number <= len(self.keys)
            and one.title.series == series
            and not one.title.is_other
            and one.index not in used
        ]
        return (
            _add(header, next(iter(header.absent)), left[0], Ground.LEFT_OVER) if len(left) == 1 else header
        )

    def _mend(self, header: Header, block: list[_Candidate]) -> Header:
        for one in block:
            if header.absent and not one.title.key and not one.title.is_other and not one.title.number:
                key = self.titles.nearly(header.titles.get(one.index, ""))
                if key in header.absent:
                    header = _add(header, str(key), one.index, Ground.NEARLY)
        return header


def _add(header: Header, key: str, index: int, ground: Ground) -> Header:
    return replace(
        header,
        columns={**header.columns, key: index},
        labels={**header.labels, key: header.titles.get(index, letters(index))},
        grounds={**header.grounds, key: ground},
        absent=header.absent - {key},
    )


def _unfold(candidates: list[_Candidate], size: int) -> list[_Candidate]:
    """The candidates by sub-question where all are those of one question: Q1[SQ001], Q1[SQ002]."""
    subs = [_SUB.fullmatch(one.title.text) for one in candidates]
    own = [one.title for one, sub in zip(candidates, subs, strict=True) if sub]
    if len({(title.series, title.number) for title in own}) != 1 or len(own) < size:
        return candidates
    return [
        replace(one, title=replace(one.title, number=int(sub["sub"]), has_name=False)) if sub else one
        for one, sub in zip(candidates, subs, strict=True)
    ]


def _start(titles: Mapping[int, str], one: list[_Candidate], two: list[_Candidate]) -> int:
    """The first column of the second of two tables side by side."""
    end = max(c.index for c in one if c.title.key or c.title.number)
    begin = min(c.index for c in two if c.title.key or c.title.number)
    gap = range(end + 1, begin)
    if blank := next((index for index in gap if index not in titles), None):
        return blank + 1
    return next(
        (index for index in gap if role_of(normalise(titles[index]))[0] not in (IGNORED, "comment")), begin
    )
