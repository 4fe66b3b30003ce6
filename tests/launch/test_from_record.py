"""A catalogue record becomes a launcher to fly, or says what it lacks."""

import math

import pytest

from portcall.catalogue.launcher import Launcher
from portcall.catalogue.load import load_catalogue, load_launcher
from portcall.catalogue.read import parse_record
from portcall.core.errors import DataError, InputError
from portcall.launch.from_record import launcher_model

RECORD = load_launcher("soyuz-2-1a")
TEXT = (load_catalogue().root / "launchers" / "soyuz-2-1a.toml").read_text(encoding="utf-8")
ROUNDING_KG = 1e-6


def test_every_kilogram_of_the_record_is_aboard_once():
    recorded_kg = RECORD.ascent.adapter_kg.value
    for stage in RECORD.stage:
        parts = (stage.dry_mass_kg, stage.propellant_kg, stage.peroxide_kg, stage.nitrogen_kg)
        recorded_kg += stage.count * sum(part.value for part in parts if part)
        recorded_kg -= stage.count * (stage.burnt_on_pad_kg.value if stage.burnt_on_pad_kg else 0.0)
    # the tail section is part of its stage; fairing and tower are on top
    for crewed, on_top in ((False, {"fairing"}), (True, {"fairing", "escape_tower"})):
        model = launcher_model(RECORD, crewed=crewed)
        top_kg = sum(part.mass_kg for part in model.jettisons if part.name in on_top)
        assert {part.name for part in model.jettisons} == {*on_top, "tail_section"}
        assert abs(model.liftoff_kg(0.0) - recorded_kg - top_kg) < ROUNDING_KG


def test_stages_burn_from_lift_off_to_their_cut_off():
    model = launcher_model(RECORD)
    for stage, record in zip(model.ground_stages, RECORD.stage, strict=False):
        assert stage.throttle[0][0] == 0.0
        assert stage.throttle[-1] == (record.cutoff_met_s.value, 0.0)
    assert model.guided_stage.throttle == ((RECORD.stage[-1].ignition_met_s.value, 1.0),)
    assert math.isinf(model.guided_stage.separation_s)


def test_val_the_third_stage_holds_what_its_published_burn_uses():
    # 297.93 kN at 326 s from 286 to 525 s: a stage with the RD-0124's 25.4 t would not be this one
    stage, record = launcher_model(RECORD).guided_stage, RECORD.stage[-1]
    burnt_kg = stage.flow_kg_s * (record.cutoff_met_s.value - record.ignition_met_s.value)
    assert 22_200.0 < burnt_kg < stage.usable_kg < burnt_kg + 500.0


@pytest.mark.parametrize("name", ["soyuz-2-1b", "falcon-9", "h3-24w", "antares-230"])
def test_a_launcher_without_ascent_figures_says_so(name):
    with pytest.raises(DataError, match=f"no ascent model for launcher '{name}'"):
        launcher_model(load_launcher(name))


@pytest.mark.parametrize(
    ("old", "new", "lesson"),
    [
        ('part_of = "third stage"', 'part_of = "fourth stage"', "which is no stage of"),
        ("mach = [0.0, 0.6, ", "mach = [0.0, ", "12 Mach numbers, 13 coefficients"),
        ("mach = [0.0, 0.6, 0.8", "mach = [0.0, 0.8, 0.6", "start at 0 and grow"),
        ("met_s = { value = 112.0", "met_s = { value = 119.0", "throttle of 'booster'"),
        ("ignition_met_s = { value = -15", "ignition_met_s = { value = 0.5", "above high"),
        ("level = { value = 0.75", "level = { valu = 0.75", "unknown key 'valu'"),
    ],
)
def test_a_record_that_cannot_fly_is_refused_with_a_reason(old, new, lesson):
    assert old in TEXT
    with pytest.raises(InputError, match=lesson):
        parse_record(TEXT.replace(old, new).encode(), Launcher, where="mine.toml")


def test_a_record_without_the_area_of_its_lowest_stage_is_refused():
    lines = [line for line in TEXT.splitlines() if not line.startswith("frontal_area_m2")]
    with pytest.raises(InputError, match="frontal_area_m2 of 'booster'"):
        parse_record("\n".join(lines).encode(), Launcher, where="mine.toml")
