"""Imports run one way: the contracts in pyproject.toml hold, and they name every room."""

import ast
import tomllib

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports
from source_trees import ROOT, SOURCE, modules

REFEREES = ("heyoka", "satkit", "brahe", "Basilisk", "orekit_jpype", "astropy", "skyfield")


def _layers() -> set[str]:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text())
    contracts = config["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    return {name.strip().removeprefix("portcall.") for layer in layers for name in layer.split("|")}


def test_contracts_hold(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    status = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)
    assert status == EXIT_STATUS_SUCCESS, capsys.readouterr().out


def test_every_room_is_in_the_contract():
    rooms = {path.name for path in SOURCE.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert rooms == _layers()


@pytest.mark.parametrize("referee", REFEREES)
def test_referees_are_never_imported_by_the_package(referee):
    users = [
        path
        for path, tree in modules().items()
        for node in ast.walk(tree)
        if (
            isinstance(node, ast.Import)
            and any(a.name.split(".")[0] == referee for a in node.names)
        )
        or (isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == referee)
    ]
    assert not users
