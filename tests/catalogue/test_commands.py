"""The commands that show the catalogue."""

import json

import pytest
import typer
from typer.testing import CliRunner

from portcall.catalogue.flight import Flight
from portcall.catalogue.load import load_catalogue
from portcall.catalogue.schema import KINDS, json_schema
from portcall.catalogue.status import flight_status, reasons_not_to_fly
from portcall.cli.catalogue import app
from portcall.cli.cite import cite
from portcall.cli.schema import schema
from portcall.core.errors import InputError

CATALOGUE = load_catalogue()


def output(app_, *arguments):
    result = CliRunner().invoke(app_, list(arguments), catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def single(function):
    alone = typer.Typer()
    alone.command()(function)
    return alone


def test_list_names_every_flight_and_its_status():
    rows = json.loads(output(app, "list", "--json"))
    assert [row["id"] for row in rows if row["id"] == "progress-ms-31"] == ["progress-ms-31"]
    assert len(rows) == len(CATALOGUE.names("flights"))
    text = output(app, "list").splitlines()
    assert text[0].split() == ["id", "vehicle", "launch", "date", "profile", "port", "status"]
    assert len(text) == len(rows) + 1


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("progress-ms-31", "flyable"),
        ("soyuz-ms-23", "hindcast only"),
        ("progress-ms-15", "no elements"),
        ("soyuz-ms-21", "stale elements"),
        ("crew-11", "no profile"),
    ],
)
def test_status_says_what_can_be_done(name, status):
    assert flight_status(CATALOGUE.flight(name)) == status


def test_a_flight_can_have_two_reasons():
    reasons = reasons_not_to_fly(CATALOGUE.flight("cargo-dragon-crs-33"))
    assert reasons == ("no profile", "stale elements")


def test_show_prints_each_figure_with_its_source():
    text = output(app, "show", "progress-ms-31")
    row = next(line for line in text.splitlines() if line.startswith("planned.docking_utc"))
    assert "2025-07-05T21:27Z" in row
    assert "published" in row
    assert "https://russianspaceweb.com/progress-ms-31.html" in row
    shown = json.loads(output(app, "show", "progress-ms-31", "--json"))
    assert Flight.model_validate(shown) == CATALOGUE.flight("progress-ms-31")
    assert "(870 to 900)" in output(app, "show", "progress-ms")


def test_show_refuses_an_unknown_id():
    with pytest.raises(InputError, match="did you mean"):
        CliRunner().invoke(app, ["show", "progress-ms-311"], catch_exceptions=False)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_schema_describes_each_kind(kind):
    text = output(single(schema), kind)
    document = json.loads(text)
    assert document == json_schema(kind)
    assert document["additionalProperties"] is False


def test_schema_of_a_flight_knows_the_time_and_its_source():
    document = json_schema("flight")
    assert {"value", "status", "source"} <= set(document["$defs"]["SourcedTime"]["properties"])


def test_cite_lists_sources_with_what_they_gave():
    entries = json.loads(output(single(cite), "progress-ms-31", "--json"))
    keys = {
        use["key"]
        for entry in entries
        if entry["source"] == "https://russianspaceweb.com/progress-ms-31.html"
        for use in entry["uses"]
    }
    assert "progress-ms-31.flown.launch_utc" in keys
    assert "    progress-ms-31.flown.launch_utc  (published)" in output(
        single(cite), "progress-ms-31"
    )
