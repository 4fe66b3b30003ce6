"""Linear rows under named rules, and the proof that some of them cannot be kept together.

Model   Every row is `terms <= limit`; a row may stand under a rule. The least total violation of the rows
        of the kept rules is a linear program; its multipliers say which rules the contradiction needs.
Valid   The proof is recounted from the multipliers and the bounds of the unknowns alone: the solver's own
        tolerances do not matter.
Source  Farkas' lemma; A. Neumaier, O. Shcherbina, Mathematical Programming 99 (2004): safe bounds;
        U. Junker, AAAI 2004: QuickXplain.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import coo_matrix, csr_matrix, hstack

Key = tuple[str, str]
Term = tuple[int, float]
ROUNDING = 1e-9  # of the sum of all magnitudes in a proof
NO_WEIGHT = 1e-9  # a smaller multiplier takes no part
INFEASIBLE = 2  # a status of scipy's linprog


@dataclass
class Rows:
    """Unknowns with finite bounds, and the rows that bind them."""

    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    terms: list[tuple[Term, ...]] = field(default_factory=list)
    limit: list[float] = field(default_factory=list)
    rule: list[Key | None] = field(default_factory=list)

    def unknown(self, low: float, high: float) -> int:
        """Return a new unknown's number."""
        self.low.append(low)
        self.high.append(high)
        return len(self.low) - 1

    def at_most(self, terms: Iterable[Term], limit: float, rule: Key | None = None) -> None:
        """Post a row, under a rule where it has one."""
        self.terms.append(tuple(terms))
        self.limit.append(limit)
        self.rule.append(rule)

    def equal(self, terms: Iterable[Term], value: float) -> None:
        """Post a row that holds with equality."""
        both = tuple(terms)
        self.at_most(both, value)
        self.at_most([(one, -weight) for one, weight in both], -value)

    def rules(self) -> set[Key]:
        """Return the rules that rows stand under."""
        return {rule for rule in self.rule if rule is not None}

    def chosen(self, kept: Collection[Key]) -> NDArray[np.int64]:
        """Return the rows without a rule and those of the kept ones."""
        return np.array(
            [row for row, rule in enumerate(self.rule) if rule is None or rule in kept], np.int64
        )

    def matrix(self) -> csr_matrix:
        """Return the coefficients of all rows."""
        where = np.repeat(np.arange(len(self.terms)), [len(row) for row in self.terms])
        column = [one for row in self.terms for one, _ in row]
        weight = [factor for row in self.terms for _, factor in row]
        return coo_matrix((weight, (where, column)), (len(self.terms), len(self.low))).tocsr()


def feasible(rows: Rows, matrix: csr_matrix, kept: Collection[Key]) -> bool:
    """Say whether the kept rules can be kept together, as far as the rows tell."""
    chosen = rows.chosen(kept)
    found = linprog(
        np.zeros(len(rows.low)),
        A_ub=matrix[chosen],
        b_ub=np.array(rows.limit)[chosen],
        bounds=np.column_stack([rows.low, rows.high]),
        method="highs",
    )
    return bool(found.status != INFEASIBLE)


def proven(rows: Rows, matrix: csr_matrix, kept: Collection[Key]) -> bool:
    """Say whether the kept rules cannot be kept together, recounted from the multipliers."""
    chosen = rows.chosen(kept)
    part, limit = matrix[chosen], np.array(rows.limit)[chosen]
    places = np.flatnonzero([rows.rule[row] is not None for row in chosen])
    if not places.size:
        return False
    give = csr_matrix(
        (-np.ones(places.size), (places, np.arange(places.size))), (chosen.size, places.size)
    )
    low, high = np.array(rows.low), np.array(rows.high)
    ends = [np.column_stack([low, high]), np.tile([0.0, np.inf], (places.size, 1))]
    found = linprog(
        np.concatenate([np.zeros(low.size), np.ones(places.size)]),
        A_ub=hstack([part, give]).tocsr(),
        b_ub=limit,
        bounds=np.vstack(ends),
        method="highs",
    )
    if found.status != 0:
        return False
    weight = np.maximum(-found.ineqlin.marginals, 0.0)
    return _proves(part, limit, np.where(weight < NO_WEIGHT, 0.0, weight), low, high)


def _proves(
    matrix: csr_matrix,
    limit: NDArray[np.float64],
    weight: NDArray[np.float64],
    low: NDArray[np.float64],
    high: NDArray[np.float64],
) -> bool:
    """Say whether the weighted sum of the rows is above its limit wherever the unknowns may be."""
    slope = matrix.T @ weight
    parts = np.where(slope > 0.0, slope * low, slope * high)
    least = float(parts.sum() - weight @ limit)
    size = float(np.abs(parts).sum() + np.abs(weight * limit).sum())
    return least > ROUNDING * size + NO_WEIGHT


def most(
    rows: Rows, matrix: csr_matrix, kept: Collection[Key], aim: Iterable[Term]
) -> float | None:
    """Return the most that a sum of unknowns can be while the kept rules hold; None: nothing holds."""
    chosen = rows.chosen(kept)
    cost = np.zeros(len(rows.low))
    for one, factor in aim:
        cost[one] -= factor
    found = linprog(
        cost,
        A_ub=matrix[chosen],
        b_ub=np.array(rows.limit)[chosen],
        bounds=np.column_stack([rows.low, rows.high]),
        method="highs",
    )
    return None if found.status != 0 else -float(found.fun)


def smallest(rows: Rows, matrix: csr_matrix, kept: Collection[Key]) -> tuple[Key, ...]:
    """Return a smallest part of rules that cannot be kept together; each of them is needed.

    Halves are left out before single rules: most rules have no part in a contradiction.
    """

    def explain(held: list[Key], changed: bool, asked: list[Key]) -> list[Key]:
        if changed and not feasible(rows, matrix, held):
            return []
        if len(asked) == 1:
            return asked
        half = len(asked) // 2
        first, second = asked[:half], asked[half:]
        right = explain([*held, *first], True, second)
        left = explain([*held, *right], bool(right), first)
        return [*left, *right]

    return tuple(sorted(explain([], False, sorted(kept))))
