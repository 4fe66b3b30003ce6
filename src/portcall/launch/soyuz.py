"""Soyuz-2.1a as the ascent sees it, for a cargo ship and for a crewed one.

Model   Four strap-ons and the core burn from the pad; the third stage is lit while the core still
        hangs below it. Masses are those at contact lift-off: what burns on the pad is gone.
Valid   One launcher, calibrated once against the published cut-off of the first Progress MS
        (525 s); never per flight.
Source  Thrusts: published data sheets of RD-107A, RD-108A, RD-0110 (see the catalogue record).
        Masses and throttle levels: Starsem, Soyuz User's Manual, issue 3 (2001), and the mass model
        of L. Merkin, SpaceBallistics (github.com/LMerkin/SpaceBallistics), with the ranges and
        the contradictions between them in docs/models/ascent.md.
"""

from dataclasses import replace

from portcall.catalogue.launcher import Launcher
from portcall.core.errors import DataError
from portcall.launch.vehicle_model import Jettison, LauncherModel, Stage

_STRAP_ONS = Stage(
    name="booster",
    count=4,
    thrust_vacuum_n=1_021_300.0,
    thrust_sea_level_n=838_500.0,
    isp_vacuum_s=320.2,
    throttle=((0.0, 0.95), (2.0, 1.0), (112.0, 0.75), (117.7, 0.0)),
    separation_s=118.0,
    dry_kg=3_784.0 + 265.0,  # with the nitrogen that stays aboard as pressurant
    propellant_kg=39_160.0 - 1_219.0,  # 15 s at a quarter of the flow burn on the pad
    peroxide_kg=1_212.0,
    unusable_kg=50.0,
)
_CORE = Stage(
    name="core",
    count=1,
    thrust_vacuum_n=990_200.0,
    thrust_sea_level_n=792_480.0,
    isp_vacuum_s=320.6,
    throttle=((0.0, 1.0), (281.0, 0.5), (286.0, 0.0)),
    separation_s=287.6,
    dry_kg=6_545.0 + 509.0,
    propellant_kg=90_557.0 - 1_176.0,
    peroxide_kg=2_636.0,
    unusable_kg=50.0,
)
_TAIL_SECTION_KG = 440.0
_THIRD = Stage(
    name="third stage",
    count=1,
    thrust_vacuum_n=297_930.0,
    thrust_sea_level_n=297_930.0,
    isp_vacuum_s=326.0,
    throttle=((286.0, 1.0),),
    separation_s=float("inf"),
    dry_kg=2_355.0 - _TAIL_SECTION_KG,
    propellant_kg=25_200.0 - 2_355.0,
    unusable_kg=230.0,
)

SOYUZ_2_1A_CARGO = LauncherModel(
    name="soyuz-2-1a",
    ground_stages=(_STRAP_ONS, _CORE),
    guided_stage=_THIRD,
    jettisons=(
        Jettison("fairing", 296.0, 1_200.0),
        Jettison("tail_section", 300.4, _TAIL_SECTION_KG),
    ),
    drag_area_m2=((0.0, 29.4), (118.0, 7.07)),
    staging_height_m=48_000.0,
    vertical_s=8.0,
    pitch_over_end_s=20.0,
    guidance_start_s=118.0,
    separation_delay_s=3.6,
    adapter_kg=220.0,
)
SOYUZ_2_1A_CREWED = replace(
    SOYUZ_2_1A_CARGO,
    jettisons=(
        Jettison("escape_tower", 114.6, 1_900.0),
        Jettison("fairing", 157.5, 1_200.0),
        Jettison("tail_section", 300.4, _TAIL_SECTION_KG),
    ),
)


def launcher_model(record: Launcher, *, crewed: bool = False) -> LauncherModel:
    """Return the ascent's model of a catalogue launcher.

    Thrusts and specific impulses are the record's; masses, throttle levels and jettison times are
    this module's, where the published loads and burn times have been made to agree.

    Raises
    ------
    DataError
        The launcher has no ascent model.
    """
    models = {"soyuz-2-1a": (SOYUZ_2_1A_CARGO, SOYUZ_2_1A_CREWED)}
    if record.id not in models:
        raise DataError(
            f"launcher '{record.id}' has no ascent model",
            limit="known: " + ", ".join(sorted(models)),
            remedy="only its published insertion orbit and times can be used",
        )
    model = models[record.id][int(crewed)]
    stages = []
    for stage, published in zip(model.stages, record.stage, strict=True):
        vacuum_n = published.thrust_vacuum_n.value
        sea_level = published.thrust_sea_level_n
        stages.append(
            replace(
                stage,
                count=published.count,
                thrust_vacuum_n=vacuum_n,
                thrust_sea_level_n=vacuum_n if sea_level is None else sea_level.value,
                isp_vacuum_s=published.isp_vacuum_s.value,
            )
        )
    return replace(model, ground_stages=tuple(stages[:-1]), guided_stage=stages[-1])
