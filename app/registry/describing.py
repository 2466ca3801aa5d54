"""The file that describes an inspectorate: what stands in it, read with every fault at once."""

import unicodedata
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    StringConstraints,
    ValidationError,
    model_validator,
)

from app.lib.i18n import LANGUAGES
from app.registry.addresses import clean
from app.registry.countries import Country
from app.registry.kinds import kinds_of

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{1,39}$")]


def _seen(text: str) -> str:
    """What cannot be seen has no place here: a letter with it in its head would never go out."""
    odd = {"Cc", "Cs", "Zl", "Zp"} & {unicodedata.category(letter) for letter in text}
    if odd:
        raise ValueError("write it on one line, without control characters")
    return text


Words = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1), AfterValidator(_seen)
]
Paragraphs = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Phone = Annotated[Words, StringConstraints(max_length=40)]
Address = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/]+(/\S*)?$", max_length=200)]


class Unreadable(ValueError):
    """The text names the file, each place and what to write there."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Name(_Part):
    name: Words
    of: Words  # the genitive: "director of …"
    short: Words


class Signature(_Part):
    name: Words
    position: Words
    words: Paragraphs


class SignerDescription(_Part):
    email: Words
    texts: dict[str, Signature]


class SiteDescription(_Part):
    slug: Slug
    owner: Literal["inspectorate", "ministry"]
    address: Address
    names: dict[str, Words]


class Description(_Part):
    slug: Slug
    country: Country
    open_number: int
    sender: Words
    reply_to: Words
    phone: Phone
    names: dict[str, Name]
    questionnaires: dict[str, Slug] = {}
    appeals_to: dict[str, Words]
    sites: list[SiteDescription]
    signers: dict[Literal["minister", "director"], SignerDescription]

    @model_validator(mode="after")
    def _is_whole(self) -> "Description":
        faults = [*self._languages_missing(), *self._addresses_wrong(), *self._kinds_unknown()]
        if [site.owner for site in self.sites].count("inspectorate") != 1:
            faults.append("sites: describe exactly one with the owner inspectorate, its own")
        if {"minister", "director"} - self.signers.keys():
            faults.append("signers: describe both minister and director")
        if faults:
            raise ValueError("; ".join(faults))
        return self

    def _languages_missing(self) -> list[str]:
        texts: dict[str, dict[str, Any]] = {"names": self.names, "appeals_to": self.appeals_to}
        texts |= {f"sites.{number}.names": site.names for number, site in enumerate(self.sites)}
        texts |= {f"signers.{role}.texts": signer.texts for role, signer in self.signers.items()}
        return [
            f"{place}: write it in {', '.join(LANGUAGES)}, no other language and none left out"
            for place, words in texts.items()
            if words.keys() != set(LANGUAGES)
        ]

    def _addresses_wrong(self) -> list[str]:
        addresses = {"sender": self.sender, "reply_to": self.reply_to}
        addresses |= {f"signers.{role}.email": it.email for role, it in self.signers.items()}
        return [f"{place}: not an e-mail address" for place, it in addresses.items() if _wrong(it)]

    def _kinds_unknown(self) -> list[str]:
        known = kinds_of(self.country)
        return [
            f"questionnaires.{kind}: {self.country} knows {', '.join(known)}"
            for kind in self.questionnaires
            if kind not in known
        ]


def read_description(path: Path) -> Description:
    try:
        described = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise Unreadable(f"{path} is not YAML in UTF-8: {error}") from error
    return describe(described, str(path))


def describe(described: object, where: str = "The description") -> Description:
    """From what a YAML or JSON reader returns."""
    try:
        return Description.model_validate(described)
    except ValidationError as error:
        faults = [_sentence(fault["loc"], fault["msg"]) for fault in error.errors()]
        raise Unreadable(f"{where} cannot be used:\n" + "\n".join(faults)) from error


def _sentence(place: tuple[int | str, ...], message: str) -> str:
    path = ".".join(str(step) for step in place)
    return f"  {path}: {message}" if path else f"  {message.removeprefix('Value error, ')}"


def _wrong(address: str) -> bool:
    try:
        clean(address)
    except ValueError:
        return True
    return False
