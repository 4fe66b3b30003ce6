"""Runs the solver once: seed, workers and the count of its work are fixed, the clock decides nothing.

Model   Two ways to search. `prove` climbs the bound from conflicts (cores): unbeatable on dates and ports,
        helpless on loads. `fill` follows the linear relaxation: good on loads. Both cut off by
        deterministic time, so that a slower computer gives the same plan later and not another plan.
Valid   Interleaved workers: the same result on every run.
Source  OR-Tools CP-SAT parameters `interleave_search`, `max_deterministic_time`; unsatisfiable cores for
        optimisation: Z. Fu, S. Malik, SAT 2006.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from ortools.sat.python import cp_model

Way = Literal["prove", "fill", "both"]


@dataclass(frozen=True)
class SolveEffort:
    """How hard to try: seed, workers, and deterministic time by stage."""

    seed: int = 1
    workers: int = 2
    first_stage: float = 12.0
    later_stage: float = 0.4


def new_solver(effort: SolveEffort, way: Way, deterministic_time: float) -> cp_model.CpSolver:
    """Return a solver whose result does not depend on the clock."""
    solver = cp_model.CpSolver()
    parameters = solver.parameters
    parameters.random_seed = effort.seed
    parameters.max_deterministic_time = deterministic_time
    if way == "both":
        parameters.num_workers = effort.workers
        parameters.interleave_search = True
        return solver
    parameters.num_workers = 1
    parameters.cp_model_probing_level = 0
    if way == "prove":
        parameters.subsolvers.append("core")
    else:
        parameters.linearization_level = 2
    return solver


class Watch(cp_model.CpSolverSolutionCallback):  # type: ignore[misc]  # the solver has no types
    """Hands each better plan's objective and bound on."""

    def __init__(self, tell: Callable[[int, int], None]) -> None:
        super().__init__()
        self._tell = tell

    def on_solution_callback(self) -> None:
        """Tell of a plan that is better than the one before."""
        self._tell(round(self.objective_value), round(self.best_objective_bound))


def hint_all(model: cp_model.CpModel, values: list[int]) -> None:
    """Start the next search from a complete assignment."""
    model.clear_hints()
    hint = model.proto.solution_hint
    for index in range(len(model.proto.variables)):
        if index < len(values):
            hint.vars.append(index)
            hint.values.append(values[index])
