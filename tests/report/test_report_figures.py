"""Every figure that the page shows stands in visit.json, at the place that it carries."""

import json
import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from portcall.report.shown import elapsed, event_name


def resolved(record, path):
    found = record
    for name, index in re.findall(r"([A-Za-z_]\w*)|\[(\d+)\]", path):
        found = found[name] if name else found[int(index)]
    return found


def number_of(text):
    clean = text.replace("\u202f", "").replace("\u2212", "-").replace("+", "", 1)
    return float(clean)


def agrees(mark, text, record):
    """Return whether a piece of text shows what stands at its place."""
    found = resolved(record, mark["data-path"])
    kind = mark.get("data-kind", "number")
    if kind == "text":
        return text == str(found)
    if kind == "name":
        return text == event_name(found)
    if kind == "utc":
        moment = datetime.fromisoformat(found)
        zone = ZoneInfo(mark.get("data-zone", "UTC"))
        return text == moment.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")
    if kind == "met":
        return text == elapsed(found)
    if kind == "count":
        key, _, wanted = mark.get("data-where", "").partition("=")
        return int(text) == sum(1 for one in found if not key or str(one[key]) == wanted)
    flown = (
        [one for one in found if one["error_s"] is not None] if kind in {"flown", "within"} else []
    )
    if kind == "flown":
        return int(text) == len(flown)
    if kind == "within":
        return int(text) == sum(1 for one in flown if abs(one["error_s"]) <= 2.0 * one["sigma_s"])
    assert kind == "number", kind
    value = found * float(mark.get("data-scale", "1"))
    if mark["data-digits"] == "e":
        return text == f"{value:.1e}"
    return abs(number_of(text) - value) <= 0.5001 * 10.0 ** -int(mark["data-digits"])


def wrong_pieces(read_page, page, record):
    pieces = [piece for piece in read_page(page).shown if "data-path" in piece.mark]
    assert len(pieces) > 300
    return [(p.mark, p.text) for p in pieces if not agrees(p.mark, p.text, record)]


@pytest.mark.parametrize("which", ["cargo", "crew", "sampled"])
def test_each_figure_is_that_of_the_record_at_its_place(which, request, read_page):
    told = request.getfixturevalue(which)
    record = json.loads(told.record.model_dump_json())
    assert wrong_pieces(read_page, request.getfixturevalue(f"{which}_page"), record) == []


def test_a_figure_that_the_record_does_not_hold_is_found(cargo, cargo_page, read_page):
    record = json.loads(cargo.record.model_dump_json())
    record["burns"][0]["delta_v_m_s"] += 0.02
    record["events"][0]["utc"] = "2025-07-03T19:32:59.000Z"
    paths = {mark["data-path"] for mark, _ in wrong_pieces(read_page, cargo_page, record)}
    assert {"burns[0].delta_v_m_s", "events[0].utc"} <= paths


@pytest.mark.parametrize("which", ["cargo", "crew", "sampled"])
def test_no_digit_is_shown_without_its_place(which, request, read_page):
    page = read_page(request.getfixturevalue(f"{which}_page"))
    bare = [
        piece.text
        for piece in page.shown
        if re.search(r"\d", piece.text) and not piece.mark and "code" not in piece.around
    ]
    # heads of columns name percentiles
    assert [text for text in bare if not re.fullmatch(r"\d+ % below|99th percentile", text)] == []


def test_the_page_shows_times_in_the_zone_that_was_asked_for(cargo, cargo_page, read_page):
    moment = cargo.record.contact.utc.astimezone(ZoneInfo("Europe/Moscow"))
    shown = {
        p.text for p in read_page(cargo_page).shown if p.mark.get("data-zone") == "Europe/Moscow"
    }
    assert f"{moment:%Y-%m-%d %H:%M:%S}" in shown
