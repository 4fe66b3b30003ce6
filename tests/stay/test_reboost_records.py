"""The file of reported reboosts, and what it refuses."""

import pytest

from portcall.catalogue.load import default_root
from portcall.catalogue.read import parse_record
from portcall.catalogue.reboost import Reboosts, load_reboosts
from portcall.core.errors import InputError

TEXT = (default_root() / "reboosts" / "iss.toml").read_text(encoding="utf-8")


def _refused(old, new):
    assert old in TEXT
    with pytest.raises(InputError) as why:
        parse_record(TEXT.replace(old, new, 1).encode(), Reboosts, where="iss.toml")
    assert "\n" not in str(why.value)
    return str(why.value)


def test_every_row_names_a_page_and_every_estimate_its_range():
    reboosts = load_reboosts()
    assert all("://" in one.source for one in reboosts.reboost)
    for engine in reboosts.engine_class:
        assert engine.thrust_n.low < engine.thrust_n.value < engine.thrust_n.high
        assert engine.isp_s.low < engine.isp_s.value < engine.isp_s.high


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("duration_s = 719.5", "duration_s = -719.5", "duration_s"),
        ("duration_s = 719.5", "durations = 719.5", "duration_s"),
        ("delta_v_m_s = -0.51", "delta_v_m_s = 0.51", "different signs"),
        ('outcome = "disputed"', 'outcome = "doubtful"', "outcome"),
        ('engine_class = "zvezda-main"', 'engine_class = "zvezda-mian"', "zvezda-mian"),
        ('fitted_on = "2018-01-17-zvezda"', 'fitted_on = "2018-01-18-zvezda"', "2018-01-18-zvezda"),
        ('date = "2014-11-01"', 'date = "2004-11-01"', "order of time"),
        ('id = "2020-09-10-progress-ms-14"', 'id = "2020-07-29-progress-ms-14"', "same id"),
    ],
)
def test_what_no_report_says_is_refused(old, new, said):
    assert said in _refused(old, new)


def test_a_station_without_reports_is_named_with_those_that_have():
    with pytest.raises(InputError, match="iss"):
        load_reboosts("mir")


def test_a_ship_on_a_port_pushes_with_what_faces_the_right_way():
    reboosts = load_reboosts()
    assert reboosts.engine_of("progress-ms", "zvezda-aft").id == "progress-axial"
    assert reboosts.engine_of("cygnus-xl", "unity-nadir").id == "cygnus-main"
    assert reboosts.engine_of("crew-dragon", "harmony-forward") is None
