"""Materials and object lists: complete, sourced, and adding up."""

from pathlib import Path

import pytest

from portcall.catalogue.load import load_catalogue
from portcall.catalogue.material import Material
from portcall.catalogue.schema import json_schema
from portcall.core.errors import InputError
from portcall.core.sourced import Figure
from portcall.disposal.survival import materials_of

CATALOGUE = load_catalogue()
LISTS = CATALOGUE.names("debris")
MATERIALS = CATALOGUE.names("materials")
BALANCE = 0.01  # of the entry mass: the pieces are the whole
DENSEST_FILL = 1.02  # of the material's density: a piece cannot be heavier than solid
COLD_K, ROOM_K = 250.0, 300.0
LEAST_J_KG_K, MOST_J_KG_K = 150.0, 4500.0  # niobium's heavy kin to water
MELTED_KIM_316_J_KG_K = 459.0  # Kim, ANL-75-55, as widely quoted, at 0 K of the line
# a smeared or cloth-like material has no density of its own to exceed
SMEARED = {"polymer", "electronics", "nickel-battery", "lithium-battery", "blanket", "glass-cloth",
           "solar-cell-panel", "vented-liquid", "water"}  # fmt: skip


def volume_m3(one) -> float:
    size = {name: getattr(one, name).value for name in ("diameter_m", "length_m", "width_m", "height_m")
            if getattr(one, name) is not None}  # fmt: skip
    if one.shape == "sphere":
        return 0.5236 * size["diameter_m"] ** 3
    if one.shape == "cylinder":
        return 0.7854 * size["diameter_m"] ** 2 * size["length_m"]
    return size["length_m"] * size["width_m"] * size["height_m"]


@pytest.mark.parametrize("name", LISTS)
def test_pieces_add_up_to_the_entry_mass(name):
    objects = CATALOGUE.object_list(name)
    total_kg = sum(one.count * one.mass_kg.value for one in objects.object)
    assert total_kg == pytest.approx(objects.entry_mass_kg.value, rel=BALANCE)


@pytest.mark.parametrize("name", LISTS)
def test_no_piece_is_heavier_than_solid(name):
    objects = CATALOGUE.object_list(name)
    for one, material in zip(objects.object, materials_of(objects, CATALOGUE), strict=True):
        if one.material in SMEARED:
            continue
        solid_kg = volume_m3(one) * material.density_kg_m3.value
        assert one.mass_kg.value <= DENSEST_FILL * solid_kg, one.id


@pytest.mark.parametrize("name", LISTS)
def test_breakup_altitude_carries_the_observed_range(name):
    altitude = CATALOGUE.object_list(name).breakup_altitude_km
    assert (altitude.low, altitude.high) == (66.0, 86.0)
    assert altitude.value == pytest.approx(78.0, abs=0.3)


def test_every_vehicle_that_leaves_has_a_list():
    assert set(CATALOGUE.names("vehicles")) <= set(LISTS)


@pytest.mark.parametrize("name", MATERIALS)
def test_material_is_of_this_world(name):
    material = CATALOGUE.material(name)
    slope = material.specific_heat_slope_j_kg_k2
    rise = 0.0 if slope is None else slope.value
    at_room = material.specific_heat_j_kg_k.value + rise * ROOM_K
    at_end = material.specific_heat_j_kg_k.value + rise * material.end_temperature_k.value
    assert LEAST_J_KG_K < at_room <= at_end < MOST_J_KG_K
    assert material.end_temperature_k.value > ROOM_K
    assert 0.0 < material.emissivity_fraction.value <= 1.0
    if material.kind == "metal":
        assert material.melts
    if material.kind == "polymer":
        assert not material.melts


@pytest.mark.parametrize("name", MATERIALS)
def test_figures_read_nowhere_are_estimates(name):
    material = CATALOGUE.material(name)
    for key in Material.model_fields:
        figure = getattr(material, key)
        if isinstance(figure, Figure) and figure.source.startswith("general knowledge"):
            assert figure.status == "estimated", key


def test_val_titanium_and_inconel_use_the_measured_heat_of_fusion():
    titanium = CATALOGUE.material("ti-6al-4v").end_heat_j_kg
    inconel = CATALOGUE.material("inconel-718").end_heat_j_kg
    assert (titanium.value, titanium.low, titanium.high) == (286e3, 272e3, 394e3)
    assert (inconel.value, inconel.high) == (196e3, 310e3)


def test_val_stainless_specific_heat_is_the_printed_line_of_1975():
    heat = CATALOGUE.material("stainless-316l").specific_heat_j_kg_k
    assert heat.value == pytest.approx(MELTED_KIM_316_J_KG_K, abs=0.5)


def _user_list(folder: Path, material: str) -> Path:
    source = CATALOGUE.root / "debris" / "ep9-stanchion.toml"
    path = folder / "mine.toml"
    path.write_text(
        source.read_text().replace('material = "inconel-718"', f'material = "{material}"')
    )
    return path


def test_missing_material_is_refused_with_the_nearest(tmp_path):
    path = _user_list(tmp_path, "inconel-781")
    objects = CATALOGUE.object_list(path)
    with pytest.raises(InputError) as caught:
        materials_of(objects, CATALOGUE, where=path.name)
    message = str(caught.value)
    assert message.startswith("mine.toml: object[2] cell: material: unknown material 'inconel-781'")
    assert "did you mean 'inconel-718'?" in message


def test_object_list_is_shown_beside_the_vehicle_of_the_same_id():
    assert CATALOGUE.any_record("object-list:htv").id == "htv"
    assert type(CATALOGUE.any_record("progress-ms")) is not type(
        CATALOGUE.any_record("object-list:progress-ms")
    )


@pytest.mark.parametrize("kind", ["material", "object-list"])
def test_schema_of_the_kind_exists(kind):
    assert "properties" in json_schema(kind)
