"""The sheet "pengolahan data", on paper and as a workbook that other programs compute and read back."""

import io
from collections.abc import Sequence
from datetime import UTC
from datetime import date
from datetime import datetime
from typing import Any

import openpyxl
import pytest

from kiosk.base.period import Period
from kiosk.papers import pengolahan
from kiosk.papers import workbook
from kiosk.papers.listing import ListedResponse
from kiosk.questionnaire.profile import FIELDS
from kiosk.sheets import Decisions
from kiosk.sheets import read_sheets
from kiosk.sheets import understand
from tests.papers.formulas import Calculator
from tests.papers.reading import page_texts
from tests.papers.reading import pdf_text
from tests.papers.summaries import GOLDEN
from tests.papers.summaries import INSTRUMENT
from tests.papers.summaries import UNIT
from tests.papers.summaries import Answers
from tests.papers.summaries import alike
from tests.papers.summaries import summary

MAY = Period.parse("2024-05")
BLANKS = [*alike(3, 6), *alike(4, 3, waktu=None), *alike(2, 2, biaya=None, waktu=None)]


def listed(answers: Sequence[Answers]) -> list[ListedResponse]:
    return [
        ListedResponse(
            response_id=f"{number:032x}",
            answered_at=datetime(2024, 5, 3, 1, tzinfo=UTC),
            day=date(2024, 5, 3),
            service="Kartu Keluarga",
            channel="Lembar kertas",
            instrument=INSTRUMENT.id,
            answers=row,
            unsur=row,
            profile=dict.fromkeys(FIELDS, ""),
            comment="",
        )
        for number, row in enumerate(answers, start=1)
    ]


def made(answers: Sequence[Answers], convention: str = "1/9") -> bytes:
    return workbook.render(UNIT, MAY, [workbook.Group((INSTRUMENT,), listed(answers), convention)])


def sheet(content: bytes, *, computed: bool) -> Any:
    """The worksheet with its formulas, or with the values stored beside them."""
    return openpyxl.load_workbook(io.BytesIO(content), data_only=computed).worksheets[0]


def row_of(page: Any, label: str) -> int:
    """The number of the first row that begins with `label`."""
    return next(int(row[0].row) for row in page.iter_rows() if str(row[0].value or "").startswith(label))


@pytest.mark.parametrize(
    ("answers", "ikm", "mutu"),
    [
        (GOLDEN, 88.19, "B"),
        (BLANKS, 77.69, "B"),
        (alike(3, 1), 75.0, "C"),
        (alike(4, 2000), 100.0, "A"),
        ([*alike(3, 6), *alike(4, 4, persyaratan=3, prosedur=3, waktu=3, biaya=3, produk=3)], 79.44, "B"),
    ],
)
def test_the_workbook_computes_the_ikm_from_the_answers_in_it(
    answers: Sequence[Answers], ikm: float, mutu: str
) -> None:
    """Every formula is evaluated by a reader that ignores the stored values."""
    content = made(answers)
    formulas, stored = sheet(content, computed=False), sheet(content, computed=True)
    calculate = Calculator(formulas)
    index = row_of(formulas, "IKM Unit Pelayanan")
    assert calculate(f"K{index}") == stored[f"K{index}"].value == ikm
    assert calculate(f"B{row_of(formulas, 'Mutu pelayanan')}") == mutu
    assert str(summary(answers).result.ikm) == f"{ikm:.2f}"
    count = 0
    for row in formulas.iter_rows():
        for cell in row:
            if cell.data_type == "f":
                count += 1
                value, kept = calculate(cell.coordinate), stored[cell.coordinate].value
                assert value == (kept or "") or value == pytest.approx(kept, abs=1e-9), cell.coordinate
    assert count == 5 * 9 + 2 + 3 * 9 + 3


def tie() -> Sequence[Answers]:
    """200 respondents, of whose 1.800 answers 909 are 4 and the others 3: the IKM is 6309/72 = 87,625."""
    rows: list[dict[str, int | None]] = [dict(row) for row in alike(3, 200)]
    for number in range(909):
        rows[number % 200][INSTRUMENT.keys()[number // 200]] = 4
    return rows


def test_an_exact_half_is_rounded_up_also_by_the_workbook() -> None:
    page = sheet(made(tie()), computed=False)
    assert Calculator(page)(f"K{row_of(page, 'IKM Unit Pelayanan')}") == 87.63


def test_without_answers_the_workbook_says_so_and_has_no_error() -> None:
    for answers in ([], alike(3, 4, biaya=None)):
        content = made(answers)
        page = sheet(content, computed=False)
        index = row_of(page, "IKM Unit Pelayanan")
        assert Calculator(page)(f"K{index}") == "tidak dapat dihitung"
        assert sheet(content, computed=True)[f"K{index}"].value == "tidak dapat dihitung"


@pytest.mark.parametrize("convention", ["0.111", "0.11"])
def test_another_convention_shows_in_the_weights(convention: str) -> None:
    page = sheet(made(GOLDEN, convention), computed=False)
    expected = summary(convention=convention).result.ikm
    assert Calculator(page)(f"K{row_of(page, 'IKM Unit Pelayanan')}") == float(expected or 0)


@pytest.mark.parametrize("answers", [GOLDEN, BLANKS, alike(3, 1), alike(2, 2000)])
def test_the_workbook_is_read_back_as_the_same_answers(answers: Sequence[Answers]) -> None:
    found = understand(list(read_sheets(made(answers))), INSTRUMENT, Decisions(order="daftar"))
    assert not found.questions
    rows = list(found.respondents(lambda _rows: None))
    assert [dict(row.answers) for row in rows] == [
        {key: row.get(key) for key in INSTRUMENT.keys()} for row in answers
    ]
    assert not any(row.unread or row.wrong for row in rows) and not found.is_order_assumed


def text(answers: Sequence[Answers]) -> str:
    return pdf_text(pengolahan.paper(summary(answers), listed(answers)).pdf())


def test_the_paper_lists_every_respondent_and_the_same_figures() -> None:
    found = text(GOLDEN)
    for row in (
        "ΣNilai/Unsur 516 512 506 586 497 506 523 505 516",
        "NRR/Unsur 3,51 3,48 3,44 3,99 3,38 3,44 3,56 3,44 3,51",
        "3,5276 *)",
        "IKM Unit Pelayanan 88,19 **)",
        "147 " + " ".join(str(GOLDEN[146][key]) for key in INSTRUMENT.keys()),
        "Mutu pelayanan B Baik",
    ):
        assert row in found
    assert "Belum ada responden" in text([])


def test_of_very_many_respondents_the_paper_keeps_the_figures() -> None:
    many = summary([*alike(3, 3001), *alike(4, 3001)])
    pages = page_texts(pengolahan.paper(many, []).pdf())
    assert len(pages) <= 2
    assert "6.002 responden terlalu banyak untuk didaftar" in pages[0]
