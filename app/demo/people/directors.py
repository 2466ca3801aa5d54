"""Directors who read a quarter's remarks, and decide on most of them by the real acts."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts import people as staff
from app.accounts.roles import DIRECTOR
from app.demo.register.bodies import BODIES, Body
from app.demo.staff import accounts
from app.lib.quarters import Quarter
from app.registry import inspectorates
from app.remarks.deciding import Verdict, decide
from app.remarks.folding import folded
from app.remarks.measures import NewMeasure, measures
from app.remarks.place import By, Place
from app.remarks.reading import Remark, remarks_of
from app.remarks.tables import Kind
from app.remarks.theming import add_themes
from app.wiring import Wiring

_LEFT = 7  # of so many remarks the last is put off
_TIME_FOR_A_MEASURE = timedelta(days=60)
# Beginnings of words, in all languages; the first theme that has one of them.
_ABOUT = {
    "thanks": ("спасибо", "рахмат", "рақмет", "вежлив", "сылык", "сыпайы", "жакшы өт", "тартип"),
    "timing": ("заранее", "мурун", "алдын ала", "срок", "мөөнөт", "мерзім", "время", "кабарла"),
    "documents": ("документ", "құжат", "акт", "тилинде", "тілінде", "лист", "барагы", "парағы"),
    "advice": ("сообща", "билдир", "кеңес", "ескерт", "предупрежд"),
}
_REASONS = {
    "ky": {
        "thanks": "Ыраазычылык инспекторлорго жеткирилди.",
        "timing": "Көп ишкана ушуну суранат, ошондуктан кабарлоо тартибин өзгөртөбүз.",
        "documents": "Документтердин тизмеси мыйзамда бекитилген.",
    },
    "kk": {
        "thanks": "Алғыс инспекторларға жеткізілді.",
        "timing": "Көп кәсіпорын осыны сұрайды, сондықтан хабарлау тәртібін өзгертеміз.",
        "documents": "Құжаттар тізбесі заңмен бекітілген.",
    },
}
_MEASURE = {
    "ky": ("Пландуу текшерүү жөнүндө үч күн мурун кат менен кабарлоо", "Көзөмөл бөлүмү"),
    "kk": ("Жоспарлы тексеру туралы үш күн бұрын хатпен хабарлау", "Бақылау бөлімі"),
}
_KINDS = {"thanks": Kind.CONSIDERED, "timing": Kind.MEASURE, "documents": Kind.NO_ACTION}


async def consider(wiring: Wiring, quarter: Quarter, today: date) -> int:
    """The remarks of every inspectorate about that quarter. How many were decided on."""
    decided = 0
    for body in BODIES:
        decided += await _consider(wiring, body, quarter, today)
    return decided


async def _consider(wiring: Wiring, body: Body, quarter: Quarter, today: date) -> int:
    async with wiring.people.transaction() as people, wiring.ballots.reading() as ballots:
        place = Place.of(await inspectorates.named(people, body.slug), quarter)
        by = By(await _director(people, body), today)
        themes = _by_theme(await remarks_of(people, ballots, place))
        for theme, ids in themes.items():
            await add_themes(people, place, ids, [theme])
            if theme in _KINDS:
                measure = await _measure(people, body, place, today) if theme == "timing" else None
                verdict = Verdict(_KINDS[theme], _REASONS[body.language][theme], measure)
                await decide(people, place, ids, verdict, by)
    return sum(len(ids) for theme, ids in themes.items() if theme in _KINDS)


async def _director(people: AsyncSession, body: Body) -> UUID:
    [email] = [one.email for one in accounts() if (one.role, one.slug) == (DIRECTOR, body.slug)]
    person = await staff.by_email(people, email)
    if person is None:
        raise LookupError(email)
    return person.id


async def _measure(
    people: AsyncSession, body: Body, place: Place, today: date
) -> UUID | NewMeasure:
    """The one of the quarter before, if there is one."""
    for measure, _remarks in await measures(people, place.inspectorate_id):
        return measure.id
    what, owner = _MEASURE[body.language]
    return NewMeasure(what, owner, today + _TIME_FOR_A_MEASURE)


def _by_theme(remarks: Sequence[Remark]) -> dict[str, list[bytes]]:
    """Of those that are not put off."""
    found: dict[str, list[bytes]] = defaultdict(list)
    for number, remark in enumerate(remarks, start=1):
        if number % _LEFT:
            found[_theme(remark)].append(remark.id)
    return found


def _theme(remark: Remark) -> str:
    said = folded(remark.text)
    for theme, words in _ABOUT.items():
        if any(folded(word) in said for word in words):
            return theme
    return "other"
