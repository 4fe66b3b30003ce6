"""The page in a real browser: it is complete at once, says what it shows, and can be handed on."""

import json
import time
from datetime import UTC, datetime, timedelta

import pytest

from portcall.board.world.frame import frame_at
from portcall.board.world.scenes import scene_of

SEED = "progress-ms-31"
CONTACT = "2025-07-05T21:33:46Z"
PANELS = ("globe", "dock", "ports", "timeline", "stocks", "events", "runs", "what-if", "log")
LEAST_CONTRAST = 4.5  # WCAG 2, level AA, for text of this size
COLORS_OF = """(selector) => {
  const canvas = document.querySelector(`${selector} canvas`);
  const small = document.createElement("canvas");
  small.width = small.height = 64;
  const context = small.getContext("2d");
  context.drawImage(canvas, 0, 0, 64, 64);
  return new Set(new Uint32Array(context.getImageData(0, 0, 64, 64).data.buffer)).size;
}"""
NAMELESS = """() => [...document.querySelectorAll(
    "button, input, select, a[href], [role=button], [role=slider]")]
  .filter((one) => one.checkVisibility())
  .filter((one) => !(one.getAttribute("aria-label") || one.labels?.length))
  .filter((one) => !(one.textContent.trim() || one.title))
  .map((one) => one.outerHTML.slice(0, 90))"""
CONTRASTS = """() => {
  const style = getComputedStyle(document.documentElement);
  const light = (hex) => {
    const full = hex.length === 4 ? hex.replace(/[0-9a-f]/gi, "$&$&") : hex;
    const [r, g, b] = [1, 3, 5].map((i) => parseInt(full.slice(i, i + 2), 16) / 255)
      .map((one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const value = (name) => light(style.getPropertyValue(name).trim());
  const ratio = (a, b) => (Math.max(value(a), value(b)) + 0.05) / (Math.min(value(a), value(b)) + 0.05);
  const pairs = [];
  for (const ink of ["--text", "--muted", "--accent", "--good", "--warn", "--bad", "--violet"])
    for (const ground of ["--panel", "--page"]) pairs.push([ink, ground]);
  for (const bar of ["blue", "orange", "green", "red", "violet", "gray"])
    pairs.push(["--bar-ink", `--bar-${bar}`]);
  return pairs.map(([ink, ground]) => [ink, ground, ratio(ink, ground)]);
}"""


def test_the_page_is_complete_at_once(open_page):
    opened = open_page(webgl=True)
    opened.go(run=SEED)
    for panel in PANELS:
        assert opened.page.locator(f"#{panel}").bounding_box()["height"] > 60, panel
        assert opened.page.locator(f"#{panel} > *").count(), panel
    assert opened.page.evaluate(COLORS_OF, "#globe") > 50
    assert opened.page.evaluate(COLORS_OF, "#dock") > 20
    assert "Progress MS-31" in opened.text("#header")
    assert opened.text("#clock-utc") == "3 Jul 2025, 19:32:40"
    assert opened.text("#clock-met") == "T+00:00:00"
    assert opened.text("#phase") == "Ascent"
    assert opened.text("#go") == "GO"
    assert opened.text("#link") == "static"
    assert not opened.page.is_visible("#banner")
    assert opened.errors == []


def test_nothing_but_the_page_is_asked_for_before_anybody_asks(opened):
    calls = opened.page.evaluate(
        "performance.getEntriesByType('resource').map((one) => one.name)"
        ".filter((one) => one.includes('/api/'))"
    )
    assert calls == []


def test_the_page_and_the_server_see_the_same_instant(opened, settings):
    from portcall.catalogue.load import load_catalogue

    scene = scene_of(settings.runs_root, SEED, load_catalogue())
    first, last = scene.start_utc - timedelta(hours=1), scene.end_utc + timedelta(hours=1)
    instants = [first + (last - first) * i / 40 for i in range(41)]
    instants += [one.utc + timedelta(seconds=s) for one in scene.events for s in (-0.7, 0.0, 31.4)]
    start = scene.approach.start_utc
    instants += [start + timedelta(seconds=s) for s in range(0, 2041, 83)]
    whole = [one.replace(microsecond=one.microsecond // 1000 * 1000) for one in instants]
    seen = opened.page.evaluate(
        """async (times) => {
          const { sceneAt } = await import("/static/scene_at.js");
          return times.map((ms) => sceneAt(window.portcallStore.get().scene, ms));
        }""",
        [round(one.timestamp() * 1000) for one in whole],
    )
    for moment, here in zip(whole, seen, strict=True):
        there = json.loads(frame_at(scene, moment).model_dump_json())
        assert here == _near(there), moment


def _near(value: object) -> object:
    """Figures but for the last place that is given: Python and the page round halves differently."""
    if isinstance(value, dict):
        return {key: _near(one) for key, one in value.items()}
    if isinstance(value, float):
        return pytest.approx(value, abs=0.11 if abs(value) > 1e4 else 0.0011, rel=1e-9)
    return value


@pytest.mark.parametrize(
    ("typed", "met"),
    [
        ("T+50:01", "T+2 d 02:01:00"),
        ("T-00:05", "T\u221200:05:00"),
        ("2025-07-05T21:33:46Z", "T+2 d 02:01:05"),
        ("2025-07-06 00:33:46+03:00", "T+2 d 02:01:05"),
        ("T+2d 02:01:06", "T+2 d 02:01:06"),
    ],
)
def test_a_pasted_time_is_jumped_to(opened, typed, met):
    opened.page.fill("#jump", typed)
    opened.page.press("#jump", "Enter")
    opened.wait(f"document.querySelector('#clock-met').textContent === '{met}'")
    assert opened.errors == []


def test_what_is_no_time_is_refused_in_words(opened):
    before = opened.state("utcMs")
    opened.page.fill("#jump", "after lunch")
    opened.page.press("#jump", "Enter")
    assert "after lunch" in opened.text("#banner")
    assert opened.state("utcMs") == before


def test_another_zone_changes_the_clock_and_the_axis(opened):
    axis = opened.page.locator("#timeline .tick-text").first.text_content()
    opened.page.select_option("#zone", "Europe/Moscow")
    opened.until("s.zone === 'Europe/Moscow'")
    opened.wait("document.querySelector('#clock-zone').textContent === '3 Jul 2025, 22:32:40'")
    assert "UTC+3" in opened.text("#header")
    assert "Europe/Moscow" in opened.text("#timeline-note")
    assert opened.page.locator("#timeline .tick-text").first.text_content() != axis
    assert "22:32:40" in opened.text("#events")
    opened.page.select_option("#zone", "other")
    opened.page.fill("#zone-typed", "Asia/Kolkata")
    opened.page.press("#zone-typed", "Enter")
    opened.wait("document.querySelector('#clock-zone').textContent === '4 Jul 2025, 01:02:40'")
    assert opened.errors == []


def test_a_click_on_an_event_jumps_to_it(opened):
    opened.page.click("tr[data-event=contact] button")
    opened.wait("document.querySelector('#phase').textContent === 'Docked'")
    # the second of contact hangs on the processor's last bits, so the scene says it
    contact = "portcallStore.get().scene.events.find((one) => one.id === 'contact').utc"
    at = opened.page.evaluate(f"Date.parse({contact})")
    assert opened.state("utcMs") == at
    shown = datetime.fromtimestamp(at / 1000.0, UTC)
    assert opened.text("#clock-utc") == f"{shown.day} Jul 2025, {shown:%H:%M:%S}"


def test_the_cursor_is_dragged_and_moved_by_keys(opened):
    box = opened.page.locator("#timeline svg").bounding_box()
    before = opened.state("utcMs")
    opened.page.mouse.move(box["x"] + 500, box["y"] + 60)
    opened.page.mouse.down()
    opened.page.mouse.move(box["x"] + 800, box["y"] + 60)
    opened.page.mouse.up()
    dragged = opened.state("utcMs")
    assert dragged > before + 3600e3
    opened.page.keyboard.press("ArrowRight")
    assert opened.state("utcMs") > dragged
    opened.page.keyboard.press("n")
    event = opened.state("selected.event")
    assert opened.state("utcMs") == opened.page.evaluate(
        f"Date.parse(portcallStore.get().scene.events.find((one) => one.id === '{event}').utc)"
    )
    opened.page.keyboard.press("?")
    assert opened.page.get_by_role("dialog", name="Keys").is_visible()
    assert opened.errors == []


def test_each_preset_and_the_wheel_change_the_stretch_of_time(opened):
    spans = []
    for name in ("Whole visit", "Arrival", "Docking", "Departure and fall", "A year of traffic"):
        button = opened.page.get_by_role("button", name=name, exact=True)
        button.click()
        opened.wait(
            "[...document.querySelectorAll('#timeline-zoom [aria-pressed=true]')]"
            f".some((one) => one.textContent === '{name}')"
        )
        low, high = opened.state("range")
        spans.append((high - low) / 3600e3)
        assert opened.page.locator("#timeline .tick-text").count() >= 4
    for hours, low, high in zip(
        spans, (6000, 24, 0.5, 3, 8759), (7000, 72, 1, 8, 8761), strict=True
    ):
        assert low < hours < high
    before = opened.state("range")
    opened.page.hover("#timeline svg")
    opened.page.mouse.wheel(0, -300)
    opened.until(f"s.range[1] - s.range[0] < {before[1] - before[0]}")
    assert opened.errors == []


def test_the_timeline_follows_a_jump(opened):
    opened.page.fill("#jump", "2026-03-16T16:40:00Z")
    opened.page.press("#jump", "Enter")
    home = "#timeline-zoom [data-span=home][aria-pressed=true]"
    opened.page.wait_for_selector(home)
    opened.page.fill("#jump", "2025-07-04T12:00:00Z")
    opened.page.press("#jump", "Enter")
    opened.page.wait_for_selector("#timeline-zoom [data-span=arrival][aria-pressed=true]")
    low, high = opened.state("range")
    assert low < opened.state("utcMs") < high


def test_the_ports_are_told_in_words(opened):
    poisk = opened.page.locator("[data-port=poisk-zenith][role=button]")
    assert poisk.get_attribute("data-state") in {"due", "free"}
    opened.page.fill("#jump", "2025-09-01T00:00:00Z")
    opened.page.press("#jump", "Enter")
    opened.page.wait_for_selector("[data-port=poisk-zenith][data-state=occupied]")
    assert "occupied by Progress MS-31" in poisk.get_attribute("aria-label")
    poisk.click()
    opened.wait("document.querySelector('#ports .stays').textContent.includes('Progress MS-31')")
    assert opened.page.locator(".lane-name.marked").text_content() == "Poisk Zenith"


def test_an_address_brings_back_what_was_shown(open_page):
    first, second = open_page(), open_page()
    first.go(run=SEED, t=CONTACT, tz="Asia/Tokyo", view="map", dock="flat", theme="light")
    first.page.get_by_role("button", name="Docking", exact=True).click()
    first.wait("location.search.includes('span=2025-07-05T20')")
    second.page.goto(first.page.url)
    second.wait("window.portcallReady === true")
    for words in ("utcMs", "zone", "view", "dockView", "theme", "scene.run.id"):
        assert second.state(words) == first.state(words), words
    # an address tells seconds
    assert second.state("range") == pytest.approx(first.state("range"), abs=500.0)
    assert second.page.is_visible("#map svg")
    assert second.page.is_visible("#approach svg")
    assert first.errors == second.errors == []


def test_without_webgl_the_flat_twins_stand_in(open_page):
    opened = open_page(webgl=False)
    opened.go(run=SEED, t="2025-07-05T21:27:00Z")
    assert opened.state("webgl") is False
    assert opened.page.is_visible("#map svg")
    assert opened.page.is_visible("#approach svg")
    assert opened.page.is_disabled("[data-view=globe]")
    assert opened.page.is_disabled("[data-dock='3d']")
    assert opened.errors == []


def test_everything_that_acts_has_a_name(opened):
    assert opened.page.evaluate(NAMELESS) == []
    words = opened.page.locator("body").aria_snapshot()
    for name in ("Timeline", "Ports", "Stocks", "Events and rules", "Time cursor", "Speed", "Zone"):
        assert name in words
    pictures = "document.querySelectorAll('svg:not([role]):not([aria-hidden]):not(svg svg)').length"
    assert opened.page.evaluate(pictures) == 0


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_words_stand_out_from_their_ground(open_page, theme):
    opened = open_page()
    opened.go(run=SEED, theme=theme)
    weak = [pair for pair in opened.page.evaluate(CONTRASTS) if pair[2] < LEAST_CONTRAST]
    assert weak == []


def test_it_fits_a_phone(open_page):
    opened = open_page(width=430, height=932, webgl=True)
    opened.go(run=SEED, t="2025-07-05T21:27:00Z", tz="Europe/Moscow")
    width = opened.page.evaluate("document.documentElement.scrollWidth")
    assert width <= 430
    assert opened.page.is_visible("#timeline svg")
    assert opened.errors == []


def test_paper_is_light(opened):
    opened.page.emulate_media(media="print")
    opened.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert opened.state("theme") == "light"
    assert not opened.page.is_visible("#run")
    opened.page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert opened.state("theme") == "dark"


@pytest.mark.parametrize("answer", ["none", "404", "no module"])
def test_a_part_that_does_not_come_is_said_in_the_page(open_page, answer):
    opened = open_page()

    def instead(route):
        if answer == "none":
            return route.abort()
        status = 404 if answer == "404" else 200
        return route.fulfill(status=status, body="export const = 1", content_type="text/javascript")

    opened.page.route("**/static/ticks.js", instead)
    opened.page.goto(opened.address)
    opened.page.wait_for_selector("#banner p")
    said = opened.text("#banner")
    assert ("An error in this page" if answer == "no module" else "ticks.js") in said
    assert opened.page.locator("#banner p").count() == 1


def test_an_error_of_the_page_is_said_in_the_page(opened):
    opened.page.evaluate("setTimeout(() => { throw new Error('on purpose'); })")
    opened.page.wait_for_selector("#banner >> text=on purpose")


@pytest.mark.acceptance
def test_the_first_view_is_complete_soon(open_page, record_figure):
    required_s = 3.0
    times = []
    for _ in range(3):
        opened = open_page(webgl=True)
        began = time.perf_counter()
        opened.go(run=SEED, t="2025-07-05T21:27:00Z")
        assert opened.page.evaluate(COLORS_OF, "#globe") > 50
        assert opened.page.evaluate(COLORS_OF, "#dock") > 20
        times.append(time.perf_counter() - began)
    taken = sorted(times)[1]
    record_figure(
        "board: first view complete, software WebGL",
        required=f"{required_s:g} s",
        measured=f"{taken:.2f} s",
        passed=taken <= required_s,
        note=f"middle of {len(times)}, {datetime.now(UTC):%Y-%m-%d}",
    )
    assert taken <= required_s
