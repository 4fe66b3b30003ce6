"""The page, its files and the report: complete at once, and nothing but what the package holds."""

import json
import re
from pathlib import Path

import pytest

from portcall.board.server import web_files
from portcall.board.server.first_state import page_with
from portcall.board.server.headers import report_policy

SEED = "progress-ms-31"


def _state(text: str) -> dict:
    found = re.search(r'<script id="state" type="application/json">(.*?)</script>', text, re.DOTALL)
    return json.loads(found[1])


def test_the_page_holds_its_first_state(board):
    answer = board.client.get("/")
    state = _state(answer.text)
    assert answer.headers["content-type"].startswith("text/html")
    assert state["scene"]["run"]["id"] == SEED
    assert state["traffic"]["ports"]
    assert state["stocks"]["series"]
    assert state["error"] is None
    assert {"id": "Europe/Moscow", "name": "Moscow"} in state["zones"]
    assert SEED in [flight["id"] for flight in state["flights"]]
    assert state["log_head"] == []


def test_a_run_that_is_not_there_is_said_in_the_page(board):
    answer = board.client.get("/", params={"run": "no-such-run"})
    state = _state(answer.text)
    assert answer.status_code == 200
    assert state["scene"] is None
    assert state["error"]["what"] == "there is no such run"
    assert state["runs"]


def test_a_damaged_run_is_said_in_the_page(board):
    (board.settings.runs_root / SEED / "visit.json").write_text("{}")
    state = _state(board.client.get("/", params={"run": SEED}).text)
    assert state["scene"] is None
    assert "visit.json" in state["error"]["where"]
    assert state["runs"][0]["damaged"]


def test_a_folder_without_runs_is_said_in_the_page(board_of, settings, tmp_path):
    from dataclasses import replace

    empty = board_of(replace(settings, runs_root=tmp_path / "nothing"))
    state = _state(empty.client.get("/").text)
    assert state["scene"] is None
    assert state["error"]["remedy"] == "fly one: portcall fly progress-ms-31"


def test_nothing_in_the_state_ends_the_script():
    state = {"name": "</script><!--&"}
    parts = {name: json.dumps(text) for name, text in state.items()}
    page = page_with('<script id="state" type="application/json">__STATE__</script>', parts)
    assert page.count("</script>") == 1
    assert _state(page) == state


def test_every_module_is_asked_for_at_once(board):
    text = board.client.get("/").text
    asked = set(re.findall(r'<link rel="modulepreload" href="static/([a-z_]+\.js)">', text))
    web = Path(web_files.__file__).parents[1] / "web"
    imported = {
        name
        for path in web.glob("*.js")
        if path.name not in {"early.js", "vendor.js", "vendor_entry.js"}
        for name in (path.name, *re.findall(r'from "\./([a-z_]+\.js)"', path.read_text()))
    }
    assert asked == imported


def test_a_scene_is_made_anew_when_its_way_home_comes(board):
    shelf = board.desk.shelf
    first = shelf.scene(SEED)
    assert shelf.scene(SEED) is first
    (board.settings.runs_root / f"{SEED}-home").mkdir()
    assert shelf.scene(SEED) is first  # an empty folder holds nothing
    (board.settings.runs_root / f"{SEED}-home" / "manifest.json").write_text("{}")
    assert shelf.scene(SEED) is not first


def test_the_list_of_runs_sees_a_change(board):
    shelf = board.desk.shelf
    (before,) = shelf.summaries()
    assert shelf.summaries()[0] is before
    (board.settings.runs_root / SEED / "visit.json").write_text("{}")
    assert shelf.summaries()[0].damaged


def test_files_are_asked_again_by_their_hash(board):
    first = board.client.get("/static/main.js")
    assert first.status_code == 200
    assert first.headers["content-type"].startswith("text/javascript")
    assert first.headers["cache-control"] == "no-cache"
    again = board.client.get("/static/main.js", headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""


@pytest.mark.parametrize("name", ["__init__.py", "TEXTURES.md", "main", ".", "absent.js", "%00"])
def test_other_files_are_not_given(board, name):
    assert board.client.get(f"/static/{name}").status_code == 404


def test_every_answer_carries_the_policy(board):
    for path in ("/", "/static/main.js", "/api/v1/health", "/nowhere", "/api/v1/runs/absent"):
        headers = board.client.get(path).headers
        assert headers["content-security-policy"].startswith(
            "default-src 'none'; script-src 'self'"
        )
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cross-origin-resource-policy"] == "same-origin"


def test_a_report_gets_an_origin_of_its_own():
    policy = report_policy(b"<script>sort()</script><script src='x.js'></script>")
    # sha256 of "sort()", by openssl
    assert "script-src 'sha256-" in policy
    assert policy.count("sha256-") == 1
    assert policy.startswith("sandbox allow-scripts; default-src 'none'")
    assert "script-src 'none'" in report_policy(b"<p>plain</p>")


def test_a_run_without_a_report_says_so(board, seed_folder):
    answer = board.client.get(f"/runs/{SEED}/report")
    if (seed_folder / "report.html").exists():
        assert answer.headers["content-security-policy"].startswith("sandbox allow-scripts")
        assert answer.content == (seed_folder / "report.html").read_bytes()
    else:
        assert answer.status_code == 404
        assert answer.json()["error"]["what"]


def test_no_page_draws_from_elsewhere(board):
    for path in ("/docs", "/redoc", "/docs/oauth2-redirect", "/openapi.json"):
        assert board.client.get(path).status_code == 404
