"""The process that sets papers may end at any time; the next paper does not notice."""

import io
from types import SimpleNamespace

import pytest

from kiosk.papers import rekap
from kiosk.papers.pdf import render
from kiosk.papers.pdf import worker
from kiosk.papers.pdf.worker import PaperError
from tests.papers.summaries import summary


def test_a_paper_that_cannot_be_set_says_why() -> None:
    with pytest.raises(PaperError, match="No such file"):
        render.render_pdf("no_such_paper", {}, summary().printed_at)


def test_a_process_that_was_killed_is_replaced_for_the_next_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    own = worker.TypstWorker()
    monkeypatch.setattr(render, "WORKER", own)
    first = rekap.paper(summary()).pdf()
    assert own._process
    own._process.kill()
    own._process.wait()
    assert rekap.paper(summary()).pdf() == first
    own.stop()


def test_half_a_paper_is_no_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    cut = SimpleNamespace(
        stdin=io.BytesIO(), stdout=io.BytesIO(b"ok 1000\n%PDF"), kill=lambda: None, communicate=lambda: None
    )
    own = worker.TypstWorker()
    monkeypatch.setattr(own, "_start", lambda: cut)
    with pytest.raises(PaperError):
        own.compile({})
    own.stop()
