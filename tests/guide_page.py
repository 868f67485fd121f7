"""Write the guide of staff as the page in the application: python -m tests.guide_page

The text has one source, docs/panduan-petugas.md; `tests/test_docs.py` compares the page with it.
"""

import re
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "docs" / "panduan-petugas.md"
PAGE = ROOT / "templates" / "guide" / "text.html"


def render(markdown: str) -> str:
    """The HTML of the guide below its title; pictures are left out, since the pages themselves are near."""
    reader = MarkdownIt().enable("table")
    tokens = reader.parse(re.sub(r"^# .*\n", "", markdown))
    for opening, words in pairwise(tokens):
        if opening.type == "heading_open":
            opening.attrSet("id", re.sub(r"[^\w-]", "", words.content.lower().replace(" ", "-")))
    html = reader.renderer.render(tokens, reader.options, {})
    html = re.sub(r"<p><img[^>]*></p>\n", "", html)
    html = re.sub(r'<a href="(?!#)[^"]*">(.*?)</a>', r"\1", html)
    html = html.replace("<th>", '<th scope="col">').replace("<table>", f'{_SCROLL}<table class="list">')
    html = html.replace("</table>", "</table></div>")
    return f"{{# Made by `python -m tests.guide_page` from docs/panduan-petugas.md. #}}\n{html}"


_SCROLL = '<div class="scroll" tabindex="0" role="group" aria-label="Tabel">'

if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(render(SOURCE.read_text(encoding="utf-8")), encoding="utf-8")
