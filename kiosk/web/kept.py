"""The survey's page, kept ready: rendered and compressed once for all visitors to whom it looks the same."""

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.base import clock
from kiosk.store.engine.ids import new_response_id
from kiosk.store.offices.survey_place import Place
from kiosk.web.compression import takes_gzip
from kiosk.web.page_cache import Stencil
from kiosk.web.page_cache import Stencils

# Where the moment and the response's id stand in a page that is kept; drawn so that they stand nowhere else.
_MARKS = (new_response_id(), new_response_id())
_stencils = Stencils()

# Renders the page with that moment and that response's id in it.
Render = Callable[[str, str], str]


@dataclass(frozen=True)
class Asked:
    """What the page takes from the request: where it was sent to, and what of the visitor's shows."""

    scheme: str
    host: str
    root: str
    asked_language: str | None = None
    is_repeat: bool = False


def find_page(place: Place, asked: Asked) -> Stencil | None:
    """The page kept for this place and request, if it was rendered since anything in it changed."""
    return _stencils.find((place, asked))


def make_page(place: Place, asked: Asked, render: Render) -> Stencil:
    """As `find_page`, rendered if need be."""
    key = (place, asked)
    return _stencils.find(key) or _stencils.keep(key, Stencil(render(*_MARKS), _MARKS))


def fill(page: Stencil, accepted: str) -> tuple[dict[str, str], bytes]:
    """The headers and the content for one more visitor, whose browser sent this `Accept-Encoding`."""
    is_packed = takes_gzip(accepted)
    headers = {"Content-Type": "text/html; charset=utf-8", "Vary": "Accept-Encoding"}
    if is_packed:
        headers["Content-Encoding"] = "gzip"
    return headers, page.fill((clock.now().isoformat(), new_response_id()), is_packed=is_packed)
