"""What may be a slip of the pen: asked before a record is stored, and never refused."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib.dates import official
from app.lib.i18n import gettext as _
from app.registry.addresses import Addresses, likely_meant
from app.registry.businesses import business_of
from app.registry.changing import differences
from app.registry.countries import tax_number_warning
from app.registry.doubles.aliases import under_kept_numbers
from app.registry.fields import InspectionFields
from app.registry.owning import Owner
from app.registry.records import Record, prepare
from app.registry.searching import Found
from app.registry.tables import Business, Inspection, Inspectorate


@dataclass(frozen=True)
class Doubt:
    """About a field; `meant` is what its writer may have meant to write there."""

    field: str
    words: str
    meant: str | None = None


@dataclass(frozen=True)
class Doubting:
    """`owner` enters into `inspectorate`: of colleagues' acts nothing is told but that they are."""

    session: AsyncSession
    addresses: Addresses
    inspectorate: Inspectorate
    owner: Owner

    async def about(self, fields: InspectionFields) -> list[Doubt]:
        """`fields` are without a fault."""
        entered = prepare(self.addresses, self.inspectorate, fields.model_dump())
        country = self.inspectorate.country
        [record] = await under_kept_numbers(self.session, country, [entered])
        found = [
            self._number(record),
            await self._name(record),
            await self._same_act(record),
            await self._same_day(record),
            self._address(fields.email),
        ]
        return [doubt for doubt in found if doubt]

    def _number(self, record: Record) -> Doubt | None:
        name, written = record.number
        if name != "tax_number":
            return None
        warning = tax_number_warning(self.inspectorate.country, written)
        return Doubt(name, warning) if warning else None

    async def _name(self, record: Record) -> Doubt | None:
        """Else a slip in the number would give another firm this one's name."""
        known = await business_of(self.session, self.inspectorate.country, record.number)
        if known is None or known.name == record.business_name:
            return None
        words = _("On record the business with this number is “%(name)s”.", name=known.name)
        return Doubt("business_name", words, meant=known.name)

    async def _same_act(self, record: Record) -> Doubt | None:
        year, number = record.key
        found = await self._acts(Inspection.act_year == year, Inspection.act_number == number)
        if not found:
            return None
        known, business = found[0]
        if not differences(business.model_dump() | known.model_dump(), record):
            return None
        words = _(
            "An act with this number is on record: “%(name)s”, %(day)s."
            " Saving changes that record.",
            name=business.name,
            day=official(known.act_date),
        )
        return Doubt("act_number", words)

    async def _same_day(self, record: Record) -> Doubt | None:
        kind, number = record.number
        others = await self._acts(
            Inspection.act_date == record.columns["act_date"],
            Inspection.act_number != record.columns["act_number"],
            getattr(Business, kind) == number,
        )
        if not others:
            return None
        mine = next((act for act, _business in others if self.owner.has(act)), None)
        if mine is None:
            words = _("A colleague has entered an act of this day about this business already.")
        else:
            words = _(
                "Another act of this day about this business is on record: %(number)s.",
                number=mine.act_number,
            )
        return Doubt("act_date", words)

    def _address(self, email: str | None) -> Doubt | None:
        meant = likely_meant(email) if email else None
        if meant is None:
            return None
        return Doubt("email", _("Did you mean %(address)s?", address=meant), meant)

    async def _acts(self, *which: ColumnElement[bool] | bool) -> Sequence[Found]:
        """Of the inspectorate."""
        found = await self.session.exec(
            select(Inspection, Business)
            .join(Business, col(Business.id) == col(Inspection.business_id))
            .where(Inspection.inspectorate_id == self.inspectorate.id, *which)
        )
        return found.all()
