"""Keying paper: sheet by sheet, undone when mistyped, checked by a second keying."""

import re
from datetime import UTC
from datetime import datetime
from typing import Any

import pytest
from sqlite_utils import Database
from werkzeug.test import TestResponse

from kiosk.base.period import Period
from kiosk.operations.founding import Office
from kiosk.questionnaire.catalogue import load_rules
from kiosk.questionnaire.choices import DEFAULT
from kiosk.store.answers import answer_counts
from kiosk.store.answers import paper_entry
from kiosk.store.answers import suggestions
from kiosk.store.answers.extra_answers import count_extra_answers
from kiosk.store.answers.responses import UNSUR
from kiosk.store.offices import collectors
from kiosk.store.offices.extra_questions import add_extra_question
from kiosk.store.offices.extra_questions import list_extra_questions
from scoring import Tallies
from tests.conftest import Staff
from tests.conftest import token
from tests.kiosk.import_files import plain

MAY = Period.parse("2024-05")


def keyed(digits: str, number: int = 1, **more: Any) -> dict[str, Any]:
    """A sheet as the page sends it."""
    return {"id": f"{number:032x}", "number": str(number), **dict(zip(UNSUR, digits, strict=True)), **more}


@pytest.fixture
def pile(staff: Staff) -> str:
    """The address of a new pile of sheets answered on 3 May."""
    response = staff.post("/staf/kertas/", {"answered_day": "2024-05-03", "service": ""}, "/staf/kertas/")
    assert response.status_code == 303
    return response.location


def key(staff: Staff, pile: str, sheet: dict[str, Any]) -> TestResponse:
    """Send a sheet as the page's script does."""
    data = {"csrf_token": token(staff.client, pile), **sheet}
    return staff.client.post(pile, data=data, headers={"Accept": "application/json"})


def totals(db: Database, office: Office) -> dict[str, int]:
    """Sums per unsur in May, and the respondents."""
    counted = answer_counts.get_tallies(db, office.unit.unit_id, MAY.start, MAY.end)
    tallies = counted.get(DEFAULT, Tallies.empty(load_rules(DEFAULT)))
    return {"respondents": tallies.respondents, **{name: int(tallies.sum(name)) for name in UNSUR}}


def test_a_sheet_is_stored_on_the_day_of_its_pile_with_its_profile(
    staff: Staff, db: Database, office: Office, pile: str
) -> None:
    profile: dict[str, Any] = {
        "sex": "P",
        "age_band": "34",
        "education": "5",
        "occupation": "8",
        "service": "2",
    }
    answer = key(staff, pile, keyed("433344430", comment="Baik.", **profile)).json
    assert answer is not None
    assert (answer["number"], answer["total"], answer["next"]) == (1, 28, 2)
    found = totals(db, office)
    assert (found["respondents"], found["persyaratan"], found["pengaduan"]) == (1, 4, 0)
    counts = answer_counts.count_profile(db, office.unit.unit_id, MAY.start, MAY.end)
    assert counts["sex"]["P"] == counts["age_band"]["26-35"] == counts["education"]["S1"] == 1
    assert counts["occupation"]["Ibu rumah tangga"] == 1
    (comment,) = suggestions.list_texts(db, office.unit.unit_id, MAY.start, MAY.end)
    assert (comment.day.isoformat(), comment.text) == ("2024-05-03", "Baik.")
    assert answer_counts.count_channels(db, office.unit.unit_id, MAY.start, MAY.end) == {"kertas": 1}


def test_the_first_pile_makes_the_one_paper_collector(
    staff: Staff, db: Database, office: Office, pile: str
) -> None:
    staff.post("/staf/kertas/", {"answered_day": "2024-05-04", "service": ""}, "/staf/kertas/")
    channels = [one.channel for one in collectors.list_collectors(db, office.unit.unit_id)]
    assert channels.count("kertas") == 1
    assert [one.number for one in paper_entry.list_batches(db, office.unit.unit_id)] == [2, 1]


def test_the_same_sheet_sent_twice_counts_once(staff: Staff, db: Database, office: Office, pile: str) -> None:
    for _ in range(2):
        assert key(staff, pile, keyed("333333333")).status_code == 200
    assert totals(db, office)["respondents"] == 1


def test_another_sheet_under_a_number_that_is_taken_is_refused(
    staff: Staff, db: Database, office: Office, pile: str
) -> None:
    key(staff, pile, keyed("333333333"))
    answer = key(staff, pile, {**keyed("444444444"), "id": "f" * 32})
    assert answer.status_code == 422 and answer.json is not None
    said = "Lembar 1 sudah diketik oleh Admin Contoh. Lihat nomor di pojok kertas; nomor bebas berikutnya 2."
    assert answer.json["errors"] == {"number": said}
    assert totals(db, office)["respondents"] == 1


def test_two_people_key_one_pile_and_are_led_past_each_others_numbers(
    staff: Staff, db: Database, office: Office, pile: str
) -> None:
    key(staff, pile, keyed("333333333", 2))
    key(staff, pile, keyed("333333333", 3))
    first = key(staff, pile, keyed("333333333", 1)).json
    assert first is not None and first["next"] == 4
    assert totals(db, office)["respondents"] == 3


def test_a_sheet_mended_after_its_answer_was_lost_on_the_way_can_still_be_stored(
    staff: Staff, db: Database, office: Office, pile: str
) -> None:
    key(staff, pile, keyed("333333333"))
    refused = key(staff, pile, keyed("433333333")).json
    assert refused is not None and "number" in refused["errors"]
    staff.post(f"{pile}/urungkan", {"number": "1"}, pile)
    assert key(staff, pile, {**keyed("433333333"), "id": refused["id"]}).status_code == 200
    assert totals(db, office)["persyaratan"] == 4


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"waktu": ""}, "waktu"),
        ({"waktu": "5"}, "waktu"),
        ({"waktu": "٣"}, "waktu"),
        (dict.fromkeys(UNSUR, "0"), "persyaratan"),
        ({"sex": "X"}, "sex"),
        ({"age_band": "abc"}, "age_band"),
        ({"education": "8"}, "education"),
        ({"occupation": "10"}, "occupation"),
        ({"service": "4"}, "service"),
        ({"number": "0"}, "number"),
        ({"number": "x"}, "number"),
        ({"number": "0000000010000"}, "number"),
        ({"number": "1" * 5000}, "number"),
        ({"education": "0000000019"}, "education"),
        ({"service": "0" * 8 + "1" * 5000}, "service"),
        ({"id": "1"}, "id"),
        ({"comment": "x" * 2001}, "comment"),
    ],
)
def test_a_wrong_box_is_named_and_nothing_is_stored(
    staff: Staff, db: Database, office: Office, pile: str, change: dict[str, str], field: str
) -> None:
    answer = key(staff, pile, {**keyed("333333333"), **change})
    assert answer.status_code == 422
    assert answer.json is not None and list(answer.json["errors"]) == [field]
    assert totals(db, office)["respondents"] == 0


def test_blanks_are_left_out_and_an_age_under_17_is_not_kept(
    staff: Staff, db: Database, office: Office, pile: str
) -> None:
    key(staff, pile, keyed("0-3333333", age_band="12", sex="-", education="0"))
    found = totals(db, office)
    assert (found["persyaratan"], found["prosedur"], found["waktu"]) == (0, 0, 3)
    assert answer_counts.count_profile(db, office.unit.unit_id, MAY.start, MAY.end)["age_band"] == {None: 1}


def test_without_script_the_form_comes_back_ready_for_the_next_sheet(staff: Staff, pile: str) -> None:
    response = staff.post(pile, keyed("333333333"), pile)
    assert response.status_code == 303
    page = staff.get(response.location).text
    assert "Lembar 1 tersimpan, jumlah nilai 27." in page
    assert re.search(r'name="number"[^>]* value="2"', page)


def test_without_script_a_mistake_keeps_what_was_keyed(staff: Staff, pile: str) -> None:
    response = staff.post(pile, keyed("333333339"), pile)
    assert response.status_code == 422
    assert "Ketik 1 sampai 4, atau 0 bila kosong." in response.text
    assert re.search(r'name="persyaratan"[^>]* value="3"', response.text)


def test_an_undone_sheet_counts_no_more_and_its_number_is_free(
    staff: Staff, db: Database, office: Office, pile: str
) -> None:
    key(staff, pile, keyed("333333333"))
    assert staff.post(f"{pile}/urungkan", {"number": "1"}, pile).status_code == 303
    assert totals(db, office)["respondents"] == 0
    assert answer_counts.count_exclusions(db, office.unit.unit_id, MAY.start, MAY.end) == {"Salah ketik": 1}
    assert key(staff, pile, {**keyed("444444444"), "id": "f" * 32}).status_code == 200
    assert totals(db, office)["persyaratan"] == 4


def test_what_was_never_keyed_cannot_be_undone(staff: Staff, pile: str) -> None:
    for number in ("7", "x", ""):
        staff.post(f"{pile}/urungkan", {"number": number}, pile)
        assert "Lembar itu tidak ada" in staff.get(pile).text
    staff.post(f"{pile}/banding", {"number": "7", "right": "second"}, pile)
    assert "Lembar itu tidak ada" in staff.get(f"{pile}/banding").text


def test_two_keyings_are_compared_and_the_second_may_take_the_place_of_the_first(
    staff: Staff, db: Database, office: Office, pile: str
) -> None:
    for number, digits in enumerate(("333333333", "444444444", "222222222"), start=1):
        key(staff, pile, keyed(digits, number, sex="L", comment="Baik."))
    for number, digits in ((1, "333333333"), (2, "444444441")):
        key(staff, f"{pile}/periksa", keyed(digits, number, sex="L"))
    page = plain(staff.get(f"{pile}/banding").text)
    assert "2 lembar diketik dua kali, 1 berbeda." in page
    assert "Belum dientri ulang: lembar 3." in page
    assert "Penanganan Pengaduan, Saran dan Masukan 4 1" in page
    assert totals(db, office)["pengaduan"] == 9
    staff.post(f"{pile}/banding", {"number": "2", "right": "second"}, f"{pile}/banding")
    assert totals(db, office)["pengaduan"] == 6
    assert len(suggestions.list_texts(db, office.unit.unit_id, MAY.start, MAY.end)) == 3
    assert "Kedua ketikan sama." in staff.get(f"{pile}/banding").text


def test_the_first_keying_may_be_kept(staff: Staff, db: Database, office: Office, pile: str) -> None:
    key(staff, pile, keyed("444444444"))
    key(staff, f"{pile}/periksa", keyed("444444441"))
    staff.post(f"{pile}/banding", {"number": "1", "right": "first"}, f"{pile}/banding")
    assert totals(db, office)["pengaduan"] == 4
    assert "Kedua ketikan sama." in staff.get(f"{pile}/banding").text


def test_a_second_keying_replaces_another_one_only_when_that_was_said(staff: Staff, pile: str) -> None:
    key(staff, pile, keyed("444444444"))
    for _ in range(2):  # the same again, as after a lost answer, is no surprise
        assert key(staff, f"{pile}/periksa", keyed("444444443")).status_code == 200
    refused = key(staff, f"{pile}/periksa", keyed("444444444"))
    assert refused.status_code == 422 and refused.json
    assert "sudah dientri ulang oleh Admin Contoh" in refused.json["errors"]["number"]
    assert "1 berbeda" in staff.get(f"{pile}/banding").text
    known = keyed("444444444", replace=refused.json["replace"])
    assert key(staff, f"{pile}/periksa", known).status_code == 200
    assert "Kedua ketikan sama." in staff.get(f"{pile}/banding").text


def test_questions_outside_the_index_are_keyed_compared_and_replaced_with_the_sheet(
    staff: Staff, db: Database, office: Office
) -> None:
    unit_id, at = office.unit.unit_id, datetime(2024, 5, 3, 1, tzinfo=UTC)
    for kind, question, options in (
        ("choice", "Tahu dari mana?", ["Tetangga", "Papan"]),
        ("yes-no", "Datang sendiri?", []),
        ("text", "Perlu ditambah apa?", []),
    ):
        add_extra_question(db, unit_id, kind=kind, question=question, options=options, now=at)
    boxes = [f"extra_{one.extra_question_id}" for one in list_extra_questions(db, unit_id)]
    earlier, pile = (
        staff.post("/staf/kertas/", {"answered_day": day, "service": ""}, "/staf/kertas/").location
        for day in ("2024-05-02", "2024-05-03")
    )
    assert boxes[0] not in staff.get(earlier).text
    page = staff.get(pile).text
    assert all(f'name="{box}"' in page for box in boxes)

    refused = key(staff, pile, keyed("333333333") | {boxes[0]: "3"})
    assert refused.json and refused.json["errors"] == {boxes[0]: "Ketik 1 sampai 2, atau 0 bila kosong."}
    filled = dict(zip(boxes, ("2", "1", "Kursi."), strict=True))
    assert key(staff, pile, keyed("333333333", comment="Baik.") | filled).status_code == 200
    assert count_extra_answers(db, unit_id, MAY.start, MAY.end) == {
        boxes[0].removeprefix("extra_"): {"2": 1},
        boxes[1].removeprefix("extra_"): {"ya": 1},
    }
    (comment,) = suggestions.list_texts(db, unit_id, MAY.start, MAY.end)
    assert comment.text == "Baik.\nPerlu ditambah apa? Kursi."

    again = keyed("333333333") | {boxes[0]: "2", boxes[1]: "2"}
    assert key(staff, f"{pile}/periksa", again).status_code == 200
    shown = plain(staff.get(f"{pile}/banding").text)
    assert "Datang sendiri? Ya Tidak" in shown and "Tahu dari mana?" not in shown
    staff.post(f"{pile}/banding", {"number": "1", "right": "second"}, f"{pile}/banding")
    counts = count_extra_answers(db, unit_id, MAY.start, MAY.end)
    assert counts[boxes[1].removeprefix("extra_")] == {"tidak": 1}
    (comment,) = suggestions.list_texts(db, unit_id, MAY.start, MAY.end)
    assert comment.text == "Baik.\nPerlu ditambah apa? Kursi."
    assert "Kedua ketikan sama." in staff.get(f"{pile}/banding").text


def test_a_pile_of_tomorrow_is_refused(staff: Staff) -> None:
    response = staff.post("/staf/kertas/", {"answered_day": "2024-06-01", "service": ""}, "/staf/kertas/")
    assert response.status_code == 422
    assert "Tanggal itu belum tiba" in response.text
