"""Paper questionnaires keyed in sheet by sheet, and checked by keying them a second time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from flask import Blueprint
from flask import flash
from flask import g
from flask import jsonify
from flask import redirect
from flask import render_template
from flask import request
from flask import url_for
from flask.typing import ResponseReturnValue
from sqlite_utils import Database

from kiosk.answering.accept import Record
from kiosk.answering.accept import accept
from kiosk.answering.submission import EXTRA
from kiosk.answering.submission import Invalid
from kiosk.answering.submission import Submission
from kiosk.base import clock
from kiosk.db import get_db
from kiosk.forms import paper_entry as forms
from kiosk.forms.paper_entry import InvalidSheet
from kiosk.questionnaire.catalogue import Questionnaire
from kiosk.questionnaire.catalogue import find_questionnaire
from kiosk.questionnaire.catalogue import load_questionnaire
from kiosk.questionnaire.extras import MAX_TEXT
from kiosk.questionnaire.languages import choose
from kiosk.questionnaire.profile import TITLES
from kiosk.questionnaire.profile import Labels
from kiosk.security.own_work import may_take_back
from kiosk.store.accounts import people
from kiosk.store.answers import paper_entry
from kiosk.store.answers.paper_entry import OtherCheck
from kiosk.store.answers.paper_entry import PaperBatch
from kiosk.store.answers.responses import NewResponse
from kiosk.store.engine.errors import Conflict
from kiosk.store.engine.errors import NotFound
from kiosk.store.engine.ids import new_response_id
from kiosk.store.offices import collectors
from kiosk.store.offices import units
from kiosk.store.offices.extra_questions import list_extra_questions
from kiosk.store.offices.questionnaires import list_choices
from kiosk.store.offices.survey import Survey
from kiosk.store.offices.survey import find_survey
from kiosk.store.offices.units import Service

bp = Blueprint("paper_entry", __name__, url_prefix="/staf/kertas")

_SHOWN_SHEETS = 12


def _services() -> list[Service]:
    return units.list_services(get_db(), g.unit.unit_id)


def _batch(pile_id: str) -> PaperBatch:
    return paper_entry.get_batch(get_db(), g.unit.unit_id, pile_id)


def _survey(batch: PaperBatch) -> Survey:
    """The survey of the unit's paper collector."""
    return find_survey(get_db(), collectors.find_collector(get_db(), batch.collector_id).code)


def _asked(batch: PaperBatch) -> Questionnaire:
    """The questionnaire that is printed on the sheets."""
    return load_questionnaire(batch.instrument)


def _wants_json() -> bool:
    return request.accept_mimetypes.best == "application/json"


def _batch_form(**options: object) -> forms.BatchForm:
    today = clock.local_now(g.unit.timezone).date()
    ever = sorted(list_choices(get_db(), g.unit.unit_id).ever)
    known = [found for id in ever if (found := find_questionnaire(id))]
    return forms.BatchForm(_services(), known, today, **options)


def _list(form: forms.BatchForm | None = None) -> ResponseReturnValue:
    page = render_template(
        "paper_entry/index.html",
        form=form or _batch_form(formdata=None),
        batches=paper_entry.list_batches(get_db(), g.unit.unit_id),
        services={service.service_id: service.name for service in _services()},
        name_of=lambda person_id: people.get_name(get_db(), person_id),
    )
    return page, 422 if form else 200


@bp.get("/")
def index() -> ResponseReturnValue:
    """The batches, and a form for a new one."""
    return _list()


@bp.post("/")
def open_batch() -> ResponseReturnValue:
    """Start a batch of sheets."""
    form = _batch_form()
    if not form.validate():
        return _list(form)
    day = form.answered_day.data
    batch = paper_entry.open_batch(
        get_db(),
        unit_id=g.unit.unit_id,
        answered_day=day,
        service_id=form.service.data or None,
        instrument=form.questionnaire.data or list_choices(get_db(), g.unit.unit_id).in_force(day),
        person_id=g.person.person_id,
        now=clock.now(),
    )
    return redirect(url_for(".key", pile_id=batch.paper_batch_id), 303)


def _key_page(
    batch: PaperBatch,
    *,
    checking: bool,
    values: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> ResponseReturnValue:
    sheets = paper_entry.list_sheets(get_db(), batch)
    checks = paper_entry.list_second_keyings(get_db(), batch)
    done = checks if checking else sheets
    following = max((one.number for one in done), default=0) + 1
    page = render_template(
        "paper_entry/key.html",
        batch=batch,
        checking=checking,
        questionnaire=_asked(batch),
        extras={EXTRA + one.extra_question_id: one for one in forms.list_printed(_survey(batch), batch)},
        words_of=lambda extra: list(extra.answers(choose(None)).values()),
        max_text=MAX_TEXT,
        services=_services(),
        is_numbered=forms.is_numbered,
        titles=TITLES,
        done=list(reversed(done))[:_SHOWN_SHEETS],
        values=values or {"id": new_response_id(), "number": str(following)},
        errors=errors or {},
    )
    return page, 422 if errors else 200


@bp.get("/<pile_id>")
def key(pile_id: str) -> ResponseReturnValue:
    """Key the sheets of a batch."""
    return _key_page(_batch(pile_id), checking=False)


@bp.get("/<pile_id>/periksa")
def check(pile_id: str) -> ResponseReturnValue:
    """Key them a second time."""
    return _key_page(_batch(pile_id), checking=True)


@bp.post("/<pile_id>")
def record(pile_id: str) -> ResponseReturnValue:
    """Store one sheet."""
    return _accept(_batch(pile_id), checking=False)


@bp.post("/<pile_id>/periksa")
def record_check(pile_id: str) -> ResponseReturnValue:
    """Store one second keying."""
    return _accept(_batch(pile_id), checking=True)


def _accept(batch: PaperBatch, *, checking: bool) -> ResponseReturnValue:
    survey, record = _survey(batch), _record_check if checking else _record_sheet
    try:
        keyed = forms.read_sheet(request.form, survey, _asked(batch), batch)
        _submit(survey, keyed.submission, partial(record, batch, keyed.number))
    except Invalid as invalid:
        # The first try may be stored without the page knowing it: what is sent next is another response.
        fresh = {"id": new_response_id(), "replace": getattr(invalid, "replaces", "")}
        errors = {
            field.replace("extras.", EXTRA, 1).rpartition(".")[2]: message
            for field, message in invalid.errors.items()
        }
        if _wants_json():
            return jsonify(errors=errors, **fresh), 422
        return _key_page(batch, checking=checking, values={**request.form, **fresh}, errors=errors)
    total = sum(value or 0 for value in keyed.submission.answers.values())
    if _wants_json():
        following = keyed.number + 1 if checking else paper_entry.next_number(get_db(), batch, keyed.number)
        return jsonify(number=keyed.number, total=total, next=following, id=new_response_id())
    flash(f"Lembar {keyed.number} tersimpan, jumlah nilai {total}.")
    return redirect(url_for(".check" if checking else ".key", pile_id=batch.paper_batch_id), 303)


def _submit(survey: Survey, submission: Submission, record: Record) -> None:
    accept(get_db(), survey, submission, choose("id"), clock.now(), record)


def _record_sheet(batch: PaperBatch, number: int, db: Database, response: NewResponse, now: datetime) -> bool:
    try:
        return paper_entry.record_sheet(db, batch, number, response, g.person.person_id, now)
    except Conflict as error:
        raise InvalidSheet({"number": _explain_taken(batch, number)}) from error


def _record_check(batch: PaperBatch, number: int, db: Database, response: NewResponse, now: datetime) -> bool:
    """Store a second keying; one that differs replaces an earlier one only after a warning."""
    content = paper_entry.as_content(
        batch.instrument, response.answers, response.profile, response.service_id, response.extras
    )
    replaces = request.form.get("replace") == str(number)
    try:
        paper_entry.record_second_keying(
            db, batch, number, content, g.person.person_id, now, replaces=replaces
        )
    except OtherCheck as other:
        message = (
            f"Lembar {number} sudah dientri ulang oleh {people.get_name(db, other.entered_by)}, "
            "dengan isian lain. Lihat nomor di pojok kertas; simpan sekali lagi untuk menggantinya."
        )
        raise InvalidSheet({"number": message}, replaces=str(number)) from other
    return True


def _explain_taken(batch: PaperBatch, number: int) -> str:
    who = [sheet.entered_by for sheet in paper_entry.list_sheets(get_db(), batch) if sheet.number == number]
    by = f" oleh {people.get_name(get_db(), who[0])}" if who else ""
    free = paper_entry.next_number(get_db(), batch, number)
    return f"Lembar {number} sudah diketik{by}. Lihat nomor di pojok kertas; nomor bebas berikutnya {free}."


@bp.post("/<pile_id>/urungkan")
def withdraw(pile_id: str) -> ResponseReturnValue:
    """Withdraw one sheet."""
    batch = _batch(pile_id)
    number = request.form.get("number", "")
    try:
        _withdraw(batch, number)
    except NotFound:
        flash("Lembar itu tidak ada, atau sudah diurungkan.")
    except paper_entry.NotAllowed:
        flash(f"Lembar {number} diketik orang lain atau pada hari lain; hanya pimpinan yang mengurungkannya.")
    else:
        flash(f"Lembar {number} diurungkan dan boleh diketik lagi.")
    return redirect(url_for(".key", pile_id=pile_id), 303)


def _withdraw(batch: PaperBatch, number: str) -> None:
    if not (number.isascii() and number.isdigit()):
        raise NotFound(f"sheet {number}")
    paper_entry.withdraw_sheet(get_db(), batch, int(number[:9]), g.person.person_id, clock.now(), _allows)


def _allows(by: str, at: str) -> bool:
    """Whether the user may withdraw a sheet that this person keyed at this time."""
    return may_take_back(g.person, by, at, clock.now(), g.unit.timezone)


@dataclass(frozen=True)
class Mismatch:
    """A sheet whose two keyings differ: title of the field, first and second keying."""

    number: int
    fields: list[tuple[str, str, str]]


@bp.get("/<pile_id>/banding")
def compare(pile_id: str) -> ResponseReturnValue:
    """The sheets whose two keyings differ."""
    batch = _batch(pile_id)
    sheets = {sheet.number: sheet for sheet in paper_entry.list_sheets(get_db(), batch)}
    checks = {check.number: check for check in paper_entry.list_second_keyings(get_db(), batch)}
    mismatches = [
        Mismatch(number, fields)
        for number in sorted(sheets.keys() & checks.keys())
        if (fields := _differing(_asked(batch), sheets[number], checks[number]))
    ]
    return render_template(
        "paper_entry/compare.html",
        batch=batch,
        mismatches=mismatches,
        checked=len(sheets.keys() & checks.keys()),
        unchecked=sorted(sheets.keys() - checks.keys()),
        extra=sorted(checks.keys() - sheets.keys()),
    )


def _differing(
    asked: Questionnaire, first: paper_entry.PaperSheet, second: paper_entry.SecondKeying
) -> list[tuple[str, str, str]]:
    names = {service.service_id: service.name for service in _services()}
    rows = [
        (
            asked.item_name(item.key),
            str(first.answers[item.key] or "kosong"),
            str(second.answers[item.key] or "kosong"),
        )
        for item in asked.items
    ]
    rows += [
        (
            TITLES[name]["id"],
            _label(labels, first.profile.get(name)),
            _label(labels, second.profile.get(name)),
        )
        for name, labels in asked.profile.items()
    ]
    services = [names.get(one.service_id or "", "kosong") for one in (first, second)]
    rows.append(("Jenis layanan", services[0], services[1]))
    for extra in list_extra_questions(get_db(), g.unit.unit_id):
        words = extra.answers(choose(None))
        given = [words.get(one.extras.get(extra.extra_question_id, ""), "kosong") for one in (first, second)]
        rows.append((extra.question, given[0], given[1]))
    return [row for row in rows if row[1] != row[2]]


def _label(labels: Mapping[str, Labels], code: str | None) -> str:
    return labels[code]["id"] if code else "kosong"


@bp.post("/<pile_id>/banding")
def resolve(pile_id: str) -> ResponseReturnValue:
    """Settle a mismatch: the first keying was right, or the second replaces it."""
    batch = _batch(pile_id)
    number = request.form.get("number")
    checks = {str(check.number): check for check in paper_entry.list_second_keyings(get_db(), batch)}
    sheets = {str(sheet.number): sheet for sheet in paper_entry.list_sheets(get_db(), batch)}
    if number not in checks or number not in sheets:
        flash("Lembar itu tidak ada di kedua ketikan.")
        return redirect(url_for(".compare", pile_id=pile_id), 303)
    first, second = sheets[number], checks[number]
    again = paper_entry.as_content(
        batch.instrument, second.answers, second.profile, second.service_id, second.extras
    )
    if first.content == again:
        flash(f"Lembar {number} beres.")
        return redirect(url_for(".compare", pile_id=pile_id), 303)
    if request.form.get("right") == "second":
        try:
            _replace_sheet(batch, first, second)
        except NotFound:
            flash("Lembar itu baru saja diubah. Bandingkan lagi.")
            return redirect(url_for(".compare", pile_id=pile_id), 303)
        except paper_entry.NotAllowed:
            flash("Ketikan pertama dari orang lain: minta dia atau pimpinan yang memutuskan.")
            return redirect(url_for(".compare", pile_id=pile_id), 303)
    else:
        paper_entry.record_second_keying(
            get_db(), batch, first.number, first.content, g.person.person_id, clock.now(), replaces=True
        )
    flash(f"Lembar {number} beres.")
    return redirect(url_for(".compare", pile_id=pile_id), 303)


def _replace_sheet(
    batch: PaperBatch, first: paper_entry.PaperSheet, second: paper_entry.SecondKeying
) -> None:
    # One person alone must not change what another has keyed; a second keying by a third one is no one's own.
    is_own = second.entered_by == g.person.person_id

    def record(db: Database, response: NewResponse, now: datetime) -> bool:
        paper_entry.replace_sheet(
            db, batch, first, response, g.person.person_id, now, _allows if is_own else None
        )
        return True

    survey = _survey(batch)
    submission = forms.make_submission(
        survey,
        batch,
        response_id=new_response_id(),
        answers=second.answers,
        profile=second.profile,
        service_id=second.service_id,
        comment=first.comment,
        extras=second.extras,
    )
    _submit(survey, submission, record)
