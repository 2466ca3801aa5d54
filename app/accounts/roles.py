"""What people may be. Whatever no role allows is refused."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    INSPECTOR = "inspector"  # enters inspections, and sees their own
    DIRECTOR = "director"  # reads the results and remarks of their inspectorate
    MINISTRY = "ministry"  # watches every inspectorate, and calls businesses; changes no record
    OBSERVER = "observer"  # sees how the work goes in every inspectorate: no people, no records
    ADMINISTRATOR = "administrator"  # of the installation: every inspectorate and all people


INSPECTOR, DIRECTOR, ADMINISTRATOR = Role.INSPECTOR, Role.DIRECTOR, Role.ADMINISTRATOR
MINISTRY, OBSERVER = Role.MINISTRY, Role.OBSERVER
IN_EACH = (INSPECTOR, DIRECTOR)  # whom an inspectorate needs for its work
EVERYWHERE = frozenset(
    {MINISTRY, OBSERVER, ADMINISTRATOR}
)  # held in no one inspectorate, but in all


@dataclass(frozen=True)
class Held:
    """A role that somebody holds, and where: None is everywhere, for EVERYWHERE alone."""

    role: Role
    inspectorate_id: UUID | None


@dataclass(frozen=True)
class SignedIn:
    """Who is asking, and what they may do."""

    person_id: UUID
    name: str
    email: str
    language: str
    roles: tuple[Held, ...]
    has_second_factor: bool = False

    def has(self, *roles: str) -> bool:
        """Whether they hold one of these roles anywhere."""
        return any(held.role in roles for held in self.roles)

    def may(self, inspectorate_id: UUID, *roles: str) -> bool:
        """Whether they hold one of these roles in this inspectorate. Holding one elsewhere, or
        being administrator where that is not among `roles`, is not enough."""
        return any(
            held.role in roles and held.inspectorate_id in (None, inspectorate_id)
            for held in self.roles
        )
