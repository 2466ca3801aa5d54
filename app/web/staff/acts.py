"""An inspector's own acts as their pages show them. Never who answered."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts.roles import INSPECTOR
from app.invitations.correcting import correction_of
from app.invitations.grouping import Group, groups_of
from app.lib.dates import local_day, official
from app.lib.errors import NotAllowed
from app.lib.i18n import OWN_NAMES
from app.lib.i18n import gettext as _
from app.registry import searching
from app.registry.addresses import Addresses, domain_of, likely_meant
from app.registry.countries import tax_number_name, tax_number_warning, zone
from app.registry.findings.citing import cited_by
from app.registry.findings.sampling import WITH_SAMPLES, samples_of
from app.registry.kinds import Flag, label
from app.registry.owning import Owner
from app.registry.regions import region_name
from app.registry.tables import Business, Inspection, Inspectorate
from app.web.signed_in import SignedIn
from app.web.staff.delivery import Post, post_of


@dataclass(frozen=True)
class Act:
    inspectorate: Inspectorate
    inspection: Inspection
    business: Business

    @property
    def name(self) -> str:
        """In the audit trail."""
        return f"{self.inspectorate.slug} {self.inspection.act_year}/{self.inspection.act_number}"


@dataclass(frozen=True)
class Row:
    """One act as a list shows it; `letter` is a sentence."""

    id: UUID
    act: str
    act_date: date
    business_id: UUID
    business: str
    kind: str
    region: str
    letter: str
    is_lost: bool  # the letter
    remedy: str | None = None  # where what needs attention is mended
    reasons: tuple[str, ...] = ()  # why, if the letter's own sentence does not say it


def owner(person: SignedIn) -> Owner:
    """Inspectors see their own records, nobody else's."""
    return Owner(person.person_id, person.name)


async def own(people: AsyncSession, person: SignedIn, inspection_id: UUID) -> Act:
    """An act of this inspector's; anybody else's is refused like none."""
    found = await searching.one(people, inspection_id)
    if found is None:
        raise NotAllowed
    inspection, business = found
    if not person.may(inspection.inspectorate_id, INSPECTOR) or not owner(person).has(inspection):
        raise NotAllowed
    inspectorate = await people.get_one(Inspectorate, inspection.inspectorate_id)
    return Act(inspectorate, inspection, business)


async def told(
    people: AsyncSession,
    addresses: Addresses,
    act: Act,
    now: datetime,
    entered: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """What the act's own page says, by the names that its template knows."""
    post = await post_of(people, act.inspectorate, [act.inspection], now)
    may_change = post.may_change(act.inspection)
    dead_ends = _dead_ends(addresses, act.inspection) if may_change else []
    return {
        "entered": entered or {},
        "errors": errors or {},
        "inspectorate": act.inspectorate,
        "row": row(act.inspection, act.business, post),
        "facts": _facts(addresses, act),
        "dead_ends": dead_ends,
        "warnings": dead_ends + _warnings(addresses, act),
        "samples": (await samples_of(people, [act.inspection.id]))[act.inspection.id],
        "takes_samples": act.inspection.kind in WITH_SAMPLES,
        "cited": (await cited_by(people, [act.inspection.id]))[act.inspection.id],
        "waits_for_hand_over": act.inspection.handed_over_on is None,
        "today": local_day(now, zone(act.inspectorate.country)),
        "may_change": may_change,
        "slip": _slip(act),
        "correction": await correction_of(people, act.inspectorate, act.inspection, now),
    }


def row(inspection: Inspection, business: Business, post: Post) -> Row:
    return Row(
        inspection.id,
        f"{inspection.act_number} / {inspection.act_year}",
        inspection.act_date,
        business.id,
        business.name,
        label(inspection.kind),
        region_name(inspection.region),
        post.in_words(inspection),
        post.is_lost(inspection),
    )


async def rows(
    people: AsyncSession,
    inspectorate: Inspectorate,
    found: Sequence[searching.Found],
    now: datetime,
) -> list[Row]:
    """As a list shows them, each that needs attention with its remedy."""
    post = await post_of(people, inspectorate, [one for one, _business in found], now)
    ids = [one.id for one, _business in found]
    groups = await groups_of(people, inspectorate, ids, now)
    return [
        _needing(one[0], row(*one, post), post)
        if groups[one[0].id] is Group.ATTENTION
        else row(*one, post)
        for one in found
    ]


def _needing(inspection: Inspection, shown: Row, post: Post) -> Row:
    """A record is changed before its letter goes out, an address is corrected after."""
    if not post.may_change(inspection):
        return replace(shown, remedy=f"/staff/inspections/{inspection.id}#email")
    reasons = tuple(label(flag) for flag in inspection.flags if flag in _DEAD_ENDS)
    remedy = f"/staff/inspections/new?change={inspection.id}#email"
    return replace(shown, remedy=remedy, reasons=reasons)


def masked(email: str) -> str:
    """Enough to recognise an address that one knows, too little to write to it: a…@mail.kg"""
    local, _at, domain = email.rpartition("@")
    return f"{local[:1]}…@{domain}"


def _facts(addresses: Addresses, act: Act) -> dict[str, str]:
    inspection, business = act.inspection, act.business
    facts = {
        _("Date of the act"): official(inspection.act_date),
        _("Act handed over"): _handed_over(inspection),
        _("First day of the inspection"): official(inspection.started_on),
        _("Last day of the inspection"): official(inspection.finished_on),
        _("Kind of inspection"): label(inspection.kind),
        _("Region"): region_name(inspection.region),
        _("Outcome"): label(inspection.outcome),
        _("Inspector"): inspection.inspector,
        _("Business"): business.name,
        tax_number_name(act.inspectorate.country): business.tax_number or "",
        _("Licence number"): business.licence_number or "",
        _("Language of the letter"): OWN_NAMES[inspection.language],
    }
    if inspection.email:
        facts[_("E-mail address")] = masked(addresses.open(inspection.email))
    return {name: value for name, value in facts.items() if value}


def _slip(act: Act) -> str | None:
    """Where one is printed for who has no address: of the act its language goes along, no more."""
    if not act.inspection.no_email_reason:
        return None
    return f"/staff/slips?of={act.inspectorate.slug}&language={act.inspection.language}"


def _handed_over(inspection: Inspection) -> str:
    day = inspection.handed_over_on
    return official(day) if day else _("Not yet")


def _warnings(addresses: Addresses, act: Act) -> list[str]:
    """Slips of the pen, for who made them. Whatever else looks odd is for the ministry alone."""
    email, business = act.inspection.email, act.business
    number = business.tax_number
    warnings = [tax_number_warning(business.country, number) if number else None]
    meant = likely_meant(addresses.open(email)) if email else None
    if meant:
        domain = meant.rpartition("@")[2]
        warnings.append(
            _("The e-mail address may be mistyped. Did you mean @%(domain)s?", domain=domain)
        )
    return [warning for warning in warnings if warning]


def _dead_ends(addresses: Addresses, inspection: Inspection) -> list[str]:
    """Why no letter can arrive, if the address's domain was looked up in vain."""
    if inspection.email is None:
        return []
    domain = domain_of(addresses.open(inspection.email))
    return [_DEAD_ENDS[flag](domain) for flag in inspection.flags if flag in _DEAD_ENDS]


_DEAD_ENDS: dict[str, Callable[[str], str]] = {
    Flag.NO_SUCH_DOMAIN: lambda domain: _(
        "There is no domain %(domain)s: the letter would come back. Compare the address with what"
        " the entrepreneur gave you, and change the record before the letter goes out.",
        domain=domain,
    ),
    Flag.TAKES_NO_MAIL: lambda domain: _(
        "%(domain)s takes no mail: the letter would come back. Ask the entrepreneur for another"
        " address, and change the record before the letter goes out.",
        domain=domain,
    ),
}
