"""The second factor: codes of a telephone (RFC 6238), and ten codes on paper for when it is lost.

The telephone's secret is kept as lib/safekeeping.py says, codes on paper as fingerprints under the
same pepper.
"""

import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

import pyotp
from sqlmodel import col, delete, func, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts.tables import Person, RecoveryCode
from app.lib.safekeeping import NotOurs, Safe

ISSUER = "Pikir"
RECOVERY_CODES = 10
_STEP = 30  # seconds
_WINDOW = (-1, 0, 1)  # steps: clocks differ, and typing takes time
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that are taken for another one
_LENGTH = 12


@dataclass(frozen=True)
class Sealing:
    """What a person's secret is sealed with; `pepper` is the installation's."""

    pepper: bytes

    def seal(self, person_id: UUID, secret: str) -> bytes:
        return self._safe.put_away(secret, person_id)

    def open(self, person_id: UUID, sealed: bytes) -> str | None:
        """None if it was not sealed here, or not for this person."""
        try:
            return self._safe.open(sealed, person_id)
        except NotOurs:
            return None

    def print(self, person_id: UUID, recovery_code: str) -> bytes:
        content = b"recovery code" + person_id.bytes + _spelled(recovery_code).encode()
        return hmac.digest(self.pepper, content, sha256)

    @property
    def _safe(self) -> Safe:
        return Safe(self.pepper, b"secrets of second factors")


def new_secret() -> str:
    """32 letters of base32: 160 bits, as RFC 4226 recommends."""
    return pyotp.random_base32()


def address(secret: str, email: str) -> str:
    """What the QR code holds."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER)


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """The half minute that the code belongs to, counted from 1970; None if it is not right now."""
    present = int(now.timestamp()) // _STEP
    digits = "".join(code.split())
    for step in (present + offset for offset in _WINDOW):
        if hmac.compare_digest(pyotp.TOTP(secret).generate_otp(step).encode(), digits.encode()):
            return step
    return None


async def turn_on(
    session: AsyncSession, sealing: Sealing, person: Person, secret: str, step: int
) -> Sequence[str]:
    """The recovery codes, which nobody can read again. `step`: the one that has confirmed it."""
    person.second_factor = sealing.seal(person.id, secret)
    person.second_factor_step = step
    session.add(person)
    return await new_recovery_codes(session, sealing, person.id)


async def turn_off(session: AsyncSession, person: Person) -> None:
    person.second_factor = None
    session.add(person)
    await _forget_codes(session, person.id)


async def new_recovery_codes(
    session: AsyncSession, sealing: Sealing, person_id: UUID
) -> Sequence[str]:
    """The earlier ones work no more."""
    await _forget_codes(session, person_id)
    codes = [_new_code() for _n in range(RECOVERY_CODES)]
    session.add_all(
        RecoveryCode(to_print=sealing.print(person_id, code), person_id=person_id) for code in codes
    )
    return codes


async def recovery_codes_left(session: AsyncSession, person_id: UUID) -> int:
    query = select(func.count()).where(RecoveryCode.person_id == person_id)
    return (await session.exec(query)).one()


async def use(
    session: AsyncSession, sealing: Sealing, person: Person, code: str, now: datetime
) -> bool:
    """Whether the code is right; it is used up then, also against whoever comes at once."""
    if person.second_factor is None:
        return False
    secret = sealing.open(person.id, person.second_factor)
    step = step_of(secret, code, now) if secret else None
    if step is None:
        kept = col(RecoveryCode.to_print) == sealing.print(person.id, code)
        return (await session.exec(delete(RecoveryCode).where(kept))).rowcount == 1
    newer = (
        update(Person)
        .where(col(Person.id) == person.id, col(Person.second_factor_step) < step)
        .values(second_factor_step=step)
        .execution_options(synchronize_session=False)
    )
    return (await session.exec(newer)).rowcount == 1


async def _forget_codes(session: AsyncSession, person_id: UUID) -> None:
    await session.exec(delete(RecoveryCode).where(col(RecoveryCode.person_id) == person_id))


def _new_code() -> str:
    """59 bits, in three groups: enough where five guesses in five minutes are all there are."""
    letters = "".join(secrets.choice(_LETTERS) for _n in range(_LENGTH))
    return f"{letters[:4]}-{letters[4:8]}-{letters[8:]}"


def _spelled(code: str) -> str:
    return "".join(code.lower().replace("-", " ").split())
