"""An office's own questionnaire: one file with its words and weights, and what is wrong with others."""

from collections.abc import Iterator
from datetime import datetime
from datetime import timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlite_utils import Database

from kiosk.app import create_app
from kiosk.base.period import Period
from kiosk.db import get_db
from kiosk.figures.summary import summarise
from kiosk.operations.checkup import find_problems
from kiosk.operations.founding import Office
from kiosk.operations.installation import Installation
from kiosk.operations.own_questionnaires import FOLDER
from kiosk.operations.own_questionnaires import find_source
from kiosk.operations.own_questionnaires import list_problems
from kiosk.operations.own_questionnaires import load_questionnaires
from kiosk.papers import laporan
from kiosk.papers.laporan import Background
from kiosk.questionnaire import catalogue
from kiosk.questionnaire.catalogue import add_questionnaire
from kiosk.questionnaire.catalogue import find_questionnaire
from kiosk.questionnaire.catalogue import list_questionnaires
from kiosk.questionnaire.catalogue import load_questionnaire
from kiosk.questionnaire.catalogue import load_rules
from kiosk.questionnaire.catalogue import unsur_name
from kiosk.questionnaire.choices import DEFAULT
from kiosk.questionnaire.messages import FAULTS
from kiosk.questionnaire.own import OwnQuestionnaireError
from kiosk.questionnaire.own import parse_own
from kiosk.questionnaire.own import read_folder
from kiosk.store.offices.questionnaires import set_questionnaire
from scoring import SENTENCES
from scoring import InstrumentError
from scoring import PoolingError
from scoring import Tallies
from scoring import pool
from scoring import score
from tests.conftest import NOW
from tests.conftest import Staff
from tests.conftest import answer

HEAD = 'id = "sungai-jernih-2026"\ntitle = "SKM Sungai Jernih 2026"\nbase = "permenpan-14-2017"\n'
REWORDED = """
[items.biaya]
question.id = "Menurut Anda, wajarkah biaya pelayanan ini?"
"""
BANDS = """
regulation = "Peraturan Menteri PANRB Nomor 9 Tahun 2027 tentang Survei Kepuasan"
bands = [
    { persepsi = 1, low = "25.00", high = "64.99", mutu = "D", kinerja = "Tidak Baik" },
    { persepsi = 2, low = "65.00", high = "76.60", mutu = "C", kinerja = "Kurang Baik" },
    { persepsi = 3, low = "76.61", high = "85.00", mutu = "B", kinerja = "Baik" },
    { persepsi = 4, low = "85.01", high = "100.00", mutu = "A", kinerja = "Sangat Baik" },
]
"""
OFFICIAL = load_questionnaire(DEFAULT)
TENTHS = dict.fromkeys(OFFICIAL.keys(), "0.1") | {"biaya": "0.2"}
WEIGHTS = "[weights]\n" + "".join(f'{key} = "{weight}"\n' for key, weight in TENTHS.items())


@pytest.fixture(autouse=True)
def none_known() -> Iterator[None]:
    """No own questionnaire is known before and after."""
    yield
    catalogue._OWN.clear()


def test_other_words_leave_the_rules_and_take_their_translations_with_them() -> None:
    own = parse_own(HEAD + REWORDED, "berkas")
    biaya = own.get("biaya").items[0]
    assert biaya.question == {"id": "Menurut Anda, wajarkah biaya pelayanan ini?"}
    # The English question would ask something else; the options of the language that stays are kept.
    assert biaya.options == {"id": ("Sangat mahal", "Cukup mahal", "Murah", "Gratis")}
    assert biaya.help == {}
    assert own.get("waktu") == OFFICIAL.get("waktu")
    assert own.rules.digest == OFFICIAL.rules.digest
    assert (own.id, own.rules.title) == ("sungai-jernih-2026", "SKM Sungai Jernih 2026")
    assert [item.key for item in own.items] == list(own.keys())


def test_other_options_and_languages_are_taken() -> None:
    words = REWORDED + 'question.en = "Is the cost fair?"\noptions.en = ["a", "b", "c", "d"]\nhelp.en = "?"\n'
    biaya = parse_own(HEAD + words, "berkas").get("biaya").items[0]
    assert biaya.question["en"] == "Is the cost fair?"
    assert (biaya.options["en"], biaya.help) == (("a", "b", "c", "d"), {"en": "?"})


def test_other_weights_count() -> None:
    own = parse_own(HEAD + WEIGHTS, "berkas")
    tallies = Tallies.from_answers(own.rules, [dict.fromkeys(own.keys(), 3) | {"biaya": 4}])
    result = score(own.rules, tallies)
    assert (str(result.ikm), result.convention) == ("80.00", "khusus")
    with pytest.raises(PoolingError, match="other weights"):
        pool([(own.rules, tallies), (OFFICIAL.rules, Tallies.empty(OFFICIAL.rules))])


def test_a_national_set_can_be_reworded_too() -> None:
    text = HEAD.replace("permenpan-14-2017", "skm-online-2026")
    own = parse_own(text + '[items.bebas_pungli]\nquestion.id = "Tidak ada pungli."\n', "berkas")
    [ipak] = own.indices
    assert ipak.items[1].question == {"id": "Tidak ada pungli."}
    assert ipak.items[1].options["id"][0] == "Sangat tidak setuju"


def test_an_own_questionnaire_is_known_once_it_is_added_and_keeps_its_rules() -> None:
    with pytest.raises(InstrumentError):
        load_rules("sungai-jernih-2026")
    add_questionnaire(parse_own(HEAD + WEIGHTS, "berkas"))
    assert load_rules("sungai-jernih-2026").convention == "khusus"
    assert unsur_name(load_rules("sungai-jernih-2026"), "biaya") == "Biaya/Tarif"
    assert list_questionnaires()[-1].id == "sungai-jernih-2026"
    add_questionnaire(parse_own(HEAD + WEIGHTS + REWORDED, "berkas"))
    with pytest.raises(InstrumentError, match="rules never change"):
        add_questionnaire(parse_own(HEAD, "berkas"))
    with pytest.raises(InstrumentError, match="rules never change"):
        add_questionnaire(OFFICIAL)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (HEAD + "[[", "berkas: bukan TOML yang benar, "),
        (HEAD + "x 'a'\n", "baris 4 kolom 3: periksa tanda petik"),
        (HEAD + WEIGHTS + 'biaya = "0.2"\n', "baris 14 kolom 14: nama yang sama ditulis dua kali"),
        (HEAD + "x = " + "[" * 5000, "ada angka atau kurung yang terlalu panjang"),
        (HEAD + "x = " + "9" * 5000, "ada angka atau kurung yang terlalu panjang"),
        (HEAD + "x" + ".x" * 60_000 + " = 1", "ada angka atau kurung yang terlalu panjang"),
        (HEAD + "[x" + ".x" * 60_000 + "]", "ada angka atau kurung yang terlalu panjang"),
        (HEAD + WEIGHTS.replace('"0.2"', '"1e999999999"'), "weights: biaya: “1e999999999” bukan angka"),
        (HEAD + WEIGHTS.replace('"0.2"', '"0,2"'), "weights: biaya: “0,2” bukan angka seperti"),
        (HEAD.replace("SKM Sungai", "S" * 120), "title: harus satu baris, paling banyak 120 karakter"),
        (HEAD + BANDS.replace("85.01", "85.02"), "mutu A harus mulai dari 85.01 dengan persepsi 4"),
        (HEAD + BANDS.replace("100.00", "99.99"), "tabel mutu berakhir di 99.99, seharusnya 100,00"),
        (HEAD + BANDS.replace('"85.01"', "85.01"), "low: harus berupa teks dalam tanda petik"),
        (HEAD + BANDS.replace('mutu = "A"', 'mutu = "B"'), "satu huruf mutu dipakai dua kali"),
        (HEAD + "bands = 1", "bands: harus berupa daftar tabel"),
        (HEAD + REWORDED.replace("wajarkah", "w" * 200), "question.id: harus satu baris, paling banyak 200"),
        (HEAD + REWORDED.replace("wajarkah", "wajar\\nkah"), "question.id: harus satu baris"),
        (HEAD + REWORDED + f"options.id = ['a', 'b', 'c', '{'d' * 61}']", "pilihan 4: harus satu baris"),
        (HEAD.replace("title", "judul"), "berkas: title belum diisi."),
        (HEAD + 'warna = "biru"', "berkas: tidak dikenal: warna."),
        (HEAD.replace("sungai-jernih-2026", "Sungai Jernih"), "berkas: id: hanya huruf kecil"),
        (HEAD.replace("sungai-jernih-2026", "a" * 61), "berkas: id: hanya huruf kecil"),
        (HEAD.replace("sungai-jernih-2026", "kep-25-2004"), "kep-25-2004 sudah dipakai kuesioner bawaan"),
        (
            HEAD.replace('"permenpan-14-2017"', '"permenpan-14-2018"'),
            "“permenpan-14-2018” tidak ada; yang ada",
        ),
        (HEAD.replace('"permenpan-14-2017"', '"kep-25-2004"'), "kep-25-2004 tidak dapat dijadikan dasar"),
        (HEAD.replace('"permenpan-14-2017"', '"spkp-spak"'), "spkp-spak tidak dapat dijadikan dasar"),
        (HEAD + WEIGHTS.replace('"0.2"', '"0.3"'), "jumlah bobot 11/10, seharusnya 1."),
        (HEAD + WEIGHTS.replace('"0.2"', "0.2"), "weights: biaya: harus berupa teks dalam tanda petik"),
        (HEAD + WEIGHTS.replace('"0.2"', '"banyak"'), "weights: biaya: “banyak” bukan angka seperti"),
        (HEAD + WEIGHTS.replace('"0.2"', '"-0.2"'), "bobot biaya harus lebih dari 0"),
        (HEAD + WEIGHTS.replace("biaya", "ongkos"), "bobot harus diisi untuk setiap unsur"),
        (
            HEAD + WEIGHTS + 'kebersihan = "0.1"',
            "bobot harus diisi untuk setiap unsur, dan hanya untuk unsur",
        ),
        (HEAD + WEIGHTS + 'kebersihan = "0.1"', "Unsur tambahan (kebersihan) tidak dapat disimpan; tanyakan"),
        (HEAD + "[unsur.kebersihan]\nname = 'x'", "Unsur tambahan (kebersihan) tidak dapat disimpan"),
        (HEAD + "weights = 1", "berkas: weights: harus berupa tabel."),
        (HEAD + REWORDED.replace("biaya", "ongkos"), "items: butir ongkos tidak ada di permenpan-14-2017"),
        (HEAD + "[items]\nbiaya = 1", "items biaya: question.id harus diisi."),
        (HEAD + REWORDED.replace("question.id", "question.en"), "items biaya: question.id harus diisi."),
        (HEAD + REWORDED + "question.xx = 'x'", "items biaya: question: bahasa xx tidak dikenal"),
        (HEAD + REWORDED + "help.en = 'x'", "items biaya: help: bahasa en tidak dikenal atau tanpa question"),
        (HEAD + REWORDED + "help.id = 1", "items biaya: help.id: harus berupa teks"),
        (HEAD + REWORDED + "options.id = ['a', 'b', 'c']", "options.id: harus 4 pilihan yang berbeda"),
        (HEAD + REWORDED + "options.id = ['a', 'b', 'c', 'c']", "options.id: harus 4 pilihan yang berbeda"),
        (HEAD + REWORDED + "options.id = ['a', 'b', 'c', 4]", "options.id: harus 4 pilihan yang berbeda"),
        (HEAD + REWORDED + "options.id = 'sesuai'", "options.id: harus 4 pilihan yang berbeda"),
        (HEAD + REWORDED + "weight = '0.2'", "items biaya: tidak dikenal: weight."),
    ],
)
def test_what_is_wrong_is_said_in_indonesian_with_its_place(text: str, complaint: str) -> None:
    with pytest.raises(OwnQuestionnaireError) as caught:
        parse_own(text, "berkas")
    assert complaint in str(caught.value)


def test_a_folder_gives_what_is_sound_and_says_what_is_not(tmp_path: Path) -> None:
    assert read_folder(tmp_path / "tidak-ada").questionnaires == ()
    (tmp_path / "sungai-jernih-2026.toml").write_text(HEAD + REWORDED, encoding="utf-8")
    (tmp_path / "salinan.toml").write_text(HEAD, encoding="utf-8")
    (tmp_path / "rusak.toml").write_text("id = ", encoding="utf-8")
    (tmp_path / "lama.toml").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "catatan.txt").write_text("bukan kuesioner", encoding="utf-8")
    (tmp_path / "notepad.toml.txt").write_text(HEAD.replace("sungai-jernih-2026", "notepad"), "utf-8")
    (tmp_path / "besar.toml").write_text(HEAD + "#" * 300_000, encoding="utf-8")
    (tmp_path / "lingkaran.toml").symlink_to("lingkaran.toml")
    (tmp_path / "tanda.toml").write_text(HEAD.replace("sungai-jernih-2026", "tanda"), "utf-8-sig")
    found = read_folder(tmp_path)
    assert [one.id for one in found.questionnaires] == ["sungai-jernih-2026", "tanda"]
    assert [problem.partition(": ")[::2] for problem in found.problems] == [
        ("besar.toml", "lebih dari 200 KB; bukan kuesioner."),
        ("lama.toml", "bukan teks UTF-8; di Notepad pilih Simpan sebagai, Pengodean UTF-8."),
        ("lingkaran.toml", "bukan berkas; pindahkan dari folder ini."),
        ("notepad.toml.txt", "nama berkas harus notepad.toml."),
        (
            "rusak.toml",
            "bukan TOML yang benar, akhir berkas: periksa tanda petik, tanda kurung, dan tanda =.",
        ),
        ("salinan.toml", "nama berkas harus sungai-jernih-2026.toml."),
    ]


def test_every_fault_that_people_can_meet_has_an_indonesian_sentence_with_the_same_values() -> None:
    # Tallies are made by programs alone.
    of_programs = {
        "not_answer", "not_counts", "too_many", "impossible_means", "impossible_spread", "too_complete",
        "other_tallies", "unlike_tallies",
    }  # fmt: skip
    assert FAULTS.keys() == SENTENCES.keys() - of_programs
    for code, sentence in FAULTS.items():
        assert _places(sentence) <= _places(SENTENCES[code]), code


def _places(sentence: str) -> set[str]:
    return {part.partition("}")[0].partition("!")[0] for part in sentence.split("{")[1:]}


def test_files_are_read_at_the_start_and_a_wrong_one_is_reported_and_stops_nothing(tmp_path: Path) -> None:
    folder = tmp_path / FOLDER
    folder.mkdir()
    (folder / "sungai-jernih-2026.toml").write_text(HEAD + REWORDED, encoding="utf-8")
    (folder / "rusak.toml").write_text("id = ", encoding="utf-8")
    (folder / "folder.toml").mkdir()
    app = create_app(tmp_path)
    assert load_questionnaire("sungai-jernih-2026").rules.title == "SKM Sungai Jernih 2026"
    assert [problem.partition(":")[0] for problem in list_problems(app)] == ["folder.toml", "rusak.toml"]
    assert app.test_client().get("/healthz").status_code == 200
    with app.app_context():
        db = get_db()
    findings = find_problems(db, Installation.of(app), NOW)
    about = [one for one in findings if one.what.startswith("Kuesioner sendiri tidak dipakai: rusak.toml")]
    assert [one.advice for one in about] == [
        "Perbaiki berkas itu di folder questionnaires, lalu jalankan ulang kiosk."
    ]
    (folder / "sungai-jernih-2026.toml").write_text(HEAD + WEIGHTS, encoding="utf-8")
    assert load_questionnaires(db, tmp_path)[-1].startswith(
        "sungai-jernih-2026.toml: bobot atau batas mutunya bukan lagi"
    )
    app.extensions["ikm_connections"].close()


def test_a_file_whose_weights_changed_after_answers_came_changes_no_figure(
    db: Database, office: Office, tmp_path: Path
) -> None:
    """Changed between start and choice, and again after the choice, with the stored text lost or not."""
    folder = tmp_path / FOLDER
    folder.mkdir()
    file = folder / "sungai-jernih-2026.toml"
    file.write_text(HEAD + WEIGHTS, encoding="utf-8")
    assert load_questionnaires(db, tmp_path) == ()
    file.write_text(HEAD, encoding="utf-8")
    assert find_source(db, tmp_path, "sungai-jernih-2026") is None

    file.write_text(HEAD + WEIGHTS, encoding="utf-8")
    source = find_source(db, tmp_path, "sungai-jernih-2026")
    assert source == HEAD + WEIGHTS
    person = office.admin.person_id
    chosen = load_questionnaire("sungai-jernih-2026").rules
    for kept in (source, ""):
        set_questionnaire(db, office.unit.unit_id, chosen, NOW.date(), source=kept, person_id=person, now=NOW)
        file.write_text(HEAD, encoding="utf-8")
        catalogue._OWN.clear()
        [problem] = load_questionnaires(db, tmp_path)
        assert problem.startswith("sungai-jernih-2026.toml: bobot atau batas mutunya bukan lagi")
        found = find_questionnaire("sungai-jernih-2026")
        assert (found.rules.convention if found else None) == ("khusus" if kept else None)


def test_a_new_regulation_is_a_file_and_a_date(
    app: Flask, staff: Staff, client: FlaskClient, db: Database, office: Office
) -> None:
    """86,11 is B by the letters of 2017 on the first day, and A by the new ones from the next day on."""
    folder = Path(app.instance_path) / FOLDER
    folder.mkdir()
    (folder / "sungai-jernih-2026.toml").write_text(HEAD + BANDS, encoding="utf-8")
    assert load_questionnaires(db, Path(app.instance_path)) == ()
    page, tomorrow = "/staf/kelola/kuesioner/", NOW.date() + timedelta(days=1)
    chosen = {"questionnaire": "sungai-jernih-2026", "from_day": tomorrow.isoformat()}
    assert staff.post(page, chosen, page).status_code == 303

    marks = {key: 4 if place < 4 else 3 for place, key in enumerate(OFFICIAL.keys())}
    for number, (day, id) in enumerate([(NOW.date(), DEFAULT), (tomorrow, "sungai-jernih-2026")] * 5):
        app.config["CLOCK"] = partial(datetime.combine, day, NOW.timetz())
        body = answer(office.tablet.code, number, answers=marks, instrument=id)
        body |= {"answered_at": f"{day}T09:00:00+08:00"}
        assert client.post("/api/responses", json=body).status_code == 201
    local = NOW.astimezone(ZoneInfo(office.unit.timezone)) + timedelta(days=2)
    days = [Period.parse(f"{day}..{day}") for day in (NOW.date(), tomorrow)]
    before, after = (summarise(db, office.unit, period, local) for period in days)
    assert (str(before.result.ikm), before.result.mutu) == ("86.11", "B")
    assert (str(after.result.ikm), after.result.mutu) == ("86.11", "A")
    assert "Nomor 9 Tahun 2027 tentang Survei Kepuasan" in str(laporan.paper(after, Background()).blocks)
