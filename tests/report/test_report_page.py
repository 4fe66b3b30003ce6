"""The page is one file: nothing from anywhere, every section there or said to be missing."""

import re
from html import unescape

import pytest

from portcall.records.docking import Percentiles
from portcall.report.page_style import SCRIPT, policy, script_hash

SECTIONS = (
    "timeline", "rules", "window", "ascent", "chase", "burns", "ground-track", "relative-motion", "contact",
    "stocks", "departure", "way-home", "risk", "not-modelled", "sources", "reproduce",
)  # fmt: skip
MOST_BYTES = 1_500_000


def anchors(read_page, page):
    return [found["id"] for tag, found in read_page(page).tags if tag == "section"]


def test_the_seed_visit_has_every_section_in_order(cargo_page, read_page):
    assert anchors(read_page, cargo_page) == ["summary", *SECTIONS]


def test_a_landing_takes_the_place_of_footprint_and_risk(crew_page, read_page):
    found = anchors(read_page, crew_page)
    assert "landing" in found
    assert not {"way-home", "risk"} & set(found)


def test_the_page_is_one_small_file(cargo_page):
    assert len(cargo_page) < MOST_BYTES


def test_nothing_on_the_page_points_outside_it(cargo_page, read_page):
    page = read_page(cargo_page)
    for tag, found in page.tags:
        for key in ("src", "href", "xlink:href", "data", "action", "poster", "srcset"):
            assert found.get(key, "#").startswith("#"), (tag, key, found[key])
        assert not [key for key in found if key.startswith("on")]
    style = "".join(piece.text for piece in page.pieces if "style" in piece.around)
    assert "url(" not in style
    assert "@import" not in style
    used = set(re.findall(r"url\(([^)]*)\)", cargo_page.decode()))
    assert all(one.startswith("#") for one in used)


def test_the_policy_allows_the_own_script_alone(cargo_page):
    text = cargo_page.decode()
    assert unescape(re.search(r'Security-Policy" content="([^"]*)"', text)[1]) == policy()
    assert re.findall(r"<script[^>]*>(.*?)</script>", text, re.DOTALL) == [SCRIPT]
    assert f"script-src '{script_hash()}'" in policy()
    assert policy().startswith("default-src 'none'")


def test_ids_are_unique_and_every_reference_finds_its_own(cargo_page):
    text = cargo_page.decode()
    ids = re.findall(r'\bid="([^"]*)"', text)
    assert len(ids) == len(set(ids))
    wanted = set(re.findall(r'(?:url\(#|href="#)([^")]+)', text))
    assert wanted <= set(ids)


def test_every_picture_says_what_it_shows_and_has_its_sentence(cargo_page):
    text = cargo_page.decode()
    figures = re.findall(r"<figure>(.*?)</figure>", text, re.DOTALL)
    assert len(figures) >= 12
    for one in figures:
        assert re.search(r'<svg [^>]*role="img" aria-label="[^"]{20,}"', one)
        assert len(re.search(r"<figcaption>(.*?)</figcaption>", one, re.DOTALL)[1]) > 40
        assert "<text" in one


def test_the_same_visit_gives_the_same_bytes(cargo, cargo_page):
    assert cargo.page() == cargo_page


def test_a_record_of_other_timing_gives_the_same_bytes(cargo):
    slower = cargo.record.model_copy(update={"timing": {"computed_s": 99.0}})
    assert cargo.bare(slower) == cargo.bare()


def test_without_paths_the_page_still_tells_the_visit(cargo, read_page):
    page = cargo.page(tracks=(), approaches=(), samples=(), ascent=None, zones=())
    found = anchors(read_page, page)
    assert "chase" not in found
    assert {"timeline", "ascent", "contact", "departure"} <= set(found)


def test_a_visit_to_the_gate_alone_says_that_no_approach_was_flown(cargo):
    record = cargo.record.model_copy(update={"docking": None, "home": None})
    text = cargo.bare(record).decode()
    assert "approach to the port is not simulated" in text
    assert "This record has no way home" in text


def test_an_unflown_visit_says_that_nothing_was_checked(cargo):
    events = tuple(
        one.model_copy(update={"flown_utc": None, "error_s": None}) for one in cargo.record.events
    )
    text = cargo.bare(cargo.record.model_copy(update={"events": events})).decode()
    assert "No flown time of this visit is known" in text
    assert "How sure each time is" in text


def test_a_broken_rule_stands_on_the_first_screen(cargo, read_page):
    first = cargo.record.verdicts[0].model_copy(update={"verdict": "fail"})
    record = cargo.record.model_copy(update={"verdicts": (first, *cargo.record.verdicts[1:])})
    page = read_page(cargo.bare(record))
    start = "".join(piece.text for piece in page.shown[:40])
    assert "flight rules are broken" in start
    assert first.rule in start


def test_text_of_the_record_cannot_become_markup(cargo):
    record = cargo.record.model_copy(update={"notes": ("<script>alert(1)</script> & more",)})
    text = cargo.bare(record).decode()
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in text


def test_a_touch_outside_a_limit_fails_in_the_table(cargo, cargo_page):
    docking = cargo.record.docking
    touch = docking.nominal.touch.model_copy(update={"lateral_offset_m": 0.5})
    nominal = docking.nominal.model_copy(update={"touch": touch})
    record = cargo.record.model_copy(
        update={"docking": docking.model_copy(update={"nominal": nominal})}
    )
    text = cargo.bare(record).decode()
    row = re.search(r"<tr><td>lateral offset</td>.*?</tr>", text, re.DOTALL)[0]
    assert "fail" in row
    assert "fail" not in re.search(r"<tr><td>roll</td>.*?</tr>", cargo_page.decode(), re.DOTALL)[0]


@pytest.mark.parametrize("share", ["p50", "p95", "p99"])
def test_the_spread_of_the_touch_is_that_of_the_record(cargo, cargo_page, share):
    spread = cargo.record.docking.contact.lateral_offset_m
    assert isinstance(spread, Percentiles)
    path = f'data-path="docking.contact.lateral_offset_m.{share}"'
    shown = re.search(path + r"[^>]*>([^<]*)<", cargo_page.decode())[1]
    assert float(shown) == pytest.approx(1e3 * getattr(spread, share), abs=0.051)


def test_sampled_falls_bring_footprint_area_and_risk(sampled_page):
    text = sampled_page.decode()
    for words in (
        "hull of dangerous pieces",
        "area to close",
        "Risk to people on the ground",
        "Distance to land",
    ):
        assert words in text
    assert "The risk is not computed" not in text


def test_the_axes_of_a_picture_keep_their_small_figures(sampled_page):
    risk = re.search(
        r'<svg [^>]*aria-label="Expected casualties.*?</svg>', sampled_page.decode(), re.DOTALL
    )[0]
    assert {"0.0001", "0.001", "0.01"} <= set(re.findall(r"<text[^>]*>([^<]*)<", risk))
