"""User text is printed as written: no paper evaluates it, reads a file or opens a connection."""

import io
import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from sqlite_utils import Database

from kiosk.operations.founding import Office
from kiosk.papers import kuesioner
from kiosk.papers.pdf import fonts
from kiosk.papers.pdf import worker_main
from kiosk.papers.pdf.worker import TEMPLATES
from kiosk.questionnaire.catalogue import load_questionnaire
from kiosk.questionnaire.choices import DEFAULT
from kiosk.reports.catalogue import REPORTS
from kiosk.store.offices import units
from tests.conftest import NOW
from tests.conftest import Staff
from tests.kiosk.offices_data import record
from tests.papers.reports import docx_text

ORDERS = '#read("/etc/passwd") #import "@preview/a:0.1.0": * $x^2$ *b* `c`'
PICTURE = '#image("https://contoh.example/a.png")'
SUGGESTION = f"{ORDERS} {PICTURE} #sys.inputs \\u{{41}} #[ \\ </text> ]]> {{{{7*7}}}}"
# Marks that turn the direction of writing, have no width or sit on nothing, and signs of many parts.
ODD = "\u202e\u2066\u200b\u200d\ufeff\u0301" * 50 + "\U0001f468\u200d\U0001f469\u200d\U0001f467" * 200
PAPERS = [kind for kind, report in REPORTS.items() if "pdf" in report.formats]


@pytest.fixture(autouse=True)
def hostile(db: Database, office: Office) -> None:
    """An office whose every name and suggestion is an order to Typst."""
    fields = dict.fromkeys(set(units.EDITABLE) - {"timezone", "signatory_nip"}, ORDERS)
    units.update_unit(db, office.unit.unit_id, fields, NOW)
    record(db, office, "2024-05-10", 5, comment=SUGGESTION)
    record(db, office, "2024-05-11", 1, comment=ODD)


def squeezed(text: str) -> str:
    """Without spaces, which lines end in, and in small letters, as some titles are in capitals."""
    return re.sub(r"[\s\u200b]", "", text).casefold()


def read(pdf: bytes) -> str:
    """What a reader that has nothing to do with the writer finds."""
    document = pypdfium2.PdfDocument(pdf)
    return squeezed("".join(page.get_textpage().get_text_range() for page in document))


def test_names_are_on_every_paper_as_they_were_written(staff: Staff, office: Office) -> None:
    poster = f"/staf/qr/{office.poster.collector_id}/a4.pdf"
    paths = [f"/staf/laporan/berkas?jenis={kind}&format=pdf&periode=2024-05" for kind in PAPERS]
    lacking = [path for path in (*paths, poster) if squeezed(ORDERS) not in read(staff.get(path).data)]
    assert lacking == []


def test_a_suggestion_is_printed_as_it_was_written(staff: Staff) -> None:
    rekap = "/staf/laporan/berkas?jenis=rekap&format=pdf&periode=2024-05&saran=1"
    assert squeezed(SUGGESTION) in read(staff.get(rekap).data)
    report = staff.get("/staf/laporan/berkas?jenis=laporan&format=docx&periode=2024-05").data
    assert squeezed(ORDERS) in squeezed(docx_text(report))
    with zipfile.ZipFile(io.BytesIO(report)) as parts:
        assert b"contoh.example" not in parts.read("word/_rels/document.xml.rels")


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
def test_the_process_that_sets_papers_opens_no_other_file_and_no_connection(
    db: Database, office: Office, tmp_path: Path
) -> None:
    unit = units.get_unit(db, office.unit.unit_id)
    paper = kuesioner.paper(unit, kuesioner.Asked(load_questionnaire(DEFAULT), [SUGGESTION]), NOW)
    order = {
        "input": str(TEMPLATES / f"{paper.template}.typ"),
        "sys_inputs": {"data": json.dumps(paper.data)},
    }
    trace = tmp_path / "trace"
    watched = ["strace", "-f", "-qq", "-e", "trace=network,openat", "-o", str(trace), sys.executable]
    made = subprocess.run(  # noqa: S603
        [*watched, "-I", worker_main.__file__, str(TEMPLATES), fonts.folder().name],
        input=json.dumps(order).encode() + b"\n",
        capture_output=True,
        check=True,
    )
    assert made.stdout.startswith(b"ok ")
    calls = trace.read_text()
    assert str(TEMPLATES / "lib") in calls
    assert not re.search(r"\b(socket|connect)\(|/etc/passwd", calls)
