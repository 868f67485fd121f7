"""Write the guides of staff as pages of the application: python -m tests.guide_page

The texts have one source, in docs/; `tests/test_docs.py` compares the pages with it.
"""

import re
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt

ROOT = Path(__file__).parents[1]
DOCS, TEMPLATES = ROOT / "docs", ROOT / "templates" / "guide"
PAGES = {"panduan-petugas.md": "text.html", "menyiapkan-tablet.md": "tablets.html"}


def render(name: str) -> str:
    """The HTML of a guide below its title, with the pictures that the application has.

    Pictures of its own pages are left out, since the pages themselves are near.
    """
    reader = MarkdownIt().enable("table")
    tokens = reader.parse(re.sub(r"^# .*\n", "", (DOCS / name).read_text(encoding="utf-8")))
    for opening, words in pairwise(tokens):
        if opening.type == "heading_open":
            opening.attrSet("id", re.sub(r"[^\w-]", "", words.content.lower().replace(" ", "-")))
    html = reader.renderer.render(tokens, reader.options, {})
    html = re.sub(r'<p><img src="images/[^>]*></p>\n', "", html)
    html = re.sub(
        r'<img src="\.\./kiosk/static/([^"]*)"', r'<img src="{{ url_for("static", filename="\1") }}"', html
    )
    html = re.sub(r'<a href="(?!#)[^"]*">(.*?)</a>', r"\1", html)
    html = html.replace("<th></th>", "<td></td>")
    html = html.replace("<th>", '<th scope="col">').replace("<table>", f'{_SCROLL}<table class="list">')
    html = html.replace("</table>", "</table></div>")
    return f"{{# Made by `python -m tests.guide_page` from docs/{name}. #}}\n{html}"


_SCROLL = '<div class="scroll" tabindex="0" role="group" aria-label="Tabel">'

if __name__ == "__main__":
    TEMPLATES.mkdir(exist_ok=True)
    for source, page in PAGES.items():
        (TEMPLATES / page).write_text(render(source), encoding="utf-8")
