"""The ascent's launcher, from its catalogue record: nothing but a change of form.

Model   Masses at contact lift-off: what burns on the pad is gone, nitrogen stays in the blocks, and
        what a stage drops in flight is counted with what falls, not with the stage.
Valid   Launchers whose record has `[ascent]`.
Source  The record; its figures are argued in docs/models/ascent.md.
"""

import math

from portcall.catalogue import launcher as catalogue
from portcall.core.errors import DataError
from portcall.core.sourced import Figure
from portcall.launch.vehicle_model import Jettison, LauncherModel, Stage


def launcher_model(record: catalogue.Launcher, *, crewed: bool = False) -> LauncherModel:
    """Return the ascent's model of a catalogue launcher.

    Parameters
    ----------
    record : Launcher
        From the catalogue.
    crewed : bool
        Whether it carries a crewed ship: escape tower, and a fairing that leaves early.

    Returns
    -------
    LauncherModel

    Raises
    ------
    DataError
        The launcher has no ascent model.

    Examples
    --------
    The gross third stage of 25.2 t, less what is dry:

    >>> from portcall.catalogue.load import load_launcher
    >>> launcher_model(load_launcher("soyuz-2-1a")).guided_stage.propellant_kg
    22845.0
    """
    figures = record.ascent
    if figures is None:
        raise DataError(
            f"no ascent model for launcher '{record.id}'",
            where=f"{record.id}.toml: ascent",
            remedy="state its [ascent] figures, or choose a launcher that has them",
        )
    flies = ("all", "crewed" if crewed else "cargo")
    *ground, guided = record.stage
    return LauncherModel(
        name=record.id,
        ground_stages=tuple(_ground_stage(stage, record) for stage in ground),
        guided_stage=_guided_stage(guided, record),
        jettisons=tuple(
            Jettison(dropped.name, dropped.met_s.value, dropped.mass_kg.value)
            for dropped in record.jettison
            if dropped.on in flies
        ),
        drag_area_m2=_areas(record),
        drag_mach=figures.drag.mach,
        drag_coefficient=figures.drag.coefficient,
        staging_height_m=figures.staging_height_m.value,
        vertical_s=figures.vertical_s.value,
        pitch_over_end_s=figures.pitch_over_end_s.value,
        guidance_start_s=figures.guidance_start_s.value,
        separation_delay_s=figures.separation_delay_s.value,
        adapter_kg=figures.adapter_kg.value,
        drag_factor=figures.drag.factor.value,
    )


def _kg(figure: Figure | None) -> float:
    return 0.0 if figure is None else figure.value


def _dry_kg(stage: catalogue.Stage, record: catalogue.Launcher) -> float:
    dropped_kg = sum(part.mass_kg.value for part in record.jettison if part.part_of == stage.name)
    return stage.dry_mass_kg.value + _kg(stage.nitrogen_kg) - dropped_kg


def _ground_stage(stage: catalogue.Stage, record: catalogue.Launcher) -> Stage:
    steps = [(step.met_s.value, step.level.value) for step in stage.throttle]
    if not steps or steps[0][0] > 0.0:
        steps.insert(0, (0.0, 1.0))
    return _stage(
        stage,
        record,
        throttle=(*steps, (stage.cutoff_met_s.value, 0.0)),
        separation_s=math.inf if stage.separation_met_s is None else stage.separation_met_s.value,
    )


def _guided_stage(stage: catalogue.Stage, record: catalogue.Launcher) -> Stage:
    return _stage(
        stage, record, throttle=((stage.ignition_met_s.value, 1.0),), separation_s=math.inf
    )


def _stage(
    stage: catalogue.Stage,
    record: catalogue.Launcher,
    *,
    throttle: tuple[tuple[float, float], ...],
    separation_s: float,
) -> Stage:
    vacuum_n = stage.thrust_vacuum_n.value
    sea_level = stage.thrust_sea_level_n
    return Stage(
        name=stage.name,
        count=stage.count,
        thrust_vacuum_n=vacuum_n,
        thrust_sea_level_n=vacuum_n if sea_level is None else sea_level.value,
        isp_vacuum_s=stage.isp_vacuum_s.value,
        throttle=throttle,
        separation_s=separation_s,
        dry_kg=_dry_kg(stage, record),
        propellant_kg=stage.propellant_kg.value - _kg(stage.burnt_on_pad_kg),
        peroxide_kg=_kg(stage.peroxide_kg),
        unusable_kg=_kg(stage.unusable_kg),
    )


def _areas(record: catalogue.Launcher) -> tuple[tuple[float, float], ...]:
    """Return when each frontal area begins, and the area [m2]: the lowest stage's that states one."""
    areas = []
    begins_s = 0.0
    for stage in record.stage:
        if stage.frontal_area_m2 is not None:
            areas.append((begins_s, stage.frontal_area_m2.value))
        if stage.separation_met_s is not None:
            begins_s = stage.separation_met_s.value
    return tuple(areas)
