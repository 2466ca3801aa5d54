"""Which passwords are good enough, and that judging one takes its time."""

from time import process_time

import pytest

from app.accounts import passwords
from app.lib.errors import Invalid


@pytest.mark.parametrize(
    "good",
    ["four horses near the lake", "жети уулу бар эле", "zR7#pq-Lm2vX", "🐎 аттар көлдө турат"],
)
def test_long_and_unusual_is_good(good: str) -> None:
    passwords.check(good, about="aida@geti.kg.example")


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "short lake",
        "aaaaaaaaaaaaaaaa",
        "password1234",
        "PASSWORD2026!",
        "пароль123456789",
        "qwertyuiop[]",
        "aida.asanova1",
        "x" + "yz ab" * 40,
    ],
)
def test_short_common_or_personal_is_not(bad: str) -> None:
    with pytest.raises(Invalid, match="password"):
        passwords.check(bad, about="aida.asanova@geti.kg.example")


async def test_a_digest_fits_its_own_password_only() -> None:
    stored = await passwords.digest("four horses near the lake")
    assert await passwords.is_right("four horses near the lake", stored)
    assert not await passwords.is_right("four horses near the lakes", stored)
    assert not await passwords.is_right("four horses near the lake", None)


async def test_nobodys_password_costs_as_much_as_somebodys() -> None:
    stored = await passwords.digest("four horses near the lake")
    await passwords.is_right("warm", None)

    async def cost(digest: str | None) -> float:
        before = process_time()
        for _time in range(5):
            await passwords.is_right("a wrong guess", digest)
        return process_time() - before

    assert 0.5 < await cost(None) / await cost(stored) < 2
