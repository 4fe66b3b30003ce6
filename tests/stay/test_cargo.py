"""What ships carry in and out, against what flew and what their records say."""

from datetime import date

import pytest

from portcall.catalogue.load import load_catalogue
from portcall.core.errors import InputError
from portcall.records.stocks import reserve_state, resource_named
from portcall.stay.cargo import require_manifest, ship_limits, typical_load_g
from portcall.stay.consumption import (
    daily_rates,
    days_of_supply,
    floor_g,
    sides,
    spacewalk_gas_g,
    use_g,
)
from portcall.stay.draws import Draw, draws_table, spacewalk_draw
from portcall.stay.held_items import held_items
from portcall.stay.trash import bags_of_trash, removal, require_downmass, stowage_g

CATALOGUE = load_catalogue()
RECORD = CATALOGUE.consumption()
VEHICLES = sorted(hold.vehicle for hold in RECORD.hold)


def limits(vehicle):
    return ship_limits(CATALOGUE, vehicle, RECORD)


@pytest.mark.parametrize("vehicle", VEHICLES)
def test_a_typical_load_fits_its_own_ship(vehicle):
    load = require_manifest(limits(vehicle), typical_load_g(CATALOGUE, vehicle))
    assert sum(load.values()) > 0


@pytest.mark.parametrize("vehicle", sorted(CATALOGUE.names("vehicles")))
def test_every_vehicle_has_a_hold(vehicle):
    assert vehicle in VEHICLES


def test_val_a_progress_that_flew_is_within_the_limits():
    """Progress MS-30: 1179 kg dry, 950 propellant, 420 water, 50 nitrogen (centralchronicle.com)."""
    flew = {"dry": 1_179_000, "propellant": 950_000, "water": 420_000, "gas": 50_000}
    assert sum(require_manifest(limits("progress-ms"), flew).values()) == 2_599_000


@pytest.mark.parametrize(
    ("vehicle", "amounts", "words"),
    [
        ("progress-ms", {"water": 700_000}, "700 kg of water (limit: 630 kg on progress-ms)"),
        ("cygnus", {"propellant": 1}, "kg of propellant (limit: 0 kg on cygnus)"),
        ("soyuz-ms", {"food": 100_000, "dry": 100_000}, "200 kg of food and dry goods"),
        ("cygnus", {"dry": 3_700_000, "water": 300_000}, "4000 kg of cargo in all"),
        ("cygnus", {"dry": -1}, "limit: 0 kg or more"),
        ("cygnus", {"propelant": 1}, "did you mean 'propellant'"),
    ],
)
def test_an_overfilled_ship_is_refused(vehicle, amounts, words):
    with pytest.raises(InputError) as refusal:
        require_manifest(limits(vehicle), amounts, where="mine")
    assert words in str(refusal.value)


def test_an_unknown_ship_has_no_hold():
    with pytest.raises(InputError, match="did you mean 'cygnus-xl'"):
        CATALOGUE.vehicle("cygnus-x")


@pytest.mark.parametrize("vehicle", VEHICLES)
def test_trash_leaves_within_mass_and_volume(vehicle):
    most = limits(vehicle)
    hold = next(hold for hold in RECORD.hold if hold.vehicle == vehicle)
    out = removal("mine", most, dock_day=None, undock_day=date(2026, 1, 1))
    assert out.trash_g <= 1000 * hold.trash_kg.value
    if hold.bags_trash is not None:
        assert bags_of_trash(out.trash_g, RECORD) <= hold.bags_trash.value
    with pytest.raises(InputError, match="of trash"):
        removal("mine", most, dock_day=None, undock_day=date(2026, 1, 1), wanted_g=out.trash_g + 1)


def test_only_ships_that_land_bring_anything_home():
    landing = {vehicle for vehicle in VEHICLES if limits(vehicle).return_g}
    assert landing == {"cargo-dragon", "crew-dragon", "soyuz-ms"}


def test_the_floor_is_forty_five_days_or_what_is_held():
    rates = daily_rates(RECORD)
    crew = sides(7)
    assert floor_g(RECORD, rates, "food", crew) == 45 * use_g(rates, *crew)["food"]
    assert floor_g(RECORD, rates, "water", crew) == 1_088_000  # the alert level, above 45 days


def test_reserve_states_change_at_their_lines():
    levels = {"leave_days": 30.0, "floor_days": 45.0, "usual_days": 180.0}
    states = [reserve_state(days, **levels) for days in (29.9, 30.0, 45.0, 180.0, None)]
    assert states == ["leave", "below floor", "below usual", "usual", "cannot say"]
    assert days_of_supply(100, 0) is None


def test_a_factor_scales_one_resource_alone():
    plain, twice = daily_rates(RECORD), daily_rates(RECORD, factor={"food": 2.0})
    assert twice.us_g_crew_day[0] == 2 * plain.us_g_crew_day[0]
    assert twice.us_g_crew_day[1:] == plain.us_g_crew_day[1:]
    with pytest.raises(InputError, match="did you mean 'food'"):
        daily_rates(RECORD, factor={"foood": 2.0})
    with pytest.raises(InputError, match="times the use"):
        daily_rates(RECORD, factor={"food": -1.0})


def test_a_russian_spacewalk_loses_more_air():
    assert spacewalk_gas_g(RECORD, "poisk") - spacewalk_gas_g(RECORD, "quest") == 14_020


def test_a_crew_below_zero_is_refused():
    with pytest.raises(InputError, match="a crew of -1"):
        use_g(daily_rates(RECORD), -1, 3)


def test_stowage_and_names():
    assert stowage_g(RECORD) > limits("cygnus-xl").trash_g
    assert resource_named("trash") == "trash"


def test_downmass_is_what_lands_and_what_burns():
    dragon = limits("cargo-dragon")
    assert require_downmass(dragon, trash_g=800_000, return_g=1_860_000) == (800_000, 1_860_000)
    with pytest.raises(InputError, match=r"2600 kg of cargo to land \(limit: 0 to 2507 kg"):
        require_downmass(dragon, trash_g=0, return_g=2_600_000)
    with pytest.raises(InputError, match="1 kg of cargo to land"):
        require_downmass(limits("cygnus"), trash_g=0, return_g=1000)


def test_draws_fall_on_their_days_and_outside_on_none():
    first = date(2026, 1, 1)
    walk = spacewalk_draw(date(2026, 1, 2), "quest", RECORD)
    burn = Draw(date(2026, 1, 2), "propellant", 170_000)
    table = draws_table(first, 3, [walk, walk, burn, Draw(date(2026, 1, 4), "gas", 1)])
    assert table.tolist()[1] == [0, 0, 2 * walk.amount_g, 170_000, 0, 0]
    assert not table[[0, 2]].any()
    with pytest.raises(InputError, match="did you mean 'gas'"):
        draws_table(first, 3, [Draw(first, "gass", 1)])
    with pytest.raises(InputError, match="a delivery"):
        draws_table(first, 3, [Draw(first, "gas", -1)])


def test_held_pieces_last_at_least_the_floor_for_the_usual_crew():
    items = held_items(RECORD, sides(7))
    assert len(items) == 10
    assert items[0].supply_days == min(one.supply_days for one in items)
    assert all(one.supply_days > RECORD.reserve.floor_days.value for one in items)
    assert all(one.supply_days is None for one in held_items(RECORD, sides(0)))
