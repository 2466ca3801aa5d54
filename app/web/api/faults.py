"""What is wrong with a body that was sent, and where in it."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """A JSON pointer (RFC 6901) into the body that was sent, and what to do there."""

    pointer: str
    detail: str


def pointed(errors: Mapping[str, str], within: str = "") -> tuple[Fault, ...]:
    """Faults by field, in a document or in the part of one; no field: the whole of it."""
    return tuple(
        Fault(f"#{within}/{_escaped(field)}" if field else f"#{within}", fault)
        for field, fault in errors.items()
    )


def _escaped(field: str) -> str:
    return field.replace("~", "~0").replace("/", "~1")
