"""What a browser sees of a questionnaire's page: the fields of its form."""

from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser


@dataclass(frozen=True)
class Choice:
    value: str
    is_apart: bool  # "does not apply", "don't know"


@dataclass(frozen=True)
class Form:
    """Everything by the field's name, in the page's order."""

    hidden: dict[str, str] = field(default_factory=dict)
    radios: dict[str, list[Choice]] = field(default_factory=dict)
    boxes: dict[str, list[Choice]] = field(default_factory=dict)
    menus: dict[str, list[str]] = field(default_factory=dict)
    entries: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


@lru_cache(maxsize=64)  # the page is the same for everyone in a box and language
def read_form(html: str) -> Form:
    reader = _Reader()
    reader.feed(html)
    return reader.form


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.form = Form()
        self._is_apart = False
        self._menu: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        match tag:
            case "label":
                self._is_apart = "apart" in given.get("class", "").split()
            case "input":
                self._input(given)
            case "textarea":
                self.form.remarks.append(given["name"])
            case "select":
                self._menu = self.form.menus.setdefault(given["name"], [])
            case "option" if given.get("value"):
                self._menu.append(given["value"])

    def _input(self, given: dict[str, str]) -> None:
        name, value = given["name"], given.get("value", "")
        match given.get("type", "text"):
            case "hidden":
                self.form.hidden[name] = value
            case "radio":
                self.form.radios.setdefault(name, []).append(Choice(value, self._is_apart))
            case "checkbox":
                self.form.boxes.setdefault(name, []).append(Choice(value, self._is_apart))
            case _:
                self.form.entries.append(name)
