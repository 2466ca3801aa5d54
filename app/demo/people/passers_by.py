"""People who were not invited and found the open questionnaire."""

from collections import Counter
from datetime import date, timedelta
from random import Random

import httpx

from app.demo.people.forms import Form, read_form
from app.demo.people.opinions import Entries, View, fill
from app.demo.register.bodies import Body
from app.lib import clock
from app.lib.quarters import Quarter
from app.registry.fields import InspectionFields

_PREFERENCE = (3, 1)  # the present quarter stands first, and is what most come for
READING_TIME = timedelta(seconds=20)  # nobody fills in a page within five


class PassersBy:
    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client
        self.happened: Counter[str] = Counter()

    async def answer(self, body: Body, today: date, how_many: int) -> None:
        """Each from a network of their own."""
        random = Random(f"passers-by at {body.slug} on {today}")
        address = f"/{body.language}/open/{body.slug}"
        forms = [await self._open(address) for _ in range(how_many)]
        clock.step_to(clock.now() + READING_TIME)
        for form in forms:
            await self._send(address, self._entries(body, form, random), random)

    async def _open(self, address: str) -> Form:
        page = (await self._client.get(address)).raise_for_status()
        return read_form(page.text)

    async def _send(self, address: str, entries: Entries, random: Random) -> None:
        network = f"10.{random.randrange(256)}.{random.randrange(256)}.7"
        reply = await self._client.post(
            address, data=dict(entries), headers={"X-Forwarded-For": network}
        )
        self.happened[f"POST {reply.status_code}"] += 1

    def _entries(self, body: Body, form: Form, random: Random) -> Entries:
        weights = [place.weight for place in body.places.values()]
        region = random.choices(list(body.places), weights)[0]
        quarters = [Quarter.parse(written) for written in form.menus["quarter"]]
        quarter = random.choices(quarters, _PREFERENCE[: len(quarters)])[0]
        view = View(_remembered(body, region, quarter), random)
        return fill(form, view, body.language) | {"region": region, "quarter": str(quarter)}


def _remembered(body: Body, region: str, quarter: Quarter) -> InspectionFields:
    """What matters of an inspection that is on no list of ours."""
    return InspectionFields.model_construct(
        act_number=f"{body.letters}-", act_date=quarter.first_day, region=region, outcome="other"
    )
