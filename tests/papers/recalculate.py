"""Have LibreOffice recalculate our workbooks and compare: `make recalculate`. It needs `soffice`.

Apart from the tests, because it is a large program to install for one question. What is stored beside the
formulas is falsified first, so that only a real recalculation can agree.
"""

import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import openpyxl

from tests.papers.summaries import GOLDEN
from tests.papers.summaries import alike
from tests.papers.test_pengolahan import BLANKS
from tests.papers.test_pengolahan import made
from tests.papers.test_pengolahan import tie

CASES = {
    "no respondents": [],
    "one": alike(3, 1),
    "the source report": GOLDEN,
    "blanks": BLANKS,
    "an unsur unanswered": alike(3, 4, biaya=None),
    "an exact half": tie(),
    "two thousand": [*alike(3, 1200), *alike(4, 800, waktu=2)],
}
_ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item></oor:items>
"""


def main() -> None:
    """Compare every formula of every case; ends with 1 when one differs."""
    program = shutil.which("soffice")
    if program is None:
        sys.exit("LibreOffice is not installed: apt-get install --no-install-recommends libreoffice-calc")
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        profile = Path(folder, "profile", "user")
        profile.mkdir(parents=True)
        (profile / "registrymodifications.xcu").write_text(_ALWAYS, encoding="utf-8")
        for name, answers in CASES.items():
            content = made(answers)
            source = Path(folder, "in.xlsx")
            source.write_bytes(_falsified(content))
            subprocess.run(
                [program, f"-env:UserInstallation=file://{profile.parent}", "--headless", "--convert-to",
                 "xlsx:Calc MS Excel 2007 XML", "--outdir", str(Path(folder, "out")), str(source)],
                check=True, capture_output=True, env={**os.environ, "HOME": folder},
            )  # fmt: skip
            count, differing = _compare(content, Path(folder, "out", "in.xlsx").read_bytes())
            wrong += len(differing)
            print(f"{name}: {count} formulas, {len(differing)} differ {differing or ''}")
    sys.exit(1 if wrong else 0)


def _falsified(content: bytes) -> bytes:
    """The same workbook with -1 stored as the value of every formula."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.namelist():
            data = old.read(entry)
            if entry.startswith("xl/worksheets/"):
                data = re.sub(rb"</f><v>[^<]*</v>", b"</f><v>-1</v>", data)
            new.writestr(entry, data)
    return out.getvalue()


def _compare(ours: bytes, theirs: bytes) -> tuple[int, list[str]]:
    def page(content: bytes, computed: bool) -> Any:
        return openpyxl.load_workbook(io.BytesIO(content), data_only=computed).worksheets[0]

    formulas, stored, found = page(ours, False), page(ours, True), page(theirs, True)
    cells = [cell.coordinate for row in formulas.iter_rows() for cell in row if cell.data_type == "f"]
    differing = []
    for cell in cells:
        kept: Any = stored[cell].value or ""
        value: Any = found[cell].value or ""
        numbers = isinstance(kept, float) and isinstance(value, float)
        same = kept == value or (numbers and abs(kept - value) < 1e-9)
        if not same:
            differing.append(f"{cell}: {kept!r} / {value!r}")
    return len(cells), differing


if __name__ == "__main__":
    main()
