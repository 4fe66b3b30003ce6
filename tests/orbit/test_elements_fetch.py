"""Fetching the current set: from a server on this machine only, and every way it can fail."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from portcall.core.errors import DataError, InputError
from portcall.orbit.fetch import STATION_URL, fetch_bytes, fetch_station

SET = (
    b"ISS (ZARYA)\r\n"
    b"1 25544U 98067A   22042.58837006  .00007011  00000-0  13203-3 0  9998\r\n"
    b"2 25544  51.6415 238.5887 0005824 121.6170 338.1766 15.49707363325708\r\n"
)


class _Answers(BaseHTTPRequestHandler):
    pages = {  # noqa: RUF012
        "/set": (200, SET),
        "/none": (200, b"No GP data found"),
        "/other": (200, SET.replace(b"25544", b"00005").replace(b"9998", b"9993")),
        "/busy": (403, b"too many requests"),
        "/large": (200, b"x" * 1_000_001),
    }

    def do_GET(self) -> None:
        if self.path == "/elsewhere":
            self.send_response(302)
            self.send_header("Location", "ftp://localhost/set")
            self.end_headers()
            return
        code, body = self.pages[self.path]
        self.send_response(code)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def server():
    with HTTPServer(("127.0.0.1", 0), _Answers) as http:
        thread = threading.Thread(target=http.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{http.server_port}"
        http.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")


def test_a_set_is_fetched_and_read(server: str) -> None:
    data, newest = fetch_station(f"{server}/set", schemes=("http",))
    assert data == SET
    assert newest.norad_id == 25544


@pytest.mark.parametrize(
    ("page", "says"),
    [
        ("none", "sends no element set"),
        ("busy", "answers 403"),
        ("large", "more than 1000000 bytes"),
        ("other", "sends no"),
    ],
)
def test_a_wrong_answer_is_missing_data_in_one_line(server: str, page: str, says: str) -> None:
    with pytest.raises(DataError, match=says) as caught:
        fetch_station(f"{server}/{page}", schemes=("http",))
    assert caught.value.exit_code == 3
    assert "\n" not in str(caught.value)


def test_no_network_is_missing_data_in_one_line() -> None:
    with pytest.raises(DataError, match="cannot reach") as caught:
        fetch_bytes("http://127.0.0.1:9/nobody", timeout_s=2.0, schemes=("http",))
    assert "\n" not in str(caught.value)


def test_only_https_is_fetched(server: str) -> None:
    assert STATION_URL.startswith("https://")
    with pytest.raises(InputError, match="https"):
        fetch_bytes(f"{server}/set")
    with pytest.raises(InputError, match="is not fetched"):
        fetch_bytes("file:///etc/hostname")
    with pytest.raises(InputError, match="ftp"):
        fetch_bytes(f"{server}/elsewhere", schemes=("http",))
