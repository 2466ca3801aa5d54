"""A form for a description, in sections: what each field is called, and what belongs in it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from app.lib.i18n import gettext as _
from app.questionnaires.loading import Shelf

Type = Literal["text", "email", "url", "date", "number", "area", "select", "boxes", "fixed"]


@dataclass(frozen=True)
class Field:
    """`place` is its name and id. `options` of a choice: value -> words."""

    place: str
    label: str
    hint: str = ""
    type: Type = "text"
    language: str = ""  # of what is written in it
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Group:
    """Fields under a heading of their own."""

    legend: str
    fields: Sequence[Field]
    hint: str = ""
    language: str = ""  # of the legend
    is_pair: bool = False  # side by side, where there is room


@dataclass(frozen=True)
class Section:
    """`keys`: the names in a description that it asks for."""

    name: str
    title: str
    hint: str
    keys: frozenset[str]
    groups: Sequence[Group]

    def labels(self) -> dict[str, str]:
        """For the list of errors, which stands far from the fields."""
        return {
            field.place: ": ".join(filter(None, (self._over(group, field), field.label)))
            for group in self.groups
            for field in group.fields
        }

    def _over(self, group: Group, field: Field) -> str:
        """What a label needs before it: of a language alone nobody knows what is written in it."""
        return group.legend or (self.title if field.language else "")


@dataclass(frozen=True)
class About:
    """What a form depends on: what has been given so far, and the sites that stand already."""

    given: Mapping[str, Any]
    shelf: Shelf
    on_record: Collection[str] = ()

    def rows(self, *way: str) -> list[Mapping[str, Any]]:
        """Of a list in the description, as far as it can be read."""
        found: Any = self.given
        for step in way:
            found = found.get(step) if isinstance(found, Mapping) else None
        return list(found) if isinstance(found, list) else []


def countries() -> dict[str, str]:
    return {"KG": _("Kyrgyz Republic"), "KZ": _("Republic of Kazakhstan")}
