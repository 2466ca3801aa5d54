"""A linear program: unknown counts, what is known of them, and between what a sum of them lies."""

from collections.abc import Hashable, Mapping
from typing import Any

import highspy
import numpy as np

Terms = Mapping[Any, float]  # what is unknown goes by whatever name stands for it
Solution = Mapping[Hashable, float]

INFINITY = highspy.kHighsInf
# HiGHS keeps what it is told within 1e-7: an edge of a range is read a little wider than found,
# and then as a whole number, because people are whole.
TOLERANCE = 1e-5
_PRIMAL = 4  # of highspy.simplex_constants.SimplexStrategy


class NoSolution(Exception):
    """What is known contradicts itself, so nothing can be said about what follows from it."""


class Program:
    """No unknown is below zero."""

    def __init__(self) -> None:
        self.unknowns: dict[Hashable, int] = {}
        self.rows: list[tuple[Terms, float, float]] = []
        self._solver: highspy.Highs | None = None

    def between(self, low: float, terms: Terms, high: float) -> None:
        for name in terms:
            self.unknowns.setdefault(name, len(self.unknowns))
        self.rows.append((terms, low, high))

    def equal(self, terms: Terms, value: float) -> None:
        self.between(value, terms, value)

    def furthest(self, terms: Terms, *, up: bool) -> Solution:
        """Unknowns that go with all that is known, and make the sum of `terms` as large (or as
        small) as it can be.
        """
        if self._solver is None:
            self._solver = self._made()
        costs = np.zeros(len(self.unknowns))
        for name, factor in terms.items():
            costs[self.unknowns[name]] = -factor if up else factor
        self._solver.changeColsCost(len(costs), np.arange(len(costs), dtype=np.int32), costs)
        self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise NoSolution(str(self._solver.getModelStatus()))
        values = self._solver.getSolution().col_value
        return dict(zip(self.unknowns, values, strict=True))

    def _made(self) -> highspy.Highs:
        solver = highspy.Highs()  # type: ignore[no-untyped-call]
        solver.setOptionValue("output_flag", False)
        solver.setOptionValue("threads", 1)
        # What was found last goes with all that is known, whatever is asked next: a good start.
        solver.setOptionValue("simplex_strategy", _PRIMAL)
        solver.passModel(self._model())
        return solver

    def _model(self) -> highspy.HighsLp:
        model = highspy.HighsLp()
        columns = len(self.unknowns)
        model.num_col_, model.num_row_ = columns, len(self.rows)
        model.col_cost_ = np.zeros(columns)
        model.col_lower_ = np.zeros(columns)
        model.col_upper_ = np.full(columns, INFINITY)
        model.row_lower_ = np.array([low for _terms, low, _high in self.rows])
        model.row_upper_ = np.array([high for _terms, _low, high in self.rows])
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        sizes = [len(terms) for terms, _low, _high in self.rows]
        model.a_matrix_.start_ = np.concatenate(([0], np.cumsum(sizes))).astype(np.int32)
        entries = [entry for terms, _low, _high in self.rows for entry in terms.items()]
        model.a_matrix_.index_ = np.array([self.unknowns[n] for n, _ in entries], dtype=np.int32)
        model.a_matrix_.value_ = np.array([factor for _, factor in entries], dtype=float)
        return model


def total(terms: Terms, solution: Solution) -> float:
    return sum(factor * solution[name] for name, factor in terms.items())
