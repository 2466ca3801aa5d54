"""Who is asking: the cookie of somebody signed in, looked up once per request."""

from litestar.datastructures import Cookie

from app.accounts import signing_in
from app.accounts.roles import SignedIn
from app.lib import clock
from app.parts import Parts
from app.settings import Settings
from app.web.asked import Connection

__all__ = ["NotSignedIn", "SecondFactorMissing", "SignedIn", "cookie", "cookie_of", "current"]


class NotSignedIn(Exception):
    """This page needs a person, and nobody is signed in."""


class SecondFactorMissing(Exception):
    """This page is for administrators, and this one signs in with a password alone."""


async def current(connection: Connection) -> SignedIn | None:
    """The person, if there is one; from here on the request is answered in their language."""
    if "signed_in" not in connection.state:
        person = await _look_up(connection)
        connection.state["signed_in"] = person
        if person:
            connection.state["language"] = person.language
    found: SignedIn | None = connection.state["signed_in"]
    return found


def cookie(settings: Settings, value: str | None) -> Cookie:
    """Lasts as long as the browser is open; None takes it away.

    SameSite=Lax keeps it out of forms on other people's sites. With https its name begins with
    __Host-: no neighbouring site of the same domain can then set one.
    """
    return Cookie(
        _name(settings),
        value=value or "",
        max_age=None if value else 0,
        path="/",
        httponly=True,
        samesite="lax",
        secure=settings.is_https,
    )


def cookie_of(connection: Connection) -> str:
    """The cookie's value, or an empty text."""
    return connection.cookies.get(_name(_parts(connection).settings), "")


async def _look_up(connection: Connection) -> SignedIn | None:
    value = cookie_of(connection)
    return await signing_in.who(_parts(connection).people, value, clock.now()) if value else None


def _parts(connection: Connection) -> Parts:
    parts: Parts = connection.app.state.parts
    return parts


def _name(settings: Settings) -> str:
    return "__Host-pikir" if settings.is_https else "pikir"
