"""The inspector's form as a page: its fields in their order, and what is said about them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from litestar import Response

from app.lib.i18n import OWN_NAMES, spoken
from app.lib.i18n import gettext as _
from app.registry.countries import tax_number_name
from app.registry.doubting import Doubt
from app.registry.kinds import NO_EMAIL_REASONS, OUTCOMES, kinds_of, label
from app.registry.regions import regions_of
from app.registry.tables import Inspection, Inspectorate
from app.web.asked import Asked
from app.web.signed_in import SignedIn
from app.web.staff.framing import staff_page

# What a doubt is about: with any of these changed, it is another doubt.
_ABOUT = {
    "tax_number": ("tax_number",),
    "business_name": ("business_name", "tax_number", "licence_number"),
    "act_number": ("act_number", "act_year", "act_date"),
    "act_date": ("act_date", "tax_number", "licence_number"),
    "email": ("email",),
}


@dataclass(frozen=True)
class Form:
    """`hints` stand in place of the usual ones; `focus` is the field to be filled in next."""

    inspectorate: Inspectorate
    given: Mapping[str, str]
    errors: Mapping[str, str] = field(default_factory=dict)
    doubts: Sequence[Doubt] = ()
    hints: Mapping[str, str] = field(default_factory=dict)
    focus: str = ""
    saved: Inspection | None = None  # the act that was stored just now


def form_page(request: Asked, person: SignedIn, form: Form) -> Response[str]:
    labels = labels_of(form.inspectorate.country)
    return staff_page(
        request,
        person,
        "entering.html",
        status=422 if form.errors else 200,
        form=form,
        inspectorate=form.inspectorate,
        given=form.given,
        # In the order of the form, so that the list of errors reads from its top to its end.
        errors={name: form.errors[name] for name in labels if name in form.errors},
        wish=wish(form.given),
        asked=" ".join(sorted(marks(form.doubts, form.given))),
        labels=labels,
        options=options_of(form.inspectorate.country),
    )


def wish(entered: Mapping[str, str]) -> str:
    """What its writer wants once doubts are answered: "next", or nothing in particular."""
    presses = entered.get("press"), entered.get("then")
    return "next" if "next" in presses else ""


def marks(doubts: Sequence[Doubt], entered: Mapping[str, str]) -> set[str]:
    """Of doubts about what was entered: they tell which ones its writer has been shown."""
    return {_mark(doubt.field, entered) for doubt in doubts}


def _mark(name: str, entered: Mapping[str, str]) -> str:
    about = [name, *(entered.get(one, "") for one in _ABOUT[name])]
    return sha256("\n".join(about).encode()).hexdigest()[:16]


def labels_of(country: str) -> dict[str, str]:
    """Field -> its name for people, in the order of the form."""
    return {
        "tax_number": tax_number_name(country),
        "licence_number": _("Licence number"),
        "business_name": _("Name of the business"),
        "act_number": _("Number of the act"),
        "act_date": _("Date of the act"),
        "handed_over_on": _("Act handed over on"),
        "act_year": _("Year of the act's number"),
        "started_on": _("First day of the inspection"),
        "finished_on": _("Last day of the inspection"),
        "kind": _("Kind of inspection"),
        "region": _("Region"),
        "outcome": _("Outcome"),
        "inspector": _("Inspector"),
        "email": _("E-mail address"),
        "no_email_reason": _("If there is no address: why"),
        "language": _("Language of the letter"),
    }


def options_of(country: str) -> dict[str, dict[str, str]]:
    """Field -> value -> words, in the order in which they are offered."""
    return {
        "handed_over": {
            "same_day": _("On the day of the act"),
            "other_day": _("On another day"),
            "not_yet": _("Not yet"),
        },
        "kind": {kind: label(kind) for kind in kinds_of(country)},
        "region": {region.code: region.names[spoken()] for region in regions_of(country)},
        "outcome": {outcome: label(outcome) for outcome in OUTCOMES},
        "no_email_reason": {reason: label(reason) for reason in NO_EMAIL_REASONS},
        "language": OWN_NAMES,
    }
