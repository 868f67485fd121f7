"""What an independent reader finds in a PDF."""

from typing import Any

from pypdf import PdfReader


def alternatives(pdf: PdfReader) -> list[str]:
    """What the drawings of a document say in words."""
    found: list[Any] = [pdf.get_object(number) for number in {*pdf.xref[0], *pdf.xref_objStm}]
    return [str(one["/Alt"]).replace("\u200b", "") for one in found if hasattr(one, "keys") and "/Alt" in one]
