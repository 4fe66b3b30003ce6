"""Two-line sets: read exactly, and every way to break one gives one clear line."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sgp4.api import Satrec
from sgp4.exporter import export_tle

from portcall.core.errors import InputError
from portcall.orbit.elements import ElementSet, satrec
from portcall.orbit.formats import read_any
from portcall.orbit.tle import parse_tle, read_tle

LINE1 = "1 25544U 98067A   22042.58837006  .00007011  00000-0  13203-3 0  9998"
LINE2 = "2 25544  51.6415 238.5887 0005824 121.6170 338.1766 15.49707363325708"
THREE = f"ISS (ZARYA)\n{LINE1}\n{LINE2}\n".encode()


def test_every_field_is_read() -> None:
    (one,) = read_tle(THREE, name="iss.tle")
    assert one.object_name == "ISS (ZARYA)"
    assert one.norad_id == 25544
    assert one.international_designator == "1998-067A"
    assert one.classification == "U"
    assert one.epoch == datetime(2022, 2, 11, 14, 7, 15, 173_184, UTC)
    assert one.mean_motion_rev_day == 15.49707363
    assert one.eccentricity == 0.0005824
    assert (one.inclination_deg, one.raan_deg) == (51.6415, 238.5887)
    assert (one.argp_deg, one.mean_anomaly_deg) == (121.6170, 338.1766)
    assert one.bstar_per_earth_radius == 0.13203e-3
    assert (one.mean_motion_dot_rev_day2, one.mean_motion_ddot_rev_day3) == (0.00007011, 0.0)
    assert (one.element_set_no, one.revolution_at_epoch) == (999, 32570)
    assert one.source == "iss.tle:2"


def test_val_the_reference_reader_reads_the_same() -> None:
    theirs = Satrec.twoline2rv(LINE1, LINE2)
    ours = satrec(parse_tle(LINE1, LINE2))
    for name in ("bstar", "ecco", "argpo", "inclo", "mo", "no_kozai", "nodeo", "ndot"):
        assert getattr(ours, name) == pytest.approx(getattr(theirs, name), rel=1e-13), name
    ours_jd = ours.jdsatepoch + ours.jdsatepochF
    assert ours_jd == pytest.approx(theirs.jdsatepoch + theirs.jdsatepochF, abs=1e-8)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (f"{LINE2}\n{LINE1}\n", "without a line 1"),
        (f"{LINE1}\n", "ends after line 1"),
        (f"{LINE1}\n{LINE2[:40]}\n", "line 2 of the set is cut short: 40 characters"),
        (f"{LINE1[:-2]}\n{LINE2}\n", "line 1 of the set is cut short"),
        (f"{LINE1}\n{LINE1}\n", "not followed by its line 2"),
        (
            f"{LINE1}\n{LINE2.replace('51.6415', '51.6416')}\n",
            "checksum '8', its characters give 9",
        ),
        (f"{LINE1} x\n{LINE2}\n", "too long"),
        (f"ISS\n{LINE1}\n{LINE2}\nISS\n", "ends after a name line"),
        (f"one\ntwo\n{LINE1}\n{LINE2}\n", "'two' is neither a name"),
        (f"{LINE1}\n2 25545{LINE2[7:-1]}9\n", "line 1 is of object 25544, line 2 of object 25545"),
        ("", "the file is empty"),
        ("<html><body>1 2</body></html>", "a web page"),
    ],
)
def test_each_break_gives_one_line_that_names_the_place(text: str, says: str) -> None:
    with pytest.raises(InputError) as caught:
        read_any(text.encode(), "broken.tle")
    assert says in str(caught.value)
    assert "broken.tle" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_swapped_lines_given_directly_are_named_so() -> None:
    with pytest.raises(InputError, match="swapped"):
        parse_tle(LINE2, LINE1)


def test_sgp4_xp_sets_are_refused() -> None:
    line1 = LINE1[:62] + "4" + LINE1[63:-1] + "2"
    with pytest.raises(InputError, match="SGP4-XP"):
        parse_tle(line1, LINE2)


def test_windows_line_ends_blank_lines_and_remarks_are_fine() -> None:
    data = f"\ufeff# from a friend\r\n\r\n0 ISS\r\n{LINE1}  \r\n{LINE2}\r\n".encode()
    (one,) = read_tle(data)
    assert one.object_name == "ISS"


def test_alpha5_numbers_are_read() -> None:
    line1, line2 = "1 A0001" + LINE1[7:-1], "2 A0001" + LINE2[7:-1]
    digits = [sum(int(c) for c in x if c.isdigit()) + x.count("-") for x in (line1, line2)]
    one = parse_tle(f"{line1}{digits[0] % 10}", f"{line2}{digits[1] % 10}")
    assert one.norad_id == 100_001


@given(
    motion=st.floats(1.0, 16.4),
    eccentricity=st.floats(0.0, 0.9),
    angles=st.tuples(*[st.floats(0.0, 359.9999)] * 3),
    inclination_deg=st.floats(0.0, 179.9999),
    epoch=st.datetimes(datetime(1960, 1, 1), datetime(2050, 1, 1)),  # noqa: DTZ001
)
def test_prop_what_the_reference_writer_writes_is_read_back(
    motion, eccentricity, angles, inclination_deg, epoch
) -> None:
    node_deg, argp_deg, anomaly_deg = angles
    one = ElementSet(
        epoch=epoch.replace(tzinfo=UTC),
        mean_motion_rev_day=motion,
        eccentricity=eccentricity,
        inclination_deg=inclination_deg,
        raan_deg=node_deg,
        argp_deg=argp_deg,
        mean_anomaly_deg=anomaly_deg,
        norad_id=25544,
    )
    again = parse_tle(*export_tle(satrec(one)))
    assert again.mean_motion_rev_day == pytest.approx(motion, abs=0.6e-8)
    assert again.eccentricity == pytest.approx(eccentricity, abs=0.6e-7)
    assert again.inclination_deg == pytest.approx(inclination_deg, abs=0.6e-4)
    assert (again.raan_deg - node_deg + 180) % 360 - 180 == pytest.approx(0.0, abs=0.6e-4)
    assert abs((again.epoch - one.epoch).total_seconds()) < 0.9e-3  # eight decimals of a day


@given(st.binary(max_size=400))
def test_prop_no_bytes_end_in_a_traceback(data: bytes) -> None:
    try:
        message = read_any(data, "any").file_format
    except InputError as why:
        message = str(why)
    assert message
    assert "\n" not in message


@given(position=st.integers(0, len(THREE) - 1), byte=st.integers(0, 255))
def test_prop_a_changed_byte_is_refused_or_harmless(position: int, byte: int) -> None:
    mutated = THREE[:position] + bytes([byte]) + THREE[position + 1 :]
    (original,) = read_tle(THREE)
    try:
        (one,) = read_tle(mutated)
    except InputError:
        return
    # a checksum misses only what counts alike: a letter for a letter, a blank for a zero or a plus
    harmless = ("object_name", "international_designator", "classification", "source")
    for name in original.__slots__:
        if name not in harmless and chr(byte) not in " .+0" and position >= len("ISS (ZARYA)\n"):
            assert getattr(one, name) == getattr(original, name), name


@given(st.integers(0, len(THREE) - 3))
def test_prop_every_truncation_is_refused(length: int) -> None:
    with pytest.raises(InputError):
        read_any(THREE[:length], "cut.tle")
