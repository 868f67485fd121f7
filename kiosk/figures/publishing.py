"""Publishing a period's result: freezing it, reading it back, and what has changed since.

A publication has two texts. The public one has the figures per unit and unsur, which anyone may check. The
other is for the office alone: how often each answer was given, and the profile, whose small counts could
point at a person.
"""

import json
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from importlib.metadata import version

from sqlite_utils import Database

from kiosk.base.period import Period
from kiosk.figures.disclosure import MIN_RESPONDENTS
from kiosk.figures.disclosure import derivable_ranges
from kiosk.figures.disclosure import remainders
from kiosk.figures.extras import count_extras
from kiosk.figures.frozen import read_tallies
from kiosk.figures.frozen import write_spread
from kiosk.figures.summary import Count
from kiosk.figures.summary import ExtraCounts
from kiosk.figures.summary import Summary
from kiosk.figures.together import pick_part
from kiosk.figures.together import score_parts
from kiosk.questionnaire.catalogue import unsur_name
from kiosk.questionnaire.messages import sum_as_data
from kiosk.questionnaire.messages import unscored
from kiosk.store.answers import answer_counts
from kiosk.store.answers import arrivals
from kiosk.store.answers.counting import Parts
from kiosk.store.engine.connection import transaction
from kiosk.store.results import publications
from kiosk.store.results.publications import FrozenResult
from kiosk.store.results.publications import Publication
from scoring import Interval
from scoring import Result
from scoring import Tallies
from scoring import round_half_up
from scoring import score

CHANGED = "Jawabannya berubah sementara ini. Periksa lagi angkanya, lalu terbitkan."
_MANY = 50  # respondents
_LATEST = 12  # publications that `list_changed` compares


class NotPublishable(ValueError):
    """The period has no result that may be published; the message is Indonesian, for the user."""


@dataclass(frozen=True)
class ResultChange:
    """The change of a period's result; `ikm_after` is None when the IKM cannot be computed any more."""

    respondents: int
    ikm_before: Decimal
    ikm_after: Decimal | None
    mutu_before: str
    mutu_after: str | None

    @property
    def ikm(self) -> Decimal | None:
        """The change of the IKM."""
        return None if self.ikm_after is None else self.ikm_after - self.ikm_before


def count_apart(db: Database, summary: Summary) -> int:
    """How many of the respondents cannot be one sender's (`arrivals.count_apart`); many are not counted."""
    respondents = summary.result.respondents
    if not MIN_RESPONDENTS <= respondents < _MANY:
        return respondents
    days = summary.period.start, summary.period.end
    return arrivals.count_apart(db, summary.unit.unit_id, *days, summary.only)


def freeze(summary: Summary, published: Iterable[Publication], apart: int) -> FrozenResult:
    """The result of `summary`, ready to be published beside the current publications of its unit.

    `apart` is what `count_apart` says.

    The law asks for months to years, but not for ranges of days: a range is refused when single persons'
    answers could be computed from it and the other publications by subtraction.

    Raises:
        NotPublishable: it has no IKM or fewer than `MIN_RESPONDENTS`, its period goes on after today, or it
            is a range that discloses answers.
    """
    result, published = summary.result, list(published)
    if result.ikm is None or result.mutu is None:
        raise NotPublishable(unscored(result))
    if result.respondents < MIN_RESPONDENTS:
        raise NotPublishable(
            f"Hanya {result.respondents} responden. Hasil diterbitkan mulai {MIN_RESPONDENTS} responden, "
            "agar jawaban perorangan tidak terbaca."
        )
    if apart < MIN_RESPONDENTS:
        raise NotPublishable(
            f"Dari {result.respondents} jawaban hanya {apart} yang jelas dari orang yang berlainan; lainnya "
            "masuk serentak atau terlambat lewat kode QR. Hasil diterbitkan mulai "
            f"{MIN_RESPONDENTS}, agar jawaban perorangan tidak terbaca."
        )
    if summary.period.end > summary.printed_at.date():
        raise NotPublishable(
            f"Periode {summary.period.title} belum berakhir. Terbitkan setelah hari terakhirnya."
        )
    if summary.period.kind == "rentang" and (disclosure := find_disclosure(summary, published)):
        raise NotPublishable(f"{disclosure} Terbitkan bulan, triwulan, semester, atau tahun.")
    series = _series(summary, published)
    return FrozenResult(
        period=summary.period,
        instrument=result.instrument.id,
        convention=result.convention,
        respondents=result.respondents,
        ikm=result.ikm,
        mutu=result.mutu,
        figures=_text(_figures(summary, series)),
        details=_text(_details(summary)),
        version=version("ikm-kiosk"),
        apart=series,
    )


def _series(summary: Summary, published: Iterable[Publication]) -> str:
    """Of which questionnaire alone it is published; empty for the whole period.

    A questionnaire that was published as the whole period, while it was the only one, stays that.
    """
    whole = [one for one in published if (one.period, one.apart) == (summary.period.code, "")]
    return "" if any(one.instrument == summary.only for one in whole) else summary.only


def list_apart(parts: Parts) -> tuple[Result, ...]:
    """What is published each by itself: the questionnaires with an IKM, where they are not added up."""
    together = score_parts(parts)
    if together.result.reason is None or not together.result.reason.between:
        return ()
    return tuple(part for part in together.parts if part.instrument.unsur)


def find_disclosure(summary: Summary, published: Iterable[Publication]) -> str | None:
    """Whose answers could be computed from the result and what is published, in words; None if no one's."""
    id = summary.result.instrument.id
    counts = {
        Period.parse(one.period): one.respondents
        for one in published
        if one.instrument == id or not (one.apart or summary.only)
    }
    counts[summary.period] = summary.result.respondents
    for span, respondents in derivable_ranges(counts, summary.period):
        if 0 < respondents < MIN_RESPONDENTS:
            return (
                f"Bersama hasil yang sudah terbit, hasil ini memperlihatkan jawaban {respondents} responden "
                f"dari {span.title}: cukup dengan mengurangkan."
            )
    for outer, respondents in remainders(counts, summary.period):
        if 0 < respondents < MIN_RESPONDENTS:
            return (
                f"Bersama hasil yang sudah terbit, hasil ini memperlihatkan jawaban {respondents} responden "
                f"dari sisa {outer.title}: cukup dengan mengurangkan."
            )
    return None


def find_revealed(change: ResultChange | None) -> str | None:
    """Whose answers a revision would show beside what it revises, in words; None if no one's."""
    if change is None or not 0 < abs(change.respondents) < MIN_RESPONDENTS:
        return None
    return (
        f"Bersama hasil yang sudah terbit, revisi ini memperlihatkan jawaban {abs(change.respondents)} "
        "responden: cukup dengan mengurangkan. Bila dapat, tunggu sampai yang berubah lebih banyak."
    )


def publish(db: Database, summary: Summary, *, person_id: str, now: datetime) -> Publication:
    """Publish the result of `summary`: as the first of its period, or as a revision of it.

    Raises:
        NotPublishable: nothing changed since the last revision, the answers have changed since `summary` was
            read, or see `freeze`.
    """
    unit_id, period = summary.unit.unit_id, summary.period
    # In one transaction: two results published at the same moment must not disclose anything together, and
    # the figures of an earlier moment must not follow those of a later one.
    with transaction(db):
        parts = answer_counts.get_tallies(db, unit_id, period.start, period.end)
        if pick_part(parts, summary.only) != summary.counted:
            raise NotPublishable(CHANGED)
        if summary.only and summary.only not in {part.instrument.id for part in list_apart(parts)}:
            raise NotPublishable("Kuesioner ini tidak diterbitkan tersendiri; terbitkan seluruh periodenya.")
        published = publications.list_current(db, unit_id)
        latest = publications.find_publication(db, unit_id, period, summary.only)
        if latest and not change_since(latest, summary.result):
            raise NotPublishable("Tidak ada yang berubah sejak publikasi terakhir periode ini.")
        first_day, last_day = answer_counts.get_days(db, unit_id, period.start, period.end, summary.only)
        complete = replace(
            summary,
            first_day=first_day,
            last_day=last_day,
            extras=count_extras(db, unit_id, period, summary.only),
        )
        frozen = freeze(complete, published, count_apart(db, summary))
        return publications.record_publication(
            db, unit_id=unit_id, frozen=frozen, person_id=person_id, now=now
        )


def _text(content: Mapping[str, object]) -> str:
    """Canonical: the same content is always the same text."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _figures(summary: Summary, apart: str) -> dict[str, object]:
    result, period, bounds = summary.result, summary.period, summary.interval
    return {
        "format": 1,
        **({"questionnaire": summary.questionnaires} if summary.questionnaires else {}),
        **({"apart": True} if apart else {}),
        "unit": {"code": summary.unit.code, "name": summary.unit.name, "agency": summary.unit.agency},
        "period": {"code": period.code, "start": period.start.isoformat(), "end": period.end.isoformat()},
        "instrument": result.instrument.id,
        "convention": result.convention,
        "respondents": result.respondents,
        "population": summary.population,
        "ni": _six(result.ni),
        "ikm": str(result.ikm),
        "mutu": result.mutu,
        "kinerja": result.kinerja,
        "interval": {"low": str(bounds.low), "high": str(bounds.high)} if bounds else None,
        "unsur": [
            {
                "key": unsur.key,
                "name": unsur_name(result.instrument, unsur.key),
                "sum": sum_as_data(result, unsur.key),
                "filled": unsur.filled,
                "blank": unsur.blank,
                "nrr": _six(unsur.nrr),
                "converted": str(unsur.converted),
                "mutu": unsur.mutu,
            }
            for unsur in result.unsur.values()
        ],
    }


def _six(value: Fraction | None) -> str | None:
    return None if value is None else str(round_half_up(value, 6))


def _details(summary: Summary) -> dict[str, object]:
    # What a questionnaire with one item per unsur does not need, and earlier publications do not have.
    parts = {id: _counted(tallies) for id, tallies in summary.counted.items()}
    is_alone = list(parts) == [summary.result.instrument.id] and not summary.indices
    return {
        **({} if is_alone else {"parts": parts}),
        **_counted(summary.result.tallies),
        "population": summary.population,
        "interval": _interval(summary.interval) if summary.interval else None,
        "first_day": summary.first_day.isoformat() if summary.first_day else None,
        "last_day": summary.last_day.isoformat() if summary.last_day else None,
        "suggestions": summary.suggestions,
        "profile": {field: _rows(rows) for field, rows in summary.profile.items()},
        "services": _rows(summary.services),
        "channels": _rows(summary.channels),
        "excluded": _rows(summary.excluded),
        **({"importance": summary.importance.counts} if summary.importance else {}),
        **({"extras": extras} if (extras := [_extra(one) for one in summary.extras]) else {}),
    }


def _extra(one: ExtraCounts) -> dict[str, object]:
    return {"question": one.question, "answered": one.answered, "counts": _rows(one.counts)}


def _counted(tallies: Tallies) -> dict[str, object]:
    means = {key: vars(one) for key, one in tallies.means.items()}
    return {
        **({"means": means} if means else {}),
        "respondents": tallies.respondents,
        "counts": {
            key: {str(value): n for value, n in counts.items()} for key, counts in tallies.counts.items()
        },
        "spread": write_spread(tallies.spread) if tallies.spread else None,
    }


def _interval(bounds: Interval) -> dict[str, object]:
    return {"estimator": bounds.estimator, "complete": bounds.complete, "population": bounds.population}


def _rows(counts: tuple[Count, ...]) -> list[list[object]]:
    return [[row.label, row.count, str(row.percent)] for row in counts]


def score_as_published(publication: Publication, parts: Parts) -> Result:
    """The answers as they are now, in the publication's convention where the questionnaire is the same.

    Of several questionnaires that are not added up, those to the publication's own.
    """
    own = {publication.instrument} & parts.keys()
    together = score_parts(parts).result
    is_split = together.reason is not None and bool(together.reason.between)
    result = score_parts(pick_part(parts, own.pop())).result if own and is_split else together
    if result.instrument.id != publication.instrument or result.ikm is None:
        return result
    return score(result.instrument, result.tallies, publication.convention)


def change_since(publication: Publication, now: Result) -> ResultChange | None:
    """What late or excluded responses have changed since; None when the counts are those published."""
    then = read_tallies(publication)
    is_same = (then.counts, then.means) == (now.tallies.counts, now.tallies.means)
    if is_same and publication.respondents == now.respondents:
        return None
    return ResultChange(
        respondents=now.respondents - publication.respondents,
        ikm_before=publication.ikm,
        ikm_after=now.ikm,
        mutu_before=publication.mutu,
        mutu_after=now.mutu,
    )


def list_changed(db: Database, unit_id: str) -> list[tuple[Publication, int]]:
    """The latest publications whose number of respondents is another one now, with that number."""
    found = []
    for one in publications.list_current(db, unit_id)[-_LATEST:]:
        period = Period.parse(one.period)
        parts = answer_counts.get_tallies(db, unit_id, period.start, period.end)
        now = score_as_published(one, parts).respondents
        if now != one.respondents:
            found.append((one, now))
    return found


def change_between(before: Publication, after: Publication) -> ResultChange:
    """The change from one revision of a period to a later one."""
    return ResultChange(
        after.respondents - before.respondents, before.ikm, after.ikm, before.mutu, after.mutu
    )
