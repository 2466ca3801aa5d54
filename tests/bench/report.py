"""What a benchmark prints: figures, and ratios beside their goals."""

import sys


class Report:
    def title(self, words: str) -> None:
        self._print(f"\n{words}")

    def line(self, name: str, figure: str) -> None:
        self._print(f"  {name:<52} {figure}")

    def goal(
        self,
        name: str,
        figure: float,
        *,
        at_least: float | None = None,
        at_most: float | None = None,
    ) -> None:
        """A goal of docs/performance.md, met or missed in this run on this machine."""
        if at_least is not None:
            is_met, bound = figure >= at_least, f"at least {at_least:g}"
        else:
            is_met, bound = figure <= (at_most or 0), f"at most {at_most:g}"
        self._print(f"  {name:<52} {figure:8.2f}   {'met' if is_met else 'MISSED'} ({bound})")

    def _print(self, line: str) -> None:
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
