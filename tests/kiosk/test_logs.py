"""The log says what went wrong and where, and nothing of what was sent."""

import json
import os
import stat
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kiosk.operations.founding import Office
from tests.conftest import answer

SECRET = "Bu Fulanah loket dua"


def _lines(app: Flask) -> list[dict[str, object]]:
    text = (Path(app.instance_path) / "log" / "ikm.log").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def test_an_error_is_one_line_of_json_with_its_number_and_place_and_no_word_of_the_visitor(
    app: Flask, client: FlaskClient, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_values: object) -> bool:
        raise RuntimeError(f"cannot store {SECRET}")

    monkeypatch.setattr("kiosk.store.answers.responses.insert_responses", fail)
    response = client.post("/api/responses", json=answer(office.tablet.code, comment=SECRET))
    assert response.status_code == 500
    number = str(response.json["detail"]).removeprefix("Kode: ")  # type: ignore[index]
    [line] = [line for line in _lines(app) if number in str(line["message"])]
    assert line["level"] == "error" and line["error"] == "RuntimeError"
    assert "test_logs.py" in str(line["where"])
    assert SECRET not in json.dumps(_lines(app), ensure_ascii=False)


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such modes")
def test_only_the_owner_can_read_the_log(app: Flask) -> None:
    path = Path(app.instance_path) / "log" / "ikm.log"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
