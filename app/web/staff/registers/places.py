"""Who may bring in which register."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts.roles import ADMINISTRATOR, DIRECTOR
from app.lib.errors import NotAllowed
from app.registry import inspectorates
from app.registry.tables import Inspectorate
from app.registry.uploads.stages import ARRIVING
from app.registry.uploads.tables import Upload
from app.web.signed_in import SignedIn

ROLES = (DIRECTOR, ADMINISTRATOR)


async def places(people: AsyncSession, person: SignedIn) -> list[Inspectorate]:
    """Where this person may, by slug."""
    return [one for one in await inspectorates.all_of(people) if person.may(one.id, *ROLES)]


async def place(people: AsyncSession, person: SignedIn, slug: str | None) -> Inspectorate:
    """That one, or the first; NotAllowed where there is none."""
    for one in await places(people, person):
        if slug in (None, "", one.slug):
            return one
    raise NotAllowed


async def upload_of(
    people: AsyncSession, person: SignedIn, upload_id: UUID
) -> tuple[Upload, Inspectorate]:
    """One that has been erased is refused like somebody else's."""
    upload = await people.get(Upload, upload_id)
    if upload is None or upload.stage == ARRIVING:
        raise NotAllowed
    if not person.may(upload.inspectorate_id, *ROLES):
        raise NotAllowed
    return upload, await people.get_one(Inspectorate, upload.inspectorate_id)
