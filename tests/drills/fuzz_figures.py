"""`python -m tests.drills.fuzz_figures [cases [seed]]`: known tables in changed files, through *Impor*.

A table whose respondents are known is re-ordered, renamed, mixed with rows that are no respondents, given a
wrong value or a dash, and saved as another kind of file. The page must store exactly what is right, ask, or
refuse; no response may be a 5xx.
"""

import random
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import sleep

from flask import Flask

from kiosk.db import get_db
from kiosk.questionnaire.choices import DEFAULT
from kiosk.store.answers import answer_counts
from kiosk.store.offices import units
from scoring import Tallies
from tests.conftest import Staff
from tests.conftest import log_in
from tests.drills.fuzz_imports import office_app
from tests.kiosk.import_files import Uploaded
from tests.kiosk.import_files import send
from tests.scoring import INSTRUMENT
from tests.scoring import KEYS
from tests.sheets.made import TITLES
from tests.sheets.made import WRITTEN
from tests.sheets.made import Row
from tests.sheets.made import make
from tests.sheets.mutated import no_respondent
from tests.sheets.mutated import rearranged
from tests.sheets.saved import KINDS

_CONTEXTS = [
    ["number"], ["number", "sex"], ["number", "date"], ["date"], ["moment", "sex"], ["sex"], ["age"],
    ["number", "age", "education"], ["moment", "service"],
    ["number", "sex", "age", "education", "occupation", "service"],
]  # fmt: skip
_NO_ANSWERS = ["-", "N/A", "tidak menjawab", "–"]
_WRONG = [7, "x", 3.5, "lima", 0, 5, "#N/A"]
_YEARS = (date(2000, 1, 1), date(2030, 12, 31))
_SAID_EVERY = 200
_MOST_POLLS, _POLL = 400, 0.05

Figures = tuple[int, tuple[int, ...], tuple[int, ...]]


@dataclass
class _Case:
    name: str
    data: bytes
    truth: Figures
    rows: list[Row]


def _case(chance: random.Random) -> _Case:
    made = make(
        chance,
        context=chance.choice(_CONTEXTS),
        titles=chance.choice(list(TITLES)),
        written=chance.choice(list(WRITTEN)),
        size=chance.randint(2, 9),
        blanks=chance.choice([0, 0, 0.1]),
    )
    wrong: set[tuple[int, int]] = set()
    for _ in range(chance.choice([0, 0, 0, 1, 1, 2])):
        row, place = chance.randrange(len(made.rows)), chance.randrange(9)
        if chance.random() < 0.5:
            made.rows[row][made.first + place] = chance.choice(_NO_ANSWERS)
            made.respondents[row][place] = None
            wrong.discard((row, place))
        else:
            made.rows[row][made.first + place] = chance.choice(_WRONG)
            wrong.add((row, place))
    counted = [
        answers
        for place, answers in enumerate(made.respondents)
        if place not in {row for row, _ in wrong} and any(answer is not None for answer in answers)
    ]
    truth = (
        len(counted),
        tuple(sum(answers[place] or 0 for answers in counted) for place in range(9)),
        tuple(sum(answers[place] is not None for answers in counted) for place in range(9)),
    )
    if chance.random() < 0.5:
        rows = rearranged(made, chance)
    else:
        for _ in range(chance.randint(1, 4)):
            made.rows.insert(chance.randrange(len(made.rows) + 1), no_respondent(made, chance))
        rows = [["SURVEI KEPUASAN MASYARAKAT"], *made.table()]
    kind = chance.choice(list(KINDS))
    return _Case(kind, KINDS[kind](rows), truth, rows)


def _stored(app: Flask) -> Figures:
    with app.app_context():
        (unit,) = units.list_units(get_db())
        tallies = answer_counts.get_tallies(get_db(), unit.unit_id, *_YEARS)
    return _figures(tallies.get(DEFAULT, Tallies.empty(INSTRUMENT)))


def _figures(tallies: Tallies) -> Figures:
    return (
        tallies.respondents,
        tuple(int(tallies.sum(key)) for key in KEYS),
        tuple(tallies.filled(key) for key in KEYS),
    )


def _less(now: Figures, before: Figures) -> Figures:
    return (
        now[0] - before[0],
        tuple(a - b for a, b in zip(now[1], before[1], strict=True)),
        tuple(a - b for a, b in zip(now[2], before[2], strict=True)),
    )


def _import(staff: Staff, case: _Case) -> str:
    sent = send(staff, case.data, "x.xlsx" if case.name == "XLSX" else "x.csv")
    assert sent.status_code == 303, sent.text
    file = Uploaded(staff, sent.location)
    page = file.page()
    assert page.status_code in (200, 422) and "Traceback" not in page.text, page.text
    end = "refused"
    if page.status_code == 200:
        file.send("again", month="2024-05", repeated="keep")
        page = file.page()
        stored = file.store(again="1")
        assert stored.status_code < 500, stored.text
        for _ in range(_MOST_POLLS):  # a busy machine stores while the page of its progress is shown
            if stored.status_code != 303 or not stored.location.endswith("/kemajuan"):
                break
            sleep(_POLL)
            polled = staff.get(stored.location)
            stored = polled if polled.status_code == 303 else stored
        if stored.status_code == 303 and stored.location.endswith("/staf/impor/"):
            return "stored"
        end = "asked" if "Harus dijawab dulu" in page.text else "refused"
    staff.post(f"{file.path}/buang", {})
    return end


def drill(app: Flask, cases: int, seed: int) -> Counter[str]:
    """Import so many files; returns the number of each outcome. Raises AssertionError with a wrong figure."""
    client = app.test_client()
    assert log_in(client).status_code == 303
    staff = Staff(client)
    ends: Counter[str] = Counter()
    before = _stored(app)
    for number in range(cases):
        case = _case(random.Random(f"{seed} {number}"))  # noqa: S311
        end = _import(staff, case)
        now = _stored(app)
        gained, before = _less(now, before), now
        expected = case.truth if end == "stored" else (0, (0,) * 9, (0,) * 9)
        table = "\n".join(map(str, case.rows))
        assert gained == expected, f"seed {seed}, file {number}, {case.name}: {gained} ≠ {expected}\n{table}"
        ends[end] += 1
        if (number + 1) % _SAID_EVERY == 0:
            print(f"{number + 1} files: {dict(sorted(ends.items()))}", flush=True)
    return ends


def run(folder: Path, cases: int, seed: int = 1) -> Counter[str]:
    """Run the drill on a new office."""
    with office_app(folder) as app:
        return drill(app, cases, seed)


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    with tempfile.TemporaryDirectory() as place:
        found = run(Path(place) / "instance", wanted, first)
    print(f"{sum(found.values())} files, no wrong figure, no 5xx: {dict(sorted(found.items()))}")
