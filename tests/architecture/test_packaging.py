"""What is declared agrees with itself: pins, versions, data files."""

import importlib.metadata
import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version
from source_trees import ROOT, SOURCE

import portcall

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
EXTRAS = {"cluster", "gym", "postgres", "msis", "dev", "peers"}


def _pins() -> dict[str, Version]:
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    stated = [line for line in lines if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[a-z0-9\-]+==[0-9][0-9a-z.]*", line) for line in stated)
    return {name: Version(version) for name, version in (line.split("==") for line in stated)}


def _declared() -> list[Requirement]:
    optional = [text for texts in PROJECT["optional-dependencies"].values() for text in texts]
    return [Requirement(text) for text in PROJECT["dependencies"] + optional]


def test_the_extras_are_the_promised_ones():
    assert set(PROJECT["optional-dependencies"]) == EXTRAS


@pytest.mark.parametrize("requirement", _declared(), ids=str)
def test_every_requirement_is_pinned_inside_its_range(requirement):
    pins = _pins()
    name = canonicalize_name(requirement.name)
    assert name in pins
    assert pins[name] in requirement.specifier


def test_what_the_installed_packages_draw_in_is_pinned_too():
    pins, seen = _pins(), set()
    queue = [canonicalize_name(requirement.name) for requirement in _declared()]
    while queue:
        name = queue.pop()
        if name in seen:
            continue
        seen.add(name)
        try:
            needs = importlib.metadata.requires(name) or []
        except importlib.metadata.PackageNotFoundError:
            continue
        requirements = [Requirement(text) for text in needs]
        queue += [
            canonicalize_name(requirement.name)
            for requirement in requirements
            if requirement.marker is None or requirement.marker.evaluate({"extra": ""})
        ]
    installed = {name for name in seen if _is_installed(name)}
    assert len(installed) > len(PROJECT["dependencies"])
    assert not installed - set(pins)


def _is_installed(name: str) -> bool:
    try:
        importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


def test_the_version_is_the_same_everywhere():
    citation = (ROOT / "CITATION.cff").read_text()
    changelog = (ROOT / "CHANGELOG.md").read_text()
    assert portcall.__version__ == PROJECT["version"]
    assert f"\nversion: {PROJECT['version']}\n" in citation
    assert f"## {PROJECT['version']}" in changelog


def test_every_data_file_is_of_a_kind_that_the_wheel_takes():
    patterns = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]
    taken = {file for one in patterns["package-data"]["portcall"] for file in SOURCE.glob(one)}
    left_out = [
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*")
        if path.is_file()
        and "__pycache__" not in path.parts
        and path.suffix != ".py"
        and path not in taken
    ]
    assert not left_out
