"""What an entrepreneur thinks of an inspection, and how that becomes a filled form.

The opinions drift, so that the charts have something to show: notice is given better from the
second quarter on, Osh and Turkistan are judged worse, Jalal-Abad falls in the third quarter.
"""

from dataclasses import dataclass
from random import Random

from app.demo.people.forms import Choice, Form
from app.demo.people.remarks import REMARKS
from app.lib.quarters import Quarter
from app.registry.fields import InspectionFields

Entries = dict[str, str | list[str]]

_USUAL = {"GT": 0.66, "KP": 0.71}  # by the letters of the act's number
_REGIONS = {"KG-O": -0.13, "KG-GB": 0.04, "KG-Y": 0.05, "KZ-61": -0.12, "KZ-71": 0.06}
_OUTCOMES = {"no_violation": 0.06, "violation_fine": -0.13, "suspended": -0.28}
_QUESTIONS = {"notice": -0.10, "checklist": -0.15, "courtesy": 0.10, "credentials": 0.12}
_DRIFTS = {
    ("notice", 2): 0.17,
    ("notice", 3): 0.21,
    ("checklist", 2): 0.04,
    ("checklist", 3): 0.09,
    ("rights", 3): 0.05,
}
_FALLS = {("KG-J", 3): -0.16, ("KZ-35", 2): -0.08}

# Descriptions, not judgements: how often each option is chosen, in the page's order.
_FACTS = {"duration": (28, 34, 23, 11, 4)}
_TIMES = ("0", "1", "1", "1", "2", "2", "3", "4", "7")
_SKIPPED, _APART, _REMARKS = 0.03, 0.04, 0.15
_NEVER_SKIPPED = {"overall"}


@dataclass(frozen=True)
class View:
    """How one person saw one inspection."""

    act: InspectionFields
    random: Random

    def quality(self, question: str) -> float:
        """From 0, very bad, to 1, very good."""
        quarter = Quarter.of(self.act.act_date).number
        return (
            _USUAL[self.act.act_number[:2]]
            + _REGIONS.get(self.act.region, 0)
            + _OUTCOMES.get(self.act.outcome, 0)
            + _QUESTIONS.get(question, 0)
            + _DRIFTS.get((question, quarter), 0)
            + _FALLS.get((self.act.region, quarter), 0)
        )

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def choose(self, question: str, choices: list[Choice]) -> str:
        """One option of a question."""
        inside = [choice.value for choice in choices if not choice.is_apart]
        if len(inside) < len(choices) and self.chance(_APART):
            return choices[-1].value
        if question in _FACTS:
            return self.random.choices(inside, _FACTS[question])[0]
        if question == "violations":
            return "no" if self.act.outcome == "no_violation" else "yes"
        if question == "integrity":
            return inside[0] if self.chance(0.94) else self.random.choice(inside[1:])
        if inside[0] == "1":
            return self._step(question, inside)
        return self._rung(question, inside)

    def _step(self, question: str, steps: list[str]) -> str:
        """Of a scale that rises."""
        place = int(self.random.gauss(self.quality(question), 0.2) * len(steps))
        return steps[min(max(place, 0), len(steps) - 1)]

    def _rung(self, question: str, rungs: list[str]) -> str:
        """Of a ladder that falls: the first option is the good one."""
        while len(rungs) > 1 and not self.chance(self.quality(question)):
            rungs = rungs[1:]
        return rungs[0]


def fill(form: Form, view: View, language: str) -> Entries:
    """A filled form; some questions are left out, as people do."""
    entries: Entries = dict(form.hidden)
    for question, choices in form.radios.items():
        if question in _NEVER_SKIPPED or not view.chance(_SKIPPED):
            entries[question] = view.choose(question, choices)
    for question, choices in form.boxes.items():
        entries[question] = _several(view, choices)
    for question in form.entries:
        entries[question] = view.random.choice(_TIMES)
    for question in form.remarks:
        if view.chance(_REMARKS):
            entries[question] = view.random.choice(REMARKS[language])
    if entries.get("violations") == "no":
        entries.pop("findings", None)  # the page does not show it then
    return entries


def _several(view: View, choices: list[Choice]) -> list[str]:
    """Mostly "none of these", which stands last but what is set apart."""
    inside = [choice.value for choice in choices if not choice.is_apart]
    if view.chance(0.55):
        return [inside[-1]]
    return view.random.sample(inside[:-1], view.random.choice((1, 1, 2)))
