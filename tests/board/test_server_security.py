"""What may not come in: other names, other sites, no token, other places, too much; logged and harmless."""

import logging
from dataclasses import replace

import pytest

from portcall.board.server import body as body_module
from portcall.board.server.limits import BODY_BYTES
from portcall.board.server.settings import Settings
from portcall.board.server.token import cookie_name, cookie_value

SEED = "progress-ms-31"
TOKEN = "a-token-of-a-test-0123456789"  # noqa: S105  (opens nothing)
OTHERS = {"sec-fetch-site": "cross-site", "origin": "https://elsewhere.example"}


@pytest.fixture
def refusals(caplog):
    caplog.set_level(logging.WARNING, logger="portcall.board")
    return lambda: [record.getMessage() for record in caplog.records]


def _untouched(board) -> bool:
    there = board.client.get(f"/api/v1/runs/{SEED}").status_code == 200
    return there and not board.desk.jobs.jobs() and board.desk.stage.counts() == (0, 0)


@pytest.mark.parametrize(
    "name",
    [
        "elsewhere.example",
        "localhost.elsewhere.example",
        "127.0.0.1.elsewhere.example",
        "10.0.0.7",
        "[::2]",
    ],
)
def test_another_name_of_the_server_is_refused(board, refusals, name):
    answer = board.client.delete(f"/api/v1/runs/{SEED}", headers={"host": name})
    assert answer.status_code == 403
    assert answer.json()["error"]["where"] == "Host"
    assert refusals()[0].startswith(f"refused 403: DELETE /api/v1/runs/{SEED} from")
    assert _untouched(board)


@pytest.mark.parametrize(
    "name", ["localhost", "LOCALHOST:99", "127.0.0.1:8765", "[::1]:8765", "127.8.8.8"]
)
def test_the_names_of_this_machine_are_served(board, name):
    assert board.client.get("/api/v1/health", headers={"host": name}).status_code == 200


def test_a_doubled_or_missing_host_is_refused(board):
    assert board.client.get("/api/v1/health", headers={"host": ""}).status_code == 400
    doubled = [("host", "localhost"), ("host", "localhost")]
    assert board.client.get("/api/v1/health", headers=doubled).status_code == 400


@pytest.mark.parametrize(
    "headers",
    [
        OTHERS,
        {"origin": "https://elsewhere.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"},
    ],
    ids=str,
)
@pytest.mark.parametrize(
    ("method", "path", "sent"),
    [
        ("DELETE", f"/api/v1/runs/{SEED}", None),
        ("POST", "/api/v1/runs", {"flight": SEED}),
        ("POST", "/api/v1/plays", {"run": SEED}),
        ("POST", "/api/v1/traffic/plans", {}),
        ("POST", "/api/v1/log", {"kind": "withdrawn", "replaces": "1"}),
        ("DELETE", "/api/v1/jobs/1", None),
        ("PATCH", "/api/v1/plays/1", {"rate": 2.0}),
        ("DELETE", "/api/v1/plays/1", None),
    ],
)
def test_a_page_of_another_site_writes_nothing(board, refusals, method, path, sent, headers):
    answer = board.client.request(method, path, json=sent, headers=headers)
    assert answer.status_code == 403
    assert len(refusals()) == 1
    assert _untouched(board)


def test_a_page_of_its_own_writes(board):
    own = {"origin": "http://127.0.0.1:8765", "sec-fetch-site": "same-origin"}
    assert board.client.post("/api/v1/plays", json={"run": SEED}, headers=own).status_code == 201


def test_another_site_reads_nothing_but_may_link(board):
    assert board.client.get("/api/v1/runs", headers=OTHERS).status_code == 403
    link = {
        "sec-fetch-site": "cross-site",
        "sec-fetch-mode": "navigate",
        "sec-fetch-dest": "document",
    }
    assert board.client.get("/", headers=link).status_code == 200
    frame = {**link, "sec-fetch-dest": "iframe"}
    assert board.client.get("/", headers=frame).status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        "/static/../server/app.py",
        "/static/..%2fserver%2fapp.py",
        "/static/%2e%2e/server/app.py",
        "/static/%252e%252e%252fserver%252fapp.py",
        "/static/..%5cserver%5capp.py",
        "/static//etc/passwd",
        "/static/%2fetc%2fpasswd",
        "/static/main.js%00.css",
        "/static/main.js/",
        "/api/v1/runs/..%2f..%2fetc/files/passwd",
        "/api/v1/runs/..",
        "/api/v1/runs/%2e%2e/scene",
        "/api/v1/runs/.hidden/scene",
        f"/api/v1/runs/{SEED}/files/..%2f..%2flog.sqlite",
        f"/api/v1/runs/{SEED}/files/%2fetc%2fpasswd",
        f"/api/v1/runs/{SEED}/files/%252e%252e%252flog.sqlite",
        f"/api/v1/runs/{SEED}/files/visit.json%00",
        f"/api/v1/runs/{SEED}/files/what_if.json",
        f"/api/v1/runs/{SEED}%00/scene",
        "/api/v1/traffic/plans/..%2f..%2fetc",
        "/runs/..%2f..%2fetc/report",
    ],
)
def test_no_path_leads_elsewhere(board, path):
    (board.settings.runs_root / SEED / "what_if.json").write_text("{}")
    answer = board.client.get(path)
    assert answer.status_code == 404
    assert answer.json()["error"]["what"]


@pytest.mark.parametrize("name", ["/etc/passwd", "../other", "a/b", "..", "a\x00b", "-rf", " "])
def test_no_name_in_a_body_leads_elsewhere(board, name):
    for path, sent in (
        ("/api/v1/plays", {"run": name}),
        ("/api/v1/runs", {"flight": name}),
        ("/api/v1/runs", {"flight": SEED, "of": name}),
        ("/api/v1/runs", {"flight": SEED, "port": name}),
        ("/api/v1/runs", {"flight": SEED, "profile": name}),
        ("/api/v1/runs", {"flight": SEED, "fault": name}),
        ("/api/v1/traffic/plans", {"scenario": name}),
        ("/api/v1/traffic/plans", {"lose": [name]}),
        ("/api/v1/traffic/plans", {"slip": {name: 3}}),
    ):
        assert board.client.post(path, json=sent).status_code == 422, (path, sent)
    assert _untouched(board)


def test_a_link_in_the_runs_is_not_followed(board, tmp_path):
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "manifest.json").write_text('{"format": "portcall run folder", "files": {"a": {}}}')
    (board.settings.runs_root / "linked").symlink_to(secret)
    assert board.client.get("/api/v1/runs/linked/scene").status_code == 404
    assert board.client.delete("/api/v1/runs/linked").status_code == 404
    file = board.settings.runs_root / SEED / "mass.csv"
    file.unlink()
    (secret / "mass.csv").write_text("secret")
    file.symlink_to(secret / "mass.csv")
    answer = board.client.get(f"/api/v1/runs/{SEED}/files/mass.csv")
    assert answer.status_code in {404, 409}
    assert b"secret\n" not in answer.content
    assert (secret / "manifest.json").exists()


def test_a_body_is_bounded(board, refusals):
    large = b'{"run": "' + b"a" * BODY_BYTES + b'"}'
    kind = {"content-type": "application/json"}
    announced = board.client.post("/api/v1/plays", content=large, headers=kind)
    assert announced.status_code == 413
    pieces = (large[i : i + 65_536] for i in range(0, len(large), 65_536))
    assert board.client.post("/api/v1/plays", content=pieces, headers=kind).status_code == 413
    assert len(refusals()) == 2
    lies = {**kind, "content-length": "9" * 30}
    assert board.client.post("/api/v1/plays", content=b"{}", headers=lies).status_code == 413
    assert _untouched(board)


def test_a_slow_body_is_ended(live, monkeypatch):
    import socket

    monkeypatch.setattr(body_module, "BODY_TIME_S", 0.3)
    with socket.create_connection((live.host, live.port), timeout=20) as connection:
        connection.sendall(
            b"POST /api/v1/plays HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            b"Content-Length: 20\r\n\r\n{"
        )
        assert b" 408 " in connection.recv(4096).splitlines()[0]


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]
)
def test_a_body_that_a_form_could_send_is_refused(board, kind):
    answer = board.client.post(
        "/api/v1/plays", content=b'{"run": "x"}', headers={"content-type": kind}
    )
    assert answer.status_code == 415


def test_halves_of_characters_are_refused(board):
    answer = board.client.post(
        "/api/v1/log",
        content=b'{"kind": "crew-on", "people": ["\\ud800"]}',
        headers={"content-type": "application/json"},
    )
    assert answer.status_code == 400
    whole = b'{"kind": "crew-on", "people": ["\\ud83d\\ude80"]}'
    answer = board.client.post(
        "/api/v1/log", content=whole, headers={"content-type": "application/json"}
    )
    assert "needs" in answer.json()["error"]["what"]


@pytest.fixture
def guarded(board_of, settings):
    return board_of(replace(settings, host="0.0.0.0", token=TOKEN))  # noqa: S104  (nothing listens)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"authorization": f"Bearer {TOKEN[:-1]}"},
        {"authorization": f"Bearer {TOKEN}x"},
        {"authorization": f"Basic {TOKEN}"},
        {"authorization": "Bearer"},
        {"cookie": f"{cookie_name(8765)}={TOKEN}"},
        {"cookie": f"other={cookie_value(TOKEN)}"},
        {"cookie": "a=\x01;;=;"},
    ],
    ids=range(8),
)
def test_without_the_token_nothing_is_told(guarded, refusals, headers):
    for path in (
        "/",
        "/api/v1/health",
        "/api/v1/metrics",
        "/static/main.js",
        f"/runs/{SEED}/report",
    ):
        answer = guarded.client.get(path, headers=headers)
        assert answer.status_code == 401
    assert TOKEN not in "".join(refusals())
    assert len(refusals()) == 5


def test_the_token_opens_by_header_and_by_cookie(guarded):
    bearer = {"authorization": f"Bearer {TOKEN}"}
    assert guarded.client.get("/api/v1/health", headers=bearer).status_code == 200
    moved = guarded.client.get(f"/?run={SEED}&token={TOKEN}", follow_redirects=False)
    assert moved.status_code == 303
    assert moved.headers["location"] == f"/?run={SEED}"
    cookie = moved.headers["set-cookie"]
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))
    assert TOKEN not in cookie
    held = {"cookie": cookie.split(";")[0]}
    assert guarded.client.get("/api/v1/health", headers=held).status_code == 200
    wrong = guarded.client.get(
        "/?token=wrong-wrong-wrong-1", follow_redirects=False, headers={"cookie": ""}
    )
    assert wrong.status_code == 401


def test_a_link_with_the_token_from_another_site_opens_too(guarded):
    link = {
        "sec-fetch-site": "cross-site",
        "sec-fetch-mode": "navigate",
        "sec-fetch-dest": "document",
    }
    answer = guarded.client.get(f"/?token={TOKEN}", headers=link, follow_redirects=False)
    assert answer.status_code == 200
    assert answer.headers["refresh"] == "0; url=/"
    assert answer.headers["set-cookie"]


def test_the_token_leads_nowhere_else(guarded):
    path = f"http://127.0.0.1:8765//elsewhere.example/?token={TOKEN}"
    answer = guarded.client.get(path, follow_redirects=False)
    assert answer.headers["location"] == "/elsewhere.example/"


def test_an_address_in_figures_is_this_server_when_others_may_ask(guarded):
    bearer = {"authorization": f"Bearer {TOKEN}"}
    there = {**bearer, "host": "10.0.0.7:8765"}
    assert guarded.client.get("/api/v1/health", headers=there).status_code == 200
    named = {**bearer, "host": "elsewhere.example"}
    assert guarded.client.get("/api/v1/health", headers=named).status_code == 403


def test_settings_do_not_show_the_token(tmp_path):
    shown = repr(Settings(tmp_path, token=TOKEN, db="postgresql://user:secret@host/name"))
    assert TOKEN not in shown
    assert "secret" not in shown


def test_what_a_route_was_not_made_for_is_one_error(board, refusals, monkeypatch):
    def broken(*_):
        raise ZeroDivisionError("by nothing")

    monkeypatch.setattr(board.desk.shelf, "summaries", broken)
    answer = board.client.get("/api/v1/runs")
    assert answer.status_code == 500
    assert answer.json()["error"]["what"] == "the server met what it was not made for"
    assert "ZeroDivisionError" in refusals()[0]
    assert board.client.get("/api/v1/health").status_code == 200
