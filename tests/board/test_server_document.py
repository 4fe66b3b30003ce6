"""The API against its own OpenAPI document: malformed requests are refused in the form that it promises."""

import re
import warnings

import pytest
from hypothesis import HealthCheck, Phase
from hypothesis import settings as hypothesis_settings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of the libraries that it stands on
    import schemathesis

MALFORMED = 200  # requests of each endpoint
MALFORMED_QUICKLY = 15
WELL_FORMED = 15
OPERATIONS = [
    ("GET", "/api/v1/health"),
    ("GET", "/api/v1/metrics"),
    ("GET", "/api/v1/flights"),
    ("GET", "/api/v1/faults"),
    ("GET", "/api/v1/runs"),
    ("POST", "/api/v1/runs"),
    ("GET", "/api/v1/runs/{run}"),
    ("DELETE", "/api/v1/runs/{run}"),
    ("GET", "/api/v1/runs/{run}/scene"),
    ("GET", "/api/v1/runs/{run}/visit"),
    ("GET", "/api/v1/runs/{run}/files/{name}"),
    ("GET", "/api/v1/jobs"),
    ("GET", "/api/v1/jobs/{number}"),
    ("DELETE", "/api/v1/jobs/{number}"),
    ("POST", "/api/v1/plays"),
    ("GET", "/api/v1/plays/{number}"),
    ("PATCH", "/api/v1/plays/{number}"),
    ("DELETE", "/api/v1/plays/{number}"),
    ("GET", "/api/v1/plays/{number}/stream"),
    ("GET", "/api/v1/traffic"),
    ("GET", "/api/v1/stocks"),
    ("GET", "/api/v1/station"),
    ("GET", "/api/v1/traffic/scenarios"),
    ("GET", "/api/v1/traffic/plans"),
    ("POST", "/api/v1/traffic/plans"),
    ("GET", "/api/v1/traffic/plans/{number}"),
    ("GET", "/api/v1/log"),
    ("POST", "/api/v1/log"),
    ("POST", "/api/v1/press"),
]


def _document(board) -> dict:
    return board.client.get("/api/v1/openapi.json").json()


def test_the_document_names_every_route(board):
    found = _document(board)
    named = {(m.upper(), path) for path, item in found["paths"].items() for m in item}
    assert named == set(OPERATIONS)
    assert found["openapi"].startswith("3.")


def test_every_answer_is_described(board):
    found = _document(board)
    for path, item in found["paths"].items():
        for method, operation in item.items():
            answers = operation["responses"]
            assert operation["summary"], path
            assert operation["description"], path
            good = [code for code in answers if code.startswith("2")]
            assert good, path
            assert all(answers[code].get("content") for code in good), (method, path)
            bad = [code for code in answers if code.startswith("4")]
            assert {"400", "401", "403", "413"} <= set(bad), (method, path)
            for code in bad:
                schema = answers[code]["content"]["application/json"]["schema"]
                assert schema == {"$ref": "#/components/schemas/ErrorBody"}, (method, path, code)
            assert not [code for code in answers if code.startswith("5")]


def test_the_page_about_the_board_names_addresses_that_there_are(root):
    text = (root / "docs" / "how-to" / "board.md").read_text()
    named = set(re.findall(r"/api/v1/[a-z./{}]+[a-z}]", text)) - {"/api/v1/openapi.json"}
    assert named <= {path for _, path in OPERATIONS}
    assert len(named) > 15


def _assert_refused_in_form(answer, operation) -> None:
    assert answer.status_code < 500, answer.text
    said = operation["responses"]
    assert str(answer.status_code) in {*said, "405", "415"}, (answer.status_code, answer.text[:300])
    if answer.status_code >= 400:
        error = answer.json()["error"]
        assert error["what"]
        assert set(error) == {"what", "value", "limit", "where", "remedy"}


def _attack(board, method, path, malformed) -> int:
    """Send generated requests, well-formed ones and broken ones; return how many were sent."""
    document = _document(board)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        schema = schemathesis.openapi.from_dict(document)
        operation = schema[path][method]
    sent = 0

    def send(case) -> None:
        nonlocal sent
        given = case.as_transport_kwargs(base_url="http://127.0.0.1:8765")
        kept = {
            k: v for k, v in given.items() if k in {"headers", "params", "json", "data", "cookies"}
        }
        content = kept.pop("data", None)
        headers = {k: v for k, v in dict(kept.pop("headers", {})).items() if v.isascii()}
        headers.pop("User-Agent", None)
        kept.pop("cookies", None)
        if isinstance(content, dict):
            kept["data"] = content
        elif content is not None:
            kept["content"] = content
        answer = board.client.request(given["method"], given["url"], headers=headers, **kept)
        sent += 1
        _assert_refused_in_form(answer, document["paths"][path][method.lower()])

    modes = schemathesis.GenerationMode
    for mode, count in ((modes.NEGATIVE, malformed), (modes.POSITIVE, WELL_FORMED)):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                strategy = operation.as_strategy(generation_mode=mode)
            except Exception:  # noqa: BLE001, S112  (an endpoint without parameters has nothing to break)
                continue
            _draw(strategy, send, count)
    return sent


def _draw(strategy, send, count) -> None:
    from hypothesis import given
    from hypothesis.errors import Unsatisfiable

    @hypothesis_settings(
        max_examples=count,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=strategy)
    def run(case):
        send(case)

    try:
        run()
    except Unsatisfiable:
        return


@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=lambda one: one)
def test_malformed_requests_are_refused(board, method, path):
    assert _attack(board, method, path, MALFORMED_QUICKLY) >= 1


@pytest.mark.acceptance
def test_two_hundred_malformed_requests_of_every_endpoint(board, record_figure):
    sent = {one: _attack(board, *one, MALFORMED) for one in OPERATIONS}
    fewest = min(count for (method, path), count in sent.items() if "{" in path or method == "POST")
    record_figure(
        "malformed requests of each endpoint, against its own OpenAPI document",
        required=f"{MALFORMED} of each with parameters or a body, no 5xx, every answer as described",
        measured=f"{sum(sent.values())} requests of {len(sent)} endpoints, at least {fewest} each, no 5xx",
        passed=fewest >= MALFORMED,
    )
    assert fewest >= MALFORMED
