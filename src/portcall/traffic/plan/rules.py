"""Rules with names: kept always when planning, switched one by one when asking which of them clash.

Model   Every constraint is posted under a rule and its subject. When planning, that costs nothing. When
        explaining, each pair gets a literal that enforces its constraints, and the solver answers which of
        these literals cannot be true together.
Valid   Constraints that CP-SAT can enforce by a literal.
Source  OR-Tools CP-SAT, assumptions and sufficient assumptions for infeasibility.
"""

from dataclasses import dataclass, field

from ortools.sat.python import cp_model

STATION = "the station"  # the subject of a rule that binds no ship or resource alone
WORDS = {
    "window": "{0} docks inside its allowed dates",
    "stay": "{0} stays within its docked life",
    "ports": "{0} has a port of its own, with the gap after the ship before it",
    "separation": "two events never fall within the traffic separation of {0}",
    "spacewalk": "{0} has its days clear of traffic, and its port free where it needs one",
    "clearance": "nothing arrives beside {0}",
    "handover": "{0} relieves the crew before it in time",
    "most people": "{0} never holds more than its most people",
    "least people": "{0} never has fewer than its least people",
    "seats": "everybody on board has a seat home",
    "crew hours": "unloading and spacewalks fit into the crew's hours",
    "reserve": "{0} never falls below its reserve",
    "storage": "{0} never exceeds what can be stored",
    "propellant transfer": "{0} gives propellant only on a port with lines to the tanks",
    "one flight lost": "{0} lasts when any one flight is lost",
    "trash": "trash never exceeds its stowage",
}


@dataclass
class Rulebook:
    """Hands out the enforcement of constraints; without `explaining` there is none."""

    model: cp_model.CpModel
    explaining: bool = False
    guards: dict[tuple[str, str], cp_model.IntVar] = field(default_factory=dict)

    def keep(self, rule: str, subject: str, constraint: cp_model.Constraint, *also: object) -> None:
        """Post a constraint under a rule, enforced by further literals too."""
        literals = list(also)
        if self.explaining:
            literals.append(self.guard(rule, subject))
        if literals:
            constraint.only_enforce_if(*literals)

    def guard(self, rule: str, subject: str) -> cp_model.IntVar:
        """Return the literal of a rule and its subject."""
        key = (rule, subject)
        if key not in self.guards:
            self.guards[key] = self.model.new_bool_var("")
        return self.guards[key]


def in_words(rule: str, subject: str) -> str:
    """Say a rule in a sentence."""
    return WORDS[rule].format(subject)
