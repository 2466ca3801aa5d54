"""What describes an inspectorate, in a file or on a page: read with every fault at once."""

from collections.abc import Collection
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
)

from app.lib.errors import Invalid
from app.lib.i18n import gettext as _
from app.registry.countries import Country
from app.registry.faults import Faults, sentences
from app.registry.kinds import kinds_of
from app.registry.sending import Sending
from app.registry.words import (
    Address,
    EMail,
    Line,
    Paragraph,
    Phone,
    Short,
    Slug,
    in_every_language,
)

LARGEST_NUMBER = 2**31 - 1  # that its column holds
ROLES = ("minister", "director")  # in the order in which they sign


class Unreadable(Invalid):
    """`errors` says what to write instead, by place: `names.ky.short`. Of a whole file: ``."""

    def __init__(self, where: str, errors: dict[str, str]) -> None:
        super().__init__(errors)
        self.where = where

    def __str__(self) -> str:
        lines = [
            f"  {_counted(place)}: {words}" if place else words
            for place, words in self.errors.items()
        ]
        return "\n".join([f"{self.where} cannot be used:", *lines])


def _counted(place: str) -> str:
    """As people count what stands in a list: from one."""
    steps = place.split(".")
    return ".".join(str(int(step) + 1) if step.isdecimal() else step for step in steps)


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Name(_Part):
    name: Line
    of: Line  # the genitive: "director of …"
    short: Short


class Signature(_Part):
    name: Line
    position: Line
    words: Paragraph


Names = Annotated[dict[str, Name], AfterValidator(in_every_language)]
Lines = Annotated[dict[str, Line], AfterValidator(in_every_language)]
Paragraphs = Annotated[dict[str, Paragraph], AfterValidator(in_every_language)]
Signatures = Annotated[dict[str, Signature], AfterValidator(in_every_language)]


class SignerDescription(_Part):
    email: EMail
    texts: Signatures


class SiteDescription(_Part):
    slug: Slug
    owner: Literal["inspectorate", "ministry"]
    address: Address
    names: Lines


class Signers(_Part):
    minister: SignerDescription
    director: SignerDescription


class Description(_Part):
    slug: Slug
    country: Country
    open_number: int = Field(ge=1, le=LARGEST_NUMBER)
    sender: EMail
    reply_to: EMail
    phone: Phone
    names: Names
    questionnaires: dict[str, Slug] = {}
    appeals_to: Paragraphs
    sites: list[SiteDescription]
    sending: Sending = Sending()
    signers: Signers

    @field_validator("questionnaires")
    @classmethod
    def _are_known(cls, chosen: dict[str, str], info: ValidationInfo) -> dict[str, str]:
        kinds = kinds_of(info.data["country"]) if "country" in info.data else chosen
        there: Collection[str] | None = (info.context or {}).get("questionnaires")
        faults = {
            kind: _(
                "The country's law does not know this kind: leave it out. It knows: %(words)s.",
                words=", ".join(kinds),
            )
            for kind in chosen
            if kind not in kinds
        }
        for kind, name in chosen.items():
            if there is not None and name not in there:
                words = ", ".join(sorted(there))
                faults[kind] = _("Use one of these words: %(words)s.", words=words)
        if faults:
            raise Faults(faults)
        return chosen

    @field_validator("sites")
    @classmethod
    def _one_is_its_own(cls, sites: list[SiteDescription]) -> list[SiteDescription]:
        if [site.owner for site in sites].count("inspectorate") != 1:
            raise ValueError(_("Describe exactly one site of the inspectorate itself."))
        if len({site.slug for site in sites}) < len(sites):
            raise ValueError(_("Give each site a folder of its own."))
        return sites


def read_description(path: Path, questionnaires: Collection[str] | None = None) -> Description:
    """See `describe`."""
    try:
        described = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise Unreadable(str(path), {"": f"It is not YAML in UTF-8: {error}"}) from error
    return describe(described, str(path), questionnaires)


def describe(
    described: object,
    where: str = "The description",
    questionnaires: Collection[str] | None = None,
) -> Description:
    """From what a YAML reader or a form returns. `questionnaires`: the names that there are, if
    they are known here. Raises Unreadable.
    """
    try:
        return Description.model_validate(described, context={"questionnaires": questionnaires})
    except ValidationError as error:
        raise Unreadable(where, sentences(error)) from error
