"""The records of a quarter as lines: the same bytes whichever engine they come from.

Nothing about e-mail addresses beyond why there was none, nothing about letters, and nothing about
answers, of which this database knows nothing.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.registry.findings.tables import Citation, LabResult, Sample
from app.registry.tables import Business, Inspection, Inspectorate

FORMAT = 1
_OF_ACT = {
    *("act_year", "act_number", "act_date", "handed_over_on", "started_on", "finished_on"),
    *("quarter", "kind", "region", "outcome", "language", "no_email_reason", "inspector"),
}
_OF_BUSINESS = {"country", "tax_number", "licence_number", "name"}
_OF_SAMPLE = {"number", "what", "quantity", "taken_on", "seal"}
_OF_RESULT = {
    *("laboratory", "accreditation", "protocol_number", "protocol_date"),
    *("indicator", "norm", "value", "conforms"),
}

Line = dict[str, Any]


async def records(session: AsyncSession, inspectorate: Inspectorate, quarter: str) -> list[Line]:
    """By year and number of the act; its business as it was entered, merged or not."""
    as_entered = func.coalesce(col(Inspection.entered_as_id), col(Inspection.business_id))
    found = await session.exec(
        select(Inspection, Business)
        .join(Business, col(Business.id) == as_entered)
        .where(Inspection.inspectorate_id == inspectorate.id, Inspection.quarter == quarter)
    )
    acts = sorted(found.all(), key=lambda act: (act[0].act_year, act[0].act_number))
    of_quarter = select(Inspection.id).where(
        Inspection.inspectorate_id == inspectorate.id, Inspection.quarter == quarter
    )
    samples = await _samples(session, of_quarter)
    cited = await _cited(session, of_quarter)
    return [
        {
            **act.model_dump(mode="json", include=_OF_ACT),
            "business": business.model_dump(mode="json", include=_OF_BUSINESS),
            "samples": samples[act.id],
            "cited": cited[act.id],
        }
        for act, business in acts
    ]


def written(inspectorate: Inspectorate, quarter: str, lines: Iterable[Line]) -> bytes:
    """The file: a head, then a record on each line, in canonical JSON."""
    head = {"format": FORMAT, "inspectorate": inspectorate.slug, "quarter": quarter}
    return b"".join(_canonical(line) for line in (head, *lines))


def read(content: bytes) -> list[Line]:
    """The records of a file, without its head."""
    return [json.loads(line) for line in content.splitlines()[1:]]


def _canonical(line: Line) -> bytes:
    text = json.dumps(line, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"{text}\n".encode()


async def _samples(session: AsyncSession, of_quarter: Any) -> dict[UUID, list[Line]]:
    by_act: dict[UUID, list[Line]] = defaultdict(list)
    results: dict[UUID, list[Line]] = defaultdict(list)
    for result in await session.exec(
        select(LabResult)
        .join(Sample, col(Sample.id) == col(LabResult.sample_id))
        .where(col(Sample.inspection_id).in_(of_quarter))
    ):
        results[result.sample_id].append(result.model_dump(mode="json", include=_OF_RESULT))
    query = select(Sample).where(col(Sample.inspection_id).in_(of_quarter))
    for sample in await session.exec(query.order_by(col(Sample.number))):
        told = sample.model_dump(mode="json", include=_OF_SAMPLE)
        told["results"] = sorted(results[sample.id], key=_canonical)
        by_act[sample.inspection_id].append(told)
    return by_act


async def _cited(session: AsyncSession, of_quarter: Any) -> dict[UUID, list[Line]]:
    by_act: dict[UUID, list[Line]] = defaultdict(list)
    query = select(Citation).where(col(Citation.inspection_id).in_(of_quarter))
    for one in await session.exec(query.order_by(col(Citation.code))):
        by_act[one.inspection_id].append({"code": one.code, "point": one.point})
    return by_act
