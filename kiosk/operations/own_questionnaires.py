"""The office's own questionnaires: their files are read once, when the application starts."""

from collections.abc import Iterator
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from flask import Flask
from sqlite_utils import Database

from kiosk.db import get_db
from kiosk.questionnaire.catalogue import add_questionnaire
from kiosk.questionnaire.catalogue import load_rules
from kiosk.questionnaire.own import OwnQuestionnaireError
from kiosk.questionnaire.own import parse_own
from kiosk.questionnaire.own import read_folder
from kiosk.questionnaire.own import read_text
from kiosk.store.offices.questionnaires import get_digests
from kiosk.store.offices.questionnaires import iterate_sources
from scoring import InstrumentError
from scoring import list_instruments

FOLDER = "questionnaires"
_PROBLEMS = "ikm_questionnaire_problems"


def init_app(app: Flask) -> None:
    """Make every sound file known; the wrong ones are reported, and logged, but never stop the server."""
    with app.app_context():
        problems = load_questionnaires(get_db(), Path(app.instance_path))
    for problem in problems:
        app.logger.warning("own questionnaire: %s", problem)
    app.extensions[_PROBLEMS] = problems


def list_problems(app: Flask) -> tuple[str, ...]:
    """What was wrong with the files at the start, in Indonesian."""
    problems: tuple[str, ...] = app.extensions[_PROBLEMS]
    return problems


def load_questionnaires(db: Database, instance: Path) -> tuple[str, ...]:
    """Make the office's own questionnaires known; returns what is wrong with the files.

    Those that were chosen are also in the database, so that a lost file loses no figure. May be called again:
    a file that changed its words is known with the new ones, a file that changed its rules is wrong.
    """
    for id, source in iterate_sources(db):
        with suppress(OwnQuestionnaireError, InstrumentError):
            add_questionnaire(parse_own(source, id))
    return tuple(_load(instance / FOLDER, get_digests(db)))


def find_source(db: Database, instance: Path, id: str) -> str | None:
    """The text of an own questionnaire as it is known here; empty for a built-in one.

    None when its file has other rules by now than those that were read at the start.
    """
    if id in list_instruments():
        return ""
    path = instance / FOLDER / f"{id}.toml"
    with suppress(OwnQuestionnaireError):
        text = read_text(path)
        if parse_own(text, path.name).rules.digest == load_rules(id).digest:
            return text
    return dict(iterate_sources(db)).get(id)


def load_folder(folder: Path) -> list[str]:
    """Make the questionnaires of a folder known to a command without a database; returns what is wrong."""
    return list(_load(folder, {}))


def _load(folder: Path, digests: Mapping[str, str]) -> Iterator[str]:
    """`digests` are of the rules that answers were given under, by questionnaire."""
    found = read_folder(folder)
    yield from found.problems
    for questionnaire in found.questionnaires:
        id, digest = questionnaire.id, questionnaire.rules.digest
        try:
            if digests.get(id, digest) != digest:
                raise InstrumentError("changed_rules", where=id)
            add_questionnaire(questionnaire)
        except InstrumentError:
            yield (
                f"{id}.toml: bobot atau batas mutunya bukan lagi yang sudah dipakai. Jawaban yang ada tetap "
                "dihitung menurut aturan lama; simpan yang baru sebagai berkas lain dengan id lain, dan "
                "kembalikan berkas ini."
            )
