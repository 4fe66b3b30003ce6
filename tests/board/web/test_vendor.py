"""The third-party bundle and the pictures: named, licensed, from nowhere but the package."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
WEB = ROOT / "src" / "portcall" / "board" / "web"
LOCK = ROOT / "tools" / "vendor" / "package-lock.json"
OWN = sorted(path for path in WEB.glob("*.js") if path.name != "vendor.js")
BUNDLED = ("three", "uplot", "topojson-client", "world-atlas")


@pytest.fixture(scope="module")
def packages() -> dict:
    return json.loads(LOCK.read_text(encoding="utf-8"))["packages"]


def test_lock_pins_bytes_and_names_no_host(packages):
    installed = {name: about for name, about in packages.items() if name}
    assert installed
    assert all(about["integrity"].startswith("sha512-") for about in installed.values())
    assert "http" not in LOCK.read_text(encoding="utf-8")
    wanted = {**packages[""]["dependencies"], **packages[""]["devDependencies"]}
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())


@pytest.mark.parametrize("name", BUNDLED)
def test_licence_of_the_locked_version_is_shipped(name, packages):
    version = packages[f"node_modules/{name}"]["version"]
    text = (WEB / "THIRD-PARTY-LICENSES.txt").read_text(encoding="utf-8")
    assert f"{name} {version} · " in text
    assert packages[f"node_modules/{name}"]["license"] in text


def test_everything_exported_by_the_bundle_is_used():
    entry = (WEB / "vendor_entry.js").read_text(encoding="utf-8")
    listed = re.search(r"export \{([^}]*)\} from \"three\"", entry)
    assert listed is not None
    names = {name.strip() for name in listed[1].split(",") if name.strip()}
    rest = "".join(
        path.read_text(encoding="utf-8") for path in OWN if path.name != "vendor_entry.js"
    )
    assert {name for name in names if not re.search(rf"\b{name}\b", rest)} == set()


def test_every_picture_has_its_source():
    text = (WEB / "TEXTURES.md").read_text(encoding="utf-8")
    pictures = [path.name for path in WEB.glob("*.webp")]
    assert pictures
    assert all(f"`{name}`" in text for name in pictures)


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.name)
def test_module_names_no_other_host_and_no_inline_style(path):
    text = path.read_text(encoding="utf-8")
    hosts = set(re.findall(r"https?://([\w.-]+)", text))
    assert hosts <= {"www.w3.org"}  # the name of SVG's elements
    assert not re.search(r"""style=["']|setAttribute\(["']style""", text)


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.name)
def test_module_is_one_concept(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) < 300
