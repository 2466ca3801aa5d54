"""One inspectorate's signals in a quarter: whom to ask about, all inspectors beside each other."""

from datetime import datetime
from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts.roles import MINISTRY
from app.invitations.signals.comparing import Watched
from app.invitations.signals.counting import Inspector
from app.invitations.signals.judging import ALPHA
from app.invitations.signals.kinds import Signal
from app.lib.errors import NotFound
from app.registry import searching
from app.web.asked import Asked
from app.web.guards import needs
from app.web.signed_in import SignedIn
from app.web.staff.framing import staff_page
from app.web.staff.signals import places, words
from app.web.staff.signals.places import Place


@get("/signals/{slug:str}/{written:str}", guards=[needs(MINISTRY)])
async def show_inspectorate(
    request: Asked,
    slug: FromPath[str],
    written: FromPath[str],
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
    signal: FromQuery[str] = Signal.NO_ADDRESS.value,
) -> Response[str]:
    place = await places.place(people, slug, written, now)
    inspectorate_id = place.inspectorate.id
    chosen = _read(signal)
    watched = await places.watched(people, place.quarter)
    return staff_page(
        request,
        person,
        "signals/inspectorate.html",
        **_shared(place, watched),
        quarters=await searching.quarters(people, inspectorate_id),
        pointed_out=watched.pointed_out(inspectorate_id),
        signals=tuple(Signal),
        signal=chosen,
        judged=watched.judged[chosen],
        inspectors=watched.inspectors(inspectorate_id),
        total=watched.total(inspectorate_id),
        unnamed=watched.counted.get(Inspector(inspectorate_id, "")),
    )


@get("/signals/{slug:str}/{written:str}/inspector", guards=[needs(MINISTRY)])
async def show_inspector(
    request: Asked,
    slug: FromPath[str],
    written: FromPath[str],
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
    name: FromQuery[str] = "",
) -> Response[str]:
    place = await places.place(people, slug, written, now)
    watched = await places.watched(people, place.quarter)
    inspector = Inspector(place.inspectorate.id, name)
    if inspector not in watched.inspectors(place.inspectorate.id):
        raise NotFound
    return staff_page(
        request,
        person,
        "signals/inspector.html",
        **_shared(place, watched),
        inspector=inspector,
        judged={signal: watched.judged[signal][inspector] for signal in Signal},
    )


def _shared(place: Place, watched: Watched) -> dict[str, Any]:
    return {
        "inspectorate": place.inspectorate,
        "quarter": place.quarter,
        "counted": watched.counted,
        "words": words,
        "no_address": Signal.NO_ADDRESS,
        "alpha": words.once_in(ALPHA),
    }


def _read(written: str) -> Signal:
    try:
        return Signal(written)
    except ValueError as error:
        raise NotFound from error
