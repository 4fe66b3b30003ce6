"""Coordinates in the five published styles, read, refused and written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portcall.core.errors import InputError
from portcall.disposal.coordinates import (
    RESOLUTION_DEG,
    STYLES,
    find_coordinates,
    write_coordinate,
)

# the same corner of HYDROPAC 2686/26 as each service would print it
CORNER_DEG = (-19.85, -149.0)
CORNER = {
    "dash-minutes": "19-51.00S 149-00.00W",
    "dash-seconds": "19-51-00S 149-00-00W",
    "compact": "195100S 1490000W",
    "spaced": "19 51 00 S 149 00 00 W",
    "prefixed": "S195100W1490000",
}
LAST_BIT_DEG = 1e-12  # rounding of doubles below 180


@pytest.mark.parametrize("style", STYLES)
def test_val_a_published_corner_reads_and_writes_in_each_style(style):
    found = find_coordinates(f"CORNER {CORNER[style]}, NEXT")
    assert [(at.lat_deg, at.lon_deg) for at in found] == [pytest.approx(CORNER_DEG)]
    assert write_coordinate(*CORNER_DEG, style) == CORNER[style]


@pytest.mark.parametrize(
    ("text", "expected_deg"),
    [
        ("3142S 15148W", (-31.7, -151.8)),
        ("S3142W15148", (-31.7, -151.8)),
        ("31-42S 151-48W", (-31.7, -151.8)),
        ("31-42.5N, 000-30.0E", (31.0 + 42.5 / 60.0, 0.5)),
        ("623300S 1623336E", (-62.55, 162.56)),
        ("314200.5N1514800.0E", (31.7 + 0.5 / 3600.0, 151.8)),
        ("90-00N 180-00W", (90.0, -180.0)),
        ("19 51 00 S\n149 00 00 W", CORNER_DEG),
    ],
)
def test_other_printed_forms_are_read(text, expected_deg):
    found = find_coordinates(text)
    assert [(at.lat_deg, at.lon_deg) for at in found] == [pytest.approx(expected_deg)]


@given(
    st.floats(-90.0, 90.0),
    st.floats(-180.0, 180.0),
    st.sampled_from(STYLES),
)
def test_prop_what_is_written_reads_back_to_the_last_digit(lat_deg, lon_deg, style):
    text = write_coordinate(lat_deg, lon_deg, style)
    (found,) = find_coordinates(text)
    bound_deg = RESOLUTION_DEG[style] + LAST_BIT_DEG
    assert abs(found.lat_deg - lat_deg) <= bound_deg
    assert abs(found.lon_deg - lon_deg) <= bound_deg
    again = write_coordinate(found.lat_deg, found.lon_deg, style)
    assert again.translate(str.maketrans("NSEW", "++++")) == text.translate(
        str.maketrans("NSEW", "++++")
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("91-00.00N 010-00.00E", "latitude of 91 degrees (limit: 90"),
        ("90-00.01N 010-00.00E", "limit: 90 degrees"),
        ("10-00.00N 180-00.01E", "limit: 180 degrees"),
        ("FIRST\n 200000N 1900000E", "line 2, character 2"),
        ("10-60.00N 010-00.00E", "60 minutes"),
        ("10-30-61N 010-00-00E", "61 seconds"),
        ("10300N 0100000E", "5 digits before N (limit: 4 or 6"),
        ("31-42.00S 151-48.00W, 32-00.00S", "only half of a coordinate"),
        ("314200S AND NO LONGITUDE", "only half of a coordinate"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line_with_its_place(text, said):
    with pytest.raises(InputError) as refusal:
        find_coordinates(text, where="warning.txt")
    message = str(refusal.value)
    assert said in message
    assert message.startswith("warning.txt, line ")
    assert "\n" not in message
    assert refusal.value.exit_code == 2


@pytest.mark.parametrize("pair", [(90.1, 0.0), (0.0, 180.1), (float("nan"), 0.0)])
def test_impossible_angles_are_not_written(pair):
    with pytest.raises(InputError, match="past 90 or 180"):
        write_coordinate(*pair)


@pytest.mark.parametrize("text", ["HYDROPAC 2686/26", "222107Z SEP TO 230108Z SEP", "MAR 16 1200"])
def test_numbers_that_are_no_coordinates_are_left_alone(text):
    assert find_coordinates(text) == []
