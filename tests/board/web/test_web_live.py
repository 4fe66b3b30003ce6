"""The live board in a real browser: plays, what-if, the log, and what happens when something goes wrong."""

import shutil

import pytest

SEED = "progress-ms-31"
HEARD = """() => {
  window.heard = [];
  portcallStore.subscribe((changed) => {
    if (changed.has("selected")) window.heard.push(portcallStore.get().selected.event);
  });
}"""


def _events_to_contact(opened) -> list[str]:
    return opened.page.evaluate(
        """() => { const { events } = portcallStore.get().scene;
          const ids = events.map((one) => one.id); return ids.slice(0, ids.indexOf("contact") + 1); }"""
    )


def test_the_seed_visit_plays_to_contact(open_page):
    opened = open_page(webgl=True)
    opened.go(run=SEED)
    opened.page.evaluate(HEARD)
    opened.page.keyboard.press("Home")
    opened.page.select_option("#speed", "30000")
    opened.page.click("#run")
    opened.until("s.link === 'live'")
    assert opened.text("#run").endswith("Pause")
    opened.until("s.frame.phase === 'docked'", seconds=60.0)
    opened.page.click("#run")
    heard = opened.page.evaluate("window.heard")
    # lift-off itself is where the play begins: it is passed by nobody
    expected = [one for one in _events_to_contact(opened) if one != "liftoff"]
    assert [one for one in heard if one in expected] == expected
    assert opened.text("#phase") == "Docked"
    assert "Docked" in opened.page.locator("#spoken").text_content()
    assert opened.errors == []


def test_a_play_follows_the_hand_and_stops_at_the_next_event(opened):
    opened.page.select_option("#speed", "next")
    opened.page.click("#run")
    opened.until("s.link === 'live'")
    opened.page.fill("#jump", "2025-07-05T21:33:44Z")
    opened.page.press("#jump", "Enter")
    opened.until("s.play.paused && s.selected.event === 'contact'")
    opened.until("Math.abs(s.utcMs - Date.parse(s.scene.contact_utc)) < 5")
    assert opened.errors == []


def test_an_address_can_begin_a_play(open_page):
    opened = open_page()
    opened.go(run=SEED, t="2025-07-05T21:00:00Z", play=60)
    opened.until("s.link === 'live' && s.play && s.play.rate === 60")
    opened.until("s.utcMs > Date.parse('2025-07-05T21:01:00Z')")
    assert opened.errors == []


def test_a_fault_is_a_new_run_beside_the_old_one(opened):
    form = opened.page.get_by_role("form", name="A fault in the approach")
    form.get_by_role("button", name="Inject it").click()
    opened.until("s.jobs[0] && s.jobs[0].state === 'done'")
    opened.until("s.other")
    assert opened.state("scene.run.id") == SEED
    assert opened.state("other.run.id") != SEED
    assert "thruster 7 stuck on, at 50 m" in opened.text("#runs")
    assert opened.page.locator("#timeline .beside").count()
    assert opened.page.locator("#differences li").count()
    assert opened.errors == []


def test_what_was_at_work_before_the_page_came_is_watched(open_page, live):
    _, job = live.ask("POST", "/api/v1/runs", {"flight": "soyuz-ms-27"})  # never ends by itself
    opened = open_page()
    opened.go(run=SEED)
    opened.until(f"s.jobs.some((one) => one.id === '{job['id']}' && one.state === 'running')")
    opened.page.get_by_role("button", name="Cancel").click()
    opened.until("s.jobs[0].state === 'cancelled'")
    assert opened.errors == []


def test_a_refusal_stands_under_its_form(opened):
    form = opened.page.get_by_role("form", name="A ship is lost")
    form.get_by_role("button").focus()  # the ships are asked for
    ship = form.get_by_label("Ship that is still to come")
    ship.locator("option", has_text="Progress MS-36").wait_for(state="attached")
    assert ship.locator("option", has_text="Crew-12").count() == 0  # is there already
    # somebody has changed the page: the server still says no
    ship.locator("option").first.evaluate("one => { one.value = 'iss-2026 progress-ms-3444'; }")
    ship.select_option(index=0)
    form.get_by_role("button").click()
    form.locator(".refusal").wait_for()
    assert "progress-ms-3444" in form.locator(".refusal").inner_text()


def test_what_happened_is_added_to_the_log(opened):
    form = opened.page.get_by_role("form", name="Add to the log")
    form.get_by_label("When (UTC)").fill("2025-07-05T21:25:00Z")
    form.get_by_label("Ship").fill("progress-ms-31")
    form.get_by_label("Vehicle").fill("progress-ms")
    form.get_by_label("Port").fill("poisk-zenit")
    form.get_by_role("button", name="Record").click()
    opened.page.wait_for_selector("#log-answer.refusal")
    assert "poisk-zenith" in opened.text("#log-answer")  # the nearest name
    form.get_by_label("Port").fill("poisk-zenith")
    form.get_by_role("button", name="Record").click()
    opened.page.wait_for_selector("#log-answer.told")
    entry = opened.page.locator("#log [data-entry]").first
    entry.wait_for()
    assert "docked progress-ms-31, vehicle progress-ms, poisk-zenith" in entry.inner_text()
    assert "A. Tester" in entry.inner_text()


def test_a_browser_without_sse_asks_instead(open_page):
    opened = open_page(script="delete window.EventSource;")
    opened.go(run=SEED, t="2025-07-05T21:00:00Z")
    opened.page.select_option("#speed", "300")
    opened.page.click("#run")
    opened.page.wait_for_selector("#banner >> text=no server-sent events")
    opened.until("s.utcMs > Date.parse('2025-07-05T21:05:00Z')")
    assert opened.errors == []


def test_a_run_deleted_while_watched_stays_on_the_page(opened, settings):
    opened.page.click("#run")
    opened.until("s.link === 'live'")
    shutil.rmtree(settings.runs_root / SEED)
    opened.page.wait_for_selector("#banner >> text=was deleted")
    opened.until("s.link === 'lost' && s.play === null && s.runs.length === 0")
    opened.page.fill("#jump", "T+50:01")
    opened.page.press("#jump", "Enter")
    opened.wait("document.querySelector('#clock-met').textContent === 'T+2 d 02:01:00'")
    opened.page.select_option("#speed", "60")
    before = opened.state("utcMs")
    opened.page.click("#run")  # the server has no such run any more: the page plays it
    opened.page.wait_for_selector("#banner >> text=plays the run by itself")
    opened.until(f"s.utcMs > {before} + 60e3")


def test_a_server_that_goes_leaves_the_page_usable(opened, live):
    opened.page.click("#run")
    opened.until("s.link === 'live'")
    play = opened.state("play.id")
    opened.page.route("**/api/**", lambda route: route.abort())
    live.desk.stage.drop(play, "the server is going away")
    opened.page.wait_for_selector("#banner >> text=the server is going away")
    opened.page.click("#run")
    opened.page.wait_for_selector("#banner >> text=the server does not answer")
    opened.until("s.play && s.play.id === null && !s.play.paused")


def test_a_damaged_run_says_what_is_wrong(open_page, settings):
    bad = settings.runs_root / "half"
    shutil.copytree(settings.runs_root / SEED, bad)
    (bad / "visit.json").write_text("{}")
    opened = open_page()
    opened.go(run="half")
    assert "visit.json" in opened.text("#banner")
    line = opened.page.locator("[data-run=half]")
    assert "Cannot be opened" in line.inner_text()
    opened.page.click(f"[data-open={SEED}]")
    opened.until(f"s.scene && s.scene.run.id === '{SEED}'")
    opened.page.wait_for_selector("#map svg")
    line.locator("button.danger").click()
    line.locator("button.danger").click()
    opened.until("s.runs.length === 1")
    assert not bad.exists()
    assert opened.errors == []


def test_a_folder_without_runs_still_makes_a_page(open_page, settings):
    shutil.rmtree(settings.runs_root / SEED)
    opened = open_page()
    opened.go()
    assert "there is no run yet" in opened.text("#banner")
    assert opened.page.is_disabled("#run")
    assert opened.page.locator("#timeline svg").count() == 1
    assert opened.errors == []


@pytest.mark.parametrize("lost", [2, 3])
def test_a_gap_in_the_numbers_is_noticed(opened, lost):
    told = opened.page.evaluate(
        """async (lost) => {
          const { createStream } = await import("/static/stream.js");
          const told = [];
          const sources = [];
          window.EventSource = class extends EventTarget {
            constructor() { super(); sources.push(this); }
            close() {}
          };
          const note = (name) => (...words) => told.push([name, ...words.map((one) => one?.n ?? one)]);
          const names = ["opened", "frame", "numbered", "missed", "gone", "lost", "reconnecting"];
          const stream = createStream(Object.fromEntries(names.map((name) => [name, note(name)])));
          stream.open("api/v1/plays/x");
          for (const n of [1, 1, 1 + lost]) {
            const data = JSON.stringify({ n });
            sources[0].dispatchEvent(new MessageEvent("numbered", { data }));
          }
          return told;
        }""",
        lost,
    )
    assert told == [["numbered", 1], ["missed", 2, lost], ["numbered", 1 + lost]]


def test_why_there_was_no_run_is_taken_away_when_one_is_opened(open_page):
    opened = open_page()
    opened.go(run="no-such-run")
    assert "no such run" in opened.text("#banner")
    opened.page.click(f'[data-open="{SEED}"]')
    opened.until(f"s.scene && s.scene.run.id === '{SEED}'")
    opened.wait("document.querySelector('#banner').hidden")
    assert opened.errors == []
