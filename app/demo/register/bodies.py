"""The two inspectorates' habits: where they inspect, how, and how often they learn an address.

Two cases are there on purpose. Empty: nothing was inspected in Ulytau (KZ-62). Tiny: Talas (KG-T)
has so few inspections that the results about it must stay hidden.
"""

from collections.abc import Mapping
from dataclasses import dataclass

OUTCOMES = {
    "no_violation": 42,
    "violation_warning": 38,
    "violation_fine": 16,
    "suspended": 2,
    "other": 2,
}
NO_EMAIL_REASONS = {"has_none": 50, "refused": 28, "not_present": 17, "other": 5}


@dataclass(frozen=True)
class Place:
    """How many of a hundred inspections; of those, shares with an address and in Russian."""

    weight: float
    with_email: float
    russian: float


@dataclass(frozen=True)
class Body:
    slug: str
    country: str
    letters: str  # that its acts are numbered with
    domain: str  # of its own staff
    language: str  # that is not Russian
    per_quarter: int  # inspections
    firms: int
    kinds: Mapping[str, float]
    places: Mapping[str, Place]


GETI = Body(
    slug="geti",
    country="KG",
    letters="GT",
    domain="geti.kg.example",
    language="ky",
    per_quarter=1000,
    firms=2600,
    kinds={"scheduled": 60, "unscheduled": 23, "followup": 12, "counter": 4, "repeat": 1},
    places={
        "KG-GB": Place(30, 0.72, 0.52),
        "KG-C": Place(18, 0.64, 0.55),
        "KG-O": Place(13, 0.58, 0.12),
        "KG-J": Place(12, 0.56, 0.18),
        "KG-GO": Place(10, 0.66, 0.25),
        "KG-Y": Place(6.5, 0.60, 0.38),
        "KG-N": Place(4.8, 0.55, 0.05),
        "KG-B": Place(4.2, 0.48, 0.15),
        "KG-T": Place(1.5, 0.52, 0.10),
    },
)

CONSUMER = Body(
    slug="consumer",
    country="KZ",
    letters="KP",
    domain="consumer.kz.example",
    language="kk",
    per_quarter=1500,
    firms=4000,
    kinds={
        "scheduled": 34,
        "unscheduled": 20,
        "preventive_visit": 18,
        "desk": 18,
        "control_purchase": 8,
        "investigation": 2,
    },
    places={
        "KZ-75": Place(17, 0.80, 0.48),
        "KZ-71": Place(12, 0.79, 0.42),
        "KZ-79": Place(9, 0.73, 0.22),
        "KZ-61": Place(8, 0.64, 0.12),
        "KZ-35": Place(8, 0.73, 0.60),
        "KZ-19": Place(7, 0.70, 0.35),
        "KZ-15": Place(5, 0.70, 0.30),
        "KZ-31": Place(5, 0.66, 0.28),
        "KZ-63": Place(4.5, 0.71, 0.62),
        "KZ-55": Place(4, 0.72, 0.65),
        "KZ-39": Place(4, 0.70, 0.70),
        "KZ-11": Place(3, 0.68, 0.60),
        "KZ-27": Place(2.8, 0.68, 0.32),
        "KZ-23": Place(2.6, 0.72, 0.18),
        "KZ-43": Place(2.4, 0.62, 0.06),
        "KZ-47": Place(2.2, 0.70, 0.08),
        "KZ-10": Place(2, 0.68, 0.45),
        "KZ-59": Place(1.5, 0.66, 0.78),
        "KZ-33": Place(1, 0.62, 0.25),
    },
)

BODIES = (GETI, CONSUMER)
