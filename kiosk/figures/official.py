"""A published period for papers that leave the office: every figure on them is one that was published."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from kiosk.figures.changes import change_from
from kiosk.figures.changes import changes_per_unsur
from kiosk.figures.changes import follow_up
from kiosk.figures.frozen import read_interval
from kiosk.figures.frozen import read_parts
from kiosk.figures.frozen import read_result
from kiosk.figures.importance import weigh_importance
from kiosk.figures.sampling import population_of
from kiosk.figures.sampling import sample_of
from kiosk.figures.summary import Count
from kiosk.figures.summary import ExtraCounts
from kiosk.figures.summary import Groups
from kiosk.figures.summary import Summary
from kiosk.figures.together import score_parts
from kiosk.questionnaire.profile import FIELDS
from kiosk.store.results.publications import Publication


def as_published(live: Summary, publication: Publication) -> Summary:
    """`live` with the figures of its period as they were published.

    The previous period is compared with if it was published too, or typed in from a document. Suggestions and
    the first and last day are None in publications of earlier versions, which did not keep them.
    """
    content, groups = json.loads(publication.details), read_groups(publication)
    result, year_population = read_result(publication), content["population"]
    together = score_parts(read_parts(publication))
    population = population_of(live.period, year_population)
    previous = live.previous if live.previous and live.previous.source else None
    days = (content.get(name) for name in ("first_day", "last_day"))
    first_day, last_day = (date.fromisoformat(day) if day else None for day in days)
    return replace(
        live,
        result=result,
        parts=together.parts,
        indices=together.indices,
        interval=read_interval(publication),
        previous=previous,
        change=change_from(previous, result, population),
        unsur_change=changes_per_unsur(previous, result, population),
        population=year_population,
        sample=sample_of(live.period, year_population, result.respondents),
        profile=groups.profile,
        services=groups.services,
        channels=groups.channels,
        excluded=_counts(content["excluded"]),
        importance=weigh_importance(result, content.get("importance", {})),
        extras=groups.extras,
        comments=(),
        suggestions=content.get("suggestions"),
        follow_up=follow_up([one.plan for one in live.follow_up], previous, result, population),
        publication=publication,
        first_day=first_day,
        last_day=last_day,
        is_official=True,
    )


def read_groups(publication: Publication) -> Groups:
    """The respondents in groups, as they were published."""
    content = json.loads(publication.details)
    profile = content["profile"]
    return Groups(
        profile={
            field: _counts(profile[field])
            for field in [*FIELDS, *(name for name in profile if name not in FIELDS)]
            if field in profile
        },
        services=_counts(content["services"]),
        channels=_counts(content["channels"]),
        extras=tuple(
            ExtraCounts(one["question"], one["answered"], _counts(one["counts"]))
            for one in content.get("extras", [])
        ),
        importance={key: sum(given) for key, given in content.get("importance", {}).items()},
    )


def _counts(rows: Sequence[Sequence[Any]]) -> tuple[Count, ...]:
    return tuple(Count(label, n, Decimal(percent)) for label, n, percent in rows)
