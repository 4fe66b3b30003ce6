"""The record's JSON and tables: everything comes back, nothing depends on the run."""

import csv
import io

import pytest

from portcall.export.tables import burns_csv, mass_csv, record_json, timeline_csv
from portcall.records.visit import VisitRecord


def _rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_the_json_reads_back_as_the_record_without_its_timings(visit):
    back = VisitRecord.model_validate_json(record_json(visit.record))
    assert back.timing == {}
    assert record_json(back) == record_json(visit.record)
    # times are written to the millisecond; all else comes back as it was
    assert back.burns[0].delta_v_lvlh_m_s == visit.record.burns[0].delta_v_lvlh_m_s
    assert (back.mass, back.window) == (visit.record.mass, visit.record.window)
    other = visit.record.model_copy(update={"timing": {"fly": 99.0}})
    assert record_json(other) == record_json(visit.record)
    assert VisitRecord.model_validate_json(record_json(other, timing=True)).timing == {"fly": 99.0}


def test_the_timeline_sets_flown_beside_predicted(visit):
    rows = _rows(timeline_csv(visit.record))
    assert [row["event"] for row in rows] == [event.event for event in visit.record.events]
    contact = next(row for row in rows if row["event"] == "contact")
    assert contact["predicted_utc"] == "2025-07-03T22:52:40.125Z"
    assert contact["flown_utc"] == "2025-07-03T22:51:40.125Z"
    assert float(contact["error_s"]) == 60.0
    assert contact["note"] == visit.record.events[3].note
    assert rows[0]["flown_utc"] == rows[0]["error_s"] == ""


def test_burns_carry_their_components(visit):
    (row,) = _rows(burns_csv(visit.record))
    burn = visit.record.burns[0]
    components = [float(row[f"delta_v_lvlh_{axis}_m_s"]) for axis in "xyz"]
    assert components == list(burn.delta_v_lvlh_m_s)
    # the burn starts 5400.25 s after separation; both instants are on a clock of microseconds
    since_liftoff_s = visit.ascent.event("separation").time_s + 5_400.25
    assert float(row["met_s"]) == pytest.approx(since_liftoff_s, abs=2e-6)


def test_the_ledger_adds_up_in_the_table_too(visit):
    for row, entry in zip(_rows(mass_csv(visit.record)), visit.record.mass, strict=True):
        tanks_kg = sum(float(row[tank]) for tank in type(entry.tanks).model_fields)
        assert tanks_kg == pytest.approx(float(row["total_kg"]), abs=1e-3)
        assert float(row["gap_kg"]) == entry.gap_kg
        assert (row["integrated_kg"] == "") is (entry.integrated_kg is None)
