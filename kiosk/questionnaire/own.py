"""An office's own questionnaire, `instance/questionnaires/<id>.toml`: rules and words in one file.

    id = "sungai-jernih-2026"
    title = "SKM Kecamatan Sungai Jernih 2026"
    base = "permenpan-14-2017"            # the questionnaire that everything else is taken from
    regulation = "Peraturan Menteri …"    # optional: a later one
    bands = [                             # optional: its table of letters, from 25.00 to 100.00
        { persepsi = 1, low = "25.00", high = "64.99", mutu = "D", kinerja = "Tidak Baik" },  # …
    ]

    [weights]                             # optional: of every unsur, together exactly 1
    persyaratan = "0.2"                   # …

    [items.biaya]                         # optional: other words for an item
    question.id = "Menurut Anda, wajarkah biaya pelayanan ini?"
    options.id = ["Sangat mahal", "Mahal", "Murah", "Gratis"]
    help.id = "Pilih “Gratis” bila Anda tidak membayar apa pun."

The annex of PermenPANRB 14/2017 allows other weights and words; `regulation` and `bands` are for a later one.
The annex also allows more unsur: the scoring library computes with any number, but answers are stored in a
column per unsur, so that a file cannot add one.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import replace
from pathlib import Path
from typing import Any

from kiosk.base.text import visible
from kiosk.questionnaire.catalogue import Item
from kiosk.questionnaire.catalogue import Questionnaire
from kiosk.questionnaire.catalogue import load_questionnaire
from kiosk.questionnaire.languages import DEFAULT as INDONESIAN
from kiosk.questionnaire.languages import languages
from kiosk.questionnaire.messages import explain
from scoring import InstrumentError
from scoring import list_instruments
from scoring.instrument import read_band
from scoring.strict_toml import TomlTable
from scoring.strict_toml import read_toml

_NO_MORE_UNSUR = (
    "weights: bobot harus diisi untuk setiap unsur, dan hanya untuk unsur kuesioner dasarnya. Unsur tambahan "
    "({keys}) tidak dapat disimpan; tanyakan sebagai pertanyaan tambahan di Pengaturan › Kuesioner, yang "
    "dihitung di luar IKM."
)
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST_ID = 60
_LONGEST_TITLE = 120
_LONGEST_REGULATION = 300
_LONGEST_QUESTION = 200
_LONGEST_OPTION = 60
_LONGEST_HELP = 200
_MOST_BYTES = 200_000


class OwnQuestionnaireError(ValueError):
    """A file that is no questionnaire; the message is Indonesian and says where and why."""


@dataclass(frozen=True)
class Folder:
    """What a folder of own questionnaires holds: those that are sound, and what is wrong with the others."""

    questionnaires: tuple[Questionnaire, ...]
    problems: tuple[str, ...]


def read_folder(folder: Path) -> Folder:
    """Read every `*.toml` in a folder that may not exist; a file is named after its id."""
    found: list[Questionnaire] = []
    problems: list[str] = []
    for path in sorted([*folder.glob("*.toml"), *folder.glob("*.toml.txt")]):
        try:
            questionnaire = parse_own(read_text(path), path.name)
            if path.name != f"{questionnaire.id}.toml":
                raise OwnQuestionnaireError(f"{path.name}: nama berkas harus {questionnaire.id}.toml.")
            found.append(questionnaire)
        except OwnQuestionnaireError as error:
            problems.append(str(error))
    return Folder(tuple(found), tuple(problems))


def read_text(path: Path) -> str:
    """The text of an office's file, without the mark that Notepad puts first.

    Raises `OwnQuestionnaireError`.
    """
    try:
        if not path.is_file():
            raise OwnQuestionnaireError(f"{path.name}: bukan berkas; pindahkan dari folder ini.")
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise OwnQuestionnaireError(f"{path.name}: tidak dapat dibaca ({error.strerror}).") from None
    if len(data) > _MOST_BYTES:
        raise OwnQuestionnaireError(f"{path.name}: lebih dari {_MOST_BYTES // 1000} KB; bukan kuesioner.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise OwnQuestionnaireError(
            f"{path.name}: bukan teks UTF-8; di Notepad pilih Simpan sebagai, Pengodean UTF-8."
        ) from None


def parse_own(text: str, source: str) -> Questionnaire:
    """A questionnaire from the text of an office's file; `source` names it in messages.

    Raises `OwnQuestionnaireError`.
    """
    try:
        return _read(read_toml(text, source))
    except InstrumentError as error:
        raise OwnQuestionnaireError(explain(error)) from None


def _read(top: TomlTable) -> Questionnaire:
    id, title = _id(top), _text(top.where, "title", top.string("title"), _LONGEST_TITLE)
    base = load_questionnaire(top.string("base"))
    if not base.unsur or not base.can_be_asked:
        raise OwnQuestionnaireError(f"{top.where}: base: {base.id} tidak dapat dijadikan dasar.")
    regulation = top.string("regulation", base.rules.regulation)
    rules = replace(
        base.rules,
        id=id,
        title=title,
        regulation=_text(top.where, "regulation", regulation, _LONGEST_REGULATION),
    )
    weights, words = top.mapping("weights"), top.mapping("items")
    more = {*top.mapping("unsur"), *(weights if weights.keys() > {*base.keys()} else ())} - {*base.keys()}
    if more:
        raise OwnQuestionnaireError(f"{top.where}: {_NO_MORE_UNSUR.format(keys=', '.join(sorted(more)))}")
    bands = [read_band(table) for table in top.tables("bands")]
    top.end()
    if bands:
        rules = rules.with_bands(bands)
    if weights:
        rules = rules.with_weights(
            {key: _text(f"{top.where}: weights", key, weights[key]) for key in weights}
        )
    known = {item.key: item for item in base.items}
    if unknown := sorted(words.keys() - known.keys()):
        raise OwnQuestionnaireError(f"{top.where}: items: butir {', '.join(unknown)} tidak ada di {base.id}.")
    items = known | {key: _reworded(top.where, known[key], words[key], rules.scale) for key in words}
    return replace(
        base,
        rules=rules,
        about=f"Kuesioner kantor ini; dasarnya {base.rules.title}.",
        unsur=tuple(
            replace(unsur, items=tuple(items[item.key] for item in unsur.items)) for unsur in base.unsur
        ),
        indices=tuple(
            replace(index, items=tuple(items[item.key] for item in index.items)) for index in base.indices
        ),
        items=tuple(items[item.key] for item in base.items),
    )


def _id(top: TomlTable) -> str:
    id = top.string("id")
    if not _ID.fullmatch(id) or len(id) > _LONGEST_ID:
        raise OwnQuestionnaireError(
            f"{top.where}: id: hanya huruf kecil, angka, dan tanda hubung, "
            f"paling banyak {_LONGEST_ID} karakter."
        )
    if id in list_instruments():
        raise OwnQuestionnaireError(f"{top.where}: id: {id} sudah dipakai kuesioner bawaan.")
    return id


def _reworded(where: str, item: Item, words: Any, scale: int) -> Item:
    """The item in the office's words. A language that is not reworded is not shown in words of the base."""
    table = TomlTable(words if isinstance(words, Mapping) else {}, f"{where}: items {item.key}")
    question, options, help = (table.mapping(part) for part in ("question", "options", "help"))
    table.end()
    if INDONESIAN not in question:
        raise OwnQuestionnaireError(f"{table.where}: question.{INDONESIAN} harus diisi.")
    for part, by_language in (("question", question), ("options", options), ("help", help)):
        if unknown := sorted(by_language.keys() - question.keys() | by_language.keys() - languages().keys()):
            raise OwnQuestionnaireError(
                f"{table.where}: {part}: bahasa {', '.join(unknown)} tidak dikenal atau tanpa question."
            )
    offered = {code: item.options[code] for code in question if code in item.options} | {
        code: _options(f"{table.where}: options.{code}", options[code], scale) for code in options
    }
    return replace(
        item,
        question={
            code: _text(table.where, f"question.{code}", text, _LONGEST_QUESTION)
            for code, text in question.items()
        },
        options=offered,
        help={code: _text(table.where, f"help.{code}", text, _LONGEST_HELP) for code, text in help.items()},
    )


def _options(where: str, options: Any, scale: int) -> tuple[str, ...]:
    texts = tuple(options) if isinstance(options, list) else ()
    right = all(isinstance(text, str) and text.strip() for text in texts)
    if len(texts) != scale or not right or len(set(texts)) != scale:
        raise OwnQuestionnaireError(f"{where}: harus {scale} pilihan yang berbeda, dari yang paling rendah.")
    return tuple(_text(where, f"pilihan {n}", text, _LONGEST_OPTION) for n, text in enumerate(texts, 1))


def _text(where: str, name: str, value: Any, most: int = _LONGEST_TITLE) -> str:
    if not isinstance(value, str) or not value.strip():
        raise OwnQuestionnaireError(f"{where}: {name}: harus berupa teks dalam tanda petik.")
    if len(value) > most or visible(value) != value or "\n" in value:
        raise OwnQuestionnaireError(f"{where}: {name}: harus satu baris, paling banyak {most} karakter.")
    return value
