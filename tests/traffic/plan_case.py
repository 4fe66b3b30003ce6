"""Small problems with answers that are known by hand."""

from dataclasses import replace

from portcall.traffic.plan.problem import (
    Clearance,
    Crew,
    PlanLimits,
    PlanProblem,
    ResourceTask,
    ShipTask,
    TrashTask,
)

PORTS = ("zvezda-aft", "poisk-zenith", "rassvet-nadir", "unity-nadir")
GAPS = dict.fromkeys(PORTS, 1)
RESOURCES = ("food", "water", "gas", "propellant", "dry")
RATES = {"food": 1720, "water": 900, "gas": 50, "propellant": 0, "dry": 520}
BASES = {"food": 0, "water": 1000, "gas": 800, "propellant": 8000, "dry": 14000}


def resource(name, start_kg, *, floor_days=45, most_kg=50_000):
    use = BASES[name] + 7 * RATES[name]
    return ResourceTask(
        name=name,
        start_g=1000 * start_kg,
        base_g_day=BASES[name],
        us_g_day=RATES[name],
        rs_g_day=RATES[name],
        most_g=1000 * most_kg,
        floor_g=floor_days * use,
        reserve_g_day=use,
        floor_days=floor_days,
        wanted_days=180,
        lost_floor_g=0,
    )


def cargo_ship(name, day, *, early=5, late=5, ports=("zvezda-aft",), load_kg=2500, stay=(20, 60)):
    return ShipTask(
        ship=name,
        vehicle="progress-ms",
        role="cargo",
        days=tuple(range(max(day - early, 0), day + late + 1)),
        nominal_day=day,
        stay=stay,
        nominal_stay=stay[0],
        ports=ports,
        gap_days=GAPS,
        most_kg=(1800, 420, 50, 950, 1800),
        cabin_kg=1800,
        total_kg=load_kg,
        trash_kg=1300,
        unloading_days=10,
    )


def problem(*ships, weeks=16, stock_kg=4000, walks=(), **limits):
    return PlanProblem(
        weeks=weeks,
        ports=PORTS,
        ships=ships,
        walks=walks,
        resources=tuple(resource(name, stock_kg) for name in RESOURCES),
        trash=TrashTask(1_000_000, 4000, 1700, 1700, 9_000_000, 150),
        crew=Crew(4, 3),
        limits=PlanLimits(handover_days={"soyuz-ms": (6, 13)}, **limits),
    )


def with_stock(case, name, start_kg):
    """The same problem with another stock of one resource."""
    resources = tuple(
        replace(one, start_g=1000 * start_kg) if one.name == name else one for one in case.resources
    )
    return replace(case, resources=resources)


UNITY_BESIDE_RASSVET = Clearance(
    port="rassvet-nadir",
    beside="unity-nadir",
    vehicles=("cygnus-xl",),
    comers=("progress-ms",),
)
