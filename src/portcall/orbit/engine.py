"""An engine as a burn sees it: thrust, exhaust velocity, and the rocket equation between them."""

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Engine:
    """The engine that flies the burns.

    Examples
    --------
    A main engine of 2950 N and 302 s takes four minutes to give 6 t their 120 m/s:

    >>> main = Engine(2950.0, 302.0 * 9.80665)
    >>> propellant_kg = main.propellant_kg(6000.0, 120.0)
    >>> round(propellant_kg), round(main.duration_s(propellant_kg))
    (238, 239)
    >>> round(main.delta_v_m_s(6000.0, propellant_kg), 9)
    120.0
    """

    thrust_n: float
    exhaust_velocity_m_s: float

    @property
    def mass_flow_kg_s(self) -> float:
        """Propellant burned in a second. [kg/s]"""
        return self.thrust_n / self.exhaust_velocity_m_s

    def propellant_kg(self, mass_kg: float, delta_v_m_s: float) -> float:
        """Return what a change of speed takes from a ship of some mass. [kg]"""
        return mass_kg * -math.expm1(-delta_v_m_s / self.exhaust_velocity_m_s)

    def duration_s(self, propellant_kg: float) -> float:
        """Return how long the engine burns some propellant. [s]"""
        return propellant_kg / self.mass_flow_kg_s

    def delta_v_m_s(self, mass_kg: float, propellant_kg: float) -> float:
        """Return the change of speed of a ship that burns some propellant. [m/s]"""
        return -self.exhaust_velocity_m_s * math.log1p(-propellant_kg / mass_kg)
