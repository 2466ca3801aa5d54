"""The jobs around the boxes: opening them on both sides, and mixing what has come in."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from app.ballots import boxes, limiting, mixing
from app.ballots.boxes import ASIDE, WHOLE, BoxName, Part
from app.ballots.mixing import Mixed
from app.invitations import opening, partitioning
from app.lib.dates import local_day
from app.lib.quarters import Quarter
from app.questionnaires.definition import Questionnaire
from app.registry import counting, inspectorates
from app.registry.countries import zone
from app.registry.inspectorates import USUAL_QUESTIONNAIRE, questionnaire_for
from app.registry.kinds import kinds_of
from app.registry.regions import regions_of
from app.registry.tables import Inspectorate
from app.results.auditing.attacking import may_show
from app.wiring import Wiring


async def open_boxes(wiring: Wiring, now: datetime) -> None:
    """Before the first letter of a quarter goes out, and for the open questionnaire from its first
    day; of the quarter before, only where its inspections were entered late. The ballots' side
    comes first: a box is known to people only once its keys are safe.
    """
    async with wiring.people.reading() as session:
        every = await inspectorates.all_of(session)
    for inspectorate in every:
        today = local_day(now, zone(inspectorate.country))
        present = Quarter.of(today)
        await _open_quarter(wiring, inspectorate, present, with_open_channel=True)
        if today <= present.previous.closes_on:
            await _open_quarter(wiring, inspectorate, present.previous, with_open_channel=False)


async def mix(wiring: Wiring, _now: datetime) -> Sequence[Mixed]:
    return await mixing.mix(
        wiring.ballots, wiring.keys, wiring.batch_folder, wiring.shelf, may_show
    )


async def forget_networks(wiring: Wiring, now: datetime) -> None:
    """Of earlier days. The next use would do it too, but may be weeks away."""
    async with wiring.ballots.transaction() as session:
        await limiting.forget(session, now)


async def _open_quarter(
    wiring: Wiring, inspectorate: Inspectorate, quarter: Quarter, *, with_open_channel: bool
) -> None:
    opener = _Opener(wiring, inspectorate, quarter)
    if with_open_channel:
        await opener.open_channel()
    async with wiring.people.reading() as session:
        asked = _names(await counting.volumes(session, inspectorate.id, quarter))
        there = await opening.questionnaires_with_box(session, inspectorate.id, quarter)
        before = await counting.volumes(session, inspectorate.id, quarter.previous)
    for name in sorted(asked - there):
        await opener.invited(wiring.shelf.latest(name), _expected(inspectorate, before, name))


def _names(volumes: Mapping[counting.Cell, counting.Volume]) -> set[str]:
    return {questionnaire for _, _, questionnaire in volumes}


def _expected(
    inspectorate: Inspectorate, volumes: Mapping[counting.Cell, counting.Volume], name: str
) -> dict[tuple[str, str], int]:
    """Invitations by region and kind, going by the quarter before. Where there were none, zero is
    said: else the first of them would be told apart, or counted with another region.
    """
    expected = {
        (region.code, str(kind)): 0
        for region in regions_of(inspectorate.country)
        for kind in kinds_of(inspectorate.country)
        if questionnaire_for(inspectorate, kind) == name
    }
    for (region, kind, questionnaire), volume in volumes.items():
        if questionnaire == name:
            expected[region, kind] = volume.with_email
    return expected


class _Opener:
    """Opens the boxes of one inspectorate's quarter."""

    def __init__(self, wiring: Wiring, inspectorate: Inspectorate, quarter: Quarter) -> None:
        self._wiring = wiring
        self._inspectorate = inspectorate
        self._quarter = quarter

    async def open_channel(self) -> None:
        questionnaire = self._wiring.shelf.latest(USUAL_QUESTIONNAIRE)
        regions = enumerate(regions_of(self._inspectorate.country), start=1)
        parts = [Part(number, (region.code,)) for number, region in regions]
        # The last one, for a region that is new while the box is open.
        await self._open(questionnaire, "open", [*parts, Part(WHOLE), Part(ASIDE)])

    async def invited(
        self, questionnaire: Questionnaire, expected: Mapping[tuple[str, str], int]
    ) -> None:
        asked = [Part(**asdict(part)) for part in partitioning.partition(expected)]
        box_id, parts = await self._open(questionnaire, "invited", asked)
        async with self._wiring.people.transaction() as session:
            opening.remember(
                session,
                box_id,
                self._inspectorate.id,
                self._quarter,
                questionnaire=questionnaire.name,
                questions=len(questionnaire.questions),
                minutes=questionnaire.minutes,
                parts=[partitioning.Part(**asdict(part)) for part in parts],
            )

    async def _open(
        self, questionnaire: Questionnaire, channel: boxes.Channel, parts: Sequence[Part]
    ) -> tuple[str, Sequence[Part]]:
        """Its id and its parts: not those asked for, if it was there already. Volumes change, and
        a crash may have come before people heard of it.
        """
        name = BoxName(
            self._inspectorate.slug,
            self._quarter,
            questionnaire.name,
            questionnaire.edition,
            channel,
        )
        async with self._wiring.ballots.transaction() as session:
            box_id = await boxes.open_box(
                session,
                self._wiring.keys,
                name,
                edition_hash=questionnaire.hash,
                closes_on=self._quarter.closes_on,
                zone=zone(self._inspectorate.country),
                parts=parts,
            )
            return box_id, await boxes.parts_of(session, box_id)
