"""Plans for the tests of risk: two ships, and a station's traffic of two years."""

from datetime import date

from portcall.stay.consumption import DailyRates
from portcall.stay.unloading import Unloading
from portcall.traffic.risk.problem import RiskBooks, RiskVisit, risk_problem

FIRST_DAY = date(2026, 10, 1)
PACE = Unloading(rate_g_day=200_000, days_to_hatch=1, loading_days=20)
RATES = DailyRates(
    base_g_day=(0, 1_000, 1_000, 8_000, 3_000, 1_000),
    us_g_crew_day=(1_700, 1_500, 400, 0, 1_300, 1_500),
    rs_g_crew_day=(1_700, 1_500, 400, 0, 1_300, 1_500),
    packing_g_per_kg=100,
)
PLENTY = 10**9


def books(start_g=PLENTY, floor_g=900_000, trash_most_g=PLENTY, crew=(4, 3), draws_g=None):
    return RiskBooks(
        start_g=(start_g,) * 5 + (0,),
        floor_g=(floor_g,) * 5,
        trash_most_g=trash_most_g,
        rates=RATES,
        pace=PACE,
        crew=crew,
        draws_g=draws_g,
    )


def cargo(ship, port, dock_day, undock_day, **more):
    return RiskVisit(ship, "progress-ms", "cargo", port, dock_day, undock_day, **more)


def crewed(ship, port, dock_day, undock_day, **more):
    people = {"up": (0, 3), "down": (0, 3), "chain": "soyuz", **more}
    return RiskVisit(ship, "soyuz-ms", "crew", port, dock_day, undock_day, **people)


def two_ships(days=300):
    """Two ships on one port, three days apart."""
    visits = [cargo("first", "aft", 20, 100), cargo("second", "aft", 103, 200)]
    return risk_problem(visits, books(), FIRST_DAY, days)


def two_years(start_g=1_600_000):
    """Forty visits on eight ports in 24 months; stocks that last when all are on time."""
    load = (700_000, 620_000, 200_000, 480_000, 750_000)
    visits = []
    for place in range(40):
        dock = 18 * place + 3
        kind = ("progress-ms", "cygnus", "cargo-dragon", "crew-dragon")[place % 4]
        visits.append(
            RiskVisit(
                f"ship-{place:02d}",
                kind,
                "cargo",
                f"port-{place % 8}",
                dock,
                dock + 130,
                load_g=load,
                trash_g=900_000,
                chain=kind,
                gap_days=2,
                least_stay=30,
            )
        )
    return risk_problem(visits, books(start_g, floor_g=400_000), FIRST_DAY, 730)
