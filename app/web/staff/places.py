"""Where a person may do what. Another inspectorate is refused just like one that does not exist."""

from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts.roles import Role
from app.lib.errors import NotAllowed
from app.registry import inspectorates
from app.registry.tables import Inspectorate
from app.web.signed_in import SignedIn


async def places(people: AsyncSession, person: SignedIn, *roles: Role) -> list[Inspectorate]:
    """The inspectorates in which the person holds one of the roles, by slug."""
    return [one for one in await inspectorates.all_of(people) if person.may(one.id, *roles)]


async def place(
    people: AsyncSession,
    person: SignedIn,
    role: Role | tuple[Role, ...],
    slug: str | None = None,
) -> Inspectorate:
    """The inspectorate of that slug, or the first; NotAllowed where no such role is held."""
    roles = (role,) if isinstance(role, Role) else role
    for one in await places(people, person, *roles):
        if slug in (None, "", one.slug):
            return one
    raise NotAllowed
