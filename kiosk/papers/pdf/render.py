"""The one place that makes PDFs and pictures: a template and plain data in, the bytes of a document out.

Data reach the template as JSON and are never part of its source, so that no text can act as markup. Every
document conforms to both PDF/A-2a (archiving) and PDF/UA-1 (accessibility); Typst checks it and fails
otherwise. The same data give the same bytes.
"""

import json
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from kiosk.papers.pdf import fonts
from kiosk.papers.pdf.worker import TEMPLATES
from kiosk.papers.pdf.worker import WORKER

STANDARDS = ("a-2a", "ua-1")


@dataclass(frozen=True)
class Paper:
    """A printed report as a value, before it has a format.

    `templates/papers/<template>.typ` lays `data` out as PDF, the `.html` of the same name on the screen.
    `made_at` (aware) is the date of the document.
    """

    template: str
    data: Mapping[str, object]
    made_at: datetime

    def pdf(self) -> bytes:
        """The paper as PDF."""
        return render_pdf(self.template, self.data, self.made_at)


def render_pdf(template: str, data: Mapping[str, object], made_at: datetime) -> bytes:
    """The PDF of `templates/papers/<template>.typ`, which imports `data` from `lib/data.typ`.

    `data` holds strings, whole numbers, booleans, None and pictures (bytes), in mappings and sequences; each
    string is passed through `fonts.printable`. `made_at` (aware) is the date of the document.
    """
    return WORKER.compile(
        {
            "input": str(TEMPLATES / f"{template}.typ"),
            "sys_inputs": _inputs(data),
            "pdf_standards": STANDARDS,
            "timestamp": int(made_at.timestamp()),
        }
    )


def render_png(template: str, data: Mapping[str, object], pixels_per_inch: float) -> bytes:
    """The PNG of a template whose document is one page; `data` as for `render_pdf`."""
    return WORKER.compile(
        {
            "input": str(TEMPLATES / f"{template}.typ"),
            "sys_inputs": _inputs(data),
            "format": "png",
            "ppi": pixels_per_inch,
        }
    )


def render_svg(template: str, data: Mapping[str, object]) -> bytes:
    """As `render_png`, but SVG; its text is outlines, which look the same without the typeface."""
    return WORKER.compile(
        {"input": str(TEMPLATES / f"{template}.typ"), "sys_inputs": _inputs(data), "format": "svg"}
    )


def query_list(template: str, data: Mapping[str, object], label: str) -> list[int]:
    """The whole numbers in a document's metadata with this label; `data` as for `render_pdf`."""
    found = WORKER.compile(
        {"input": str(TEMPLATES / f"{template}.typ"), "sys_inputs": _inputs(data), "query": f"<{label}>"}
    )
    return [int(number) for number in json.loads(found)]


def _inputs(data: Mapping[str, object]) -> dict[str, str]:
    return {"data": json.dumps(_printable(data), ensure_ascii=False)}


def _printable(value: object) -> object:
    match value:
        case str():
            return fonts.printable(value)
        case bytes():
            return b64encode(value).decode("ascii")
        case Mapping():
            return {name: _printable(part) for name, part in value.items()}
        case list() | tuple():
            return [_printable(part) for part in value]
        case None | bool() | int():
            return value
    raise TypeError(f"not for a paper: {value!r}")
