"""The office's own questionnaires: their files are read once, when the application starts."""

from collections.abc import Iterator
from pathlib import Path

from flask import Flask

from kiosk.questionnaire.catalogue import add_questionnaire
from kiosk.questionnaire.messages import explain
from kiosk.questionnaire.own import read_folder
from scoring import InstrumentError

FOLDER = "questionnaires"
_PROBLEMS = "ikm_questionnaire_problems"


def init_app(app: Flask) -> None:
    """Make every sound file known; the wrong ones are reported, and logged, but never stop the server."""
    reload_questionnaires(app)


def reload_questionnaires(app: Flask) -> None:
    """Read the files again; `list_problems` then has what is wrong with them."""
    problems = load_questionnaires(Path(app.instance_path))
    for problem in problems:
        app.logger.warning("own questionnaire: %s", problem)
    app.extensions[_PROBLEMS] = problems


def list_problems(app: Flask) -> tuple[str, ...]:
    """What was wrong with the files when they were last read, in Indonesian."""
    problems: tuple[str, ...] = app.extensions[_PROBLEMS]
    return problems


def load_questionnaires(instance: Path) -> tuple[str, ...]:
    """Make the questionnaires in the folder of `instance` known; returns what is wrong with the others.

    May be called again: a file that changed its words is known with the new ones, a file that changed its
    rules is wrong.
    """
    return tuple(_load(instance / FOLDER))


def _load(folder: Path) -> Iterator[str]:
    found = read_folder(folder)
    yield from found.problems
    for questionnaire in found.questionnaires:
        try:
            add_questionnaire(questionnaire)
        except InstrumentError as error:
            yield explain(error)
