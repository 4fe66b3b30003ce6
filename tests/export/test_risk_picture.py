"""The risk of a plan as a picture and a table: what they show, and that they are the same bytes."""

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from datetime import UTC, datetime

import pytest

from portcall.core.errors import InputError
from portcall.export.risk_folder import months_csv, write_risk_folder
from portcall.export.risk_picture import risk_svg
from portcall.records.traffic_risk import KindRisk, TrafficRisk, WayRisk
from portcall.traffic.risk.columns import KINDS, WAYS
from portcall.traffic.risk.record import chance_of, words_of

MONTHS = ("2026-11", "2026-12", "2027-01")
RUNS = 2000


def kind(name, counts):
    return KindRisk(
        kind=name,
        words=words_of(name),
        whole=chance_of(max(counts), RUNS),
        by_month=tuple(chance_of(count, RUNS) for count in counts),
    )


def way(name, clashes):
    counts = {"port": clashes, "food floor": (0, 7, 500)}
    return WayRisk(
        way=name,
        any_trouble=chance_of(max(*clashes, 500), RUNS),
        any_reserve=chance_of(500, RUNS),
        kinds=tuple(kind(one, counts.get(one, (0, 0, 0))) for one in KINDS),
        first=(),
        clashes=2000,
        waiting_ships=0,
        mean_waited_days=0.0,
        longest_wait_days=0,
    )


@pytest.fixture
def risk():
    return TrafficRisk(
        scenario="iss-2026",
        station="iss",
        slips="iss",
        plan_digest="abc",
        visits=40,
        first_day_utc=datetime(2026, 11, 1, tzinfo=UTC),
        months=MONTHS,
        runs=RUNS,
        seed=1,
        ways=(way(WAYS[0], (2000, 1, 0)), way(WAYS[1], (0, 0, 0))),
        timing={"replays_per_s": 2000.0},
    )


def test_the_picture_has_a_row_a_kind_that_was_met_and_a_column_a_month(risk):
    picture = risk_svg(risk)
    root = ET.fromstring(picture)  # noqa: S314  (our own text)
    rectangles = [one for one in root.iter() if one.tag.endswith("rect")]
    assert len(rectangles) == 1 + 2 * 2 * len(MONTHS)  # the page, and two kinds in each way
    assert "food below its reserve floor, 2026-12: 7 replays, 0.35 %" in picture
    assert "something breaks in 100.0 % of 2,000 replays" in picture
    assert "water" not in picture
    assert picture == risk_svg(risk)


def test_a_certain_month_is_darkest_and_an_impossible_one_white(risk):
    cell = r"two ships want one port, {}: .*?</title><rect [^>]*fill=\"(#\w+)\""
    colors = [re.search(cell.format(month), risk_svg(risk)).group(1) for month in MONTHS]
    assert colors[0] == "#d55e00"
    assert colors[2] == "#ffffff"


def test_the_table_has_every_way_kind_and_month(risk):
    rows = list(csv.DictReader(io.StringIO(months_csv(risk))))
    assert len(rows) == len(WAYS) * len(KINDS) * len(MONTHS)
    assert rows[0]["kind"] == "port"
    assert float(rows[0]["share"]) == 1.0
    assert float(rows[1]["upper_share"]) == pytest.approx(0.00237, abs=1e-5)  # one of 2,000


def test_the_folder_is_whole_and_without_timings(risk, tmp_path):
    write_risk_folder(
        tmp_path / "out", risk, rows=b"PAR1", inputs={"plan.json": b"{}"}, tool_version="1"
    )
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names == {"risk.json", "risk.svg", "months.csv", "runs.parquet", "manifest.json"}
    told = json.loads((tmp_path / "out" / "risk.json").read_text())
    assert "timing" not in told
    assert TrafficRisk.model_validate(told) == risk.model_copy(update={"timing": {}})


def test_a_risk_without_replays_has_no_picture(risk):
    with pytest.raises(InputError, match="no replay to draw"):
        risk_svg(risk.model_copy(update={"ways": ()}))
