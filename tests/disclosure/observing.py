"""Who looks every hour: writes down all figures that pages show, and subtracts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations, pairwise

Place = tuple[str, str]  # question, cell: "all", "region:<code>", "kind:<code>"
Figure = tuple[int, int]  # base, positive
Page = Mapping[Place, Figure]  # what has no figures is not there


@dataclass
class Notes:
    pages: list[Page] = field(default_factory=list)

    def look(self, page: Page) -> None:
        """Only changes matter."""
        if not self.pages or self.pages[-1] != page:
            self.pages.append(page)

    def figures(self) -> dict[Place, list[Figure]]:
        """Each place's different figures, in their order."""
        found: dict[Place, list[Figure]] = {}
        for page in self.pages:
            for place, figure in page.items():
                if figure not in found.setdefault(place, []):
                    found[place].append(figure)
        return found

    def increments(self) -> list[int]:
        return [
            later[0] - before[0]
            for figures in self.figures().values()
            for before, later in pairwise(figures)
        ]

    def differences(self) -> list[int]:
        """Between any two figures of a place, and of a whole and each of its parts, at any times;
        and what the parts of a page leave of its whole.
        """
        return [
            *(abs(b[0] - a[0]) for of in self.figures().values() for a, b in combinations(of, 2)),
            *(left for page in self.pages for left in _left(page)),
        ]


def _left(page: Page) -> Iterator[int]:
    for (question, cell), (base, _positive) in page.items():
        if cell == "all":
            for family in ("region:", "kind:"):
                parts = [
                    page[place][0]
                    for place in page
                    if place[0] == question and place[1].startswith(family)
                ]
                yield from (base - part for part in parts)
                if parts:
                    yield base - sum(parts)
