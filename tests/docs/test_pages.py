"""What the pages say can be done can be done: commands, recipes, links, citations, shown output."""

import re
import shlex
from functools import lru_cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(
    path
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    if "_build" not in path.parts
)
NAMES = [path.relative_to(ROOT).as_posix() for path in PAGES]
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")


def _recipes():
    return set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))


def _targets(text):
    return set(re.findall(r"(?:^|[`$ ]\s*)make ([a-z]+)\b(?=[`\s]*(?:$|#|`))", text, re.MULTILINE))


def _portcall_commands(text):
    """Every `portcall ...` a page shows, in a block or in line."""
    shown = re.findall(r"^\$? *(?:\.venv/bin/)?portcall ([^\n`#|>]+)", text, re.MULTILINE)
    shown += re.findall(r"`(?:\.venv/bin/)?portcall ([^`\n]+)`", text)
    return sorted({command.strip() for command in shown})


@lru_cache(maxsize=1)
def _subcommands():
    from typer.main import get_command

    from portcall.cli.main import app

    return get_command(app)


@pytest.mark.parametrize("name", NAMES)
def test_every_recipe_a_page_names_exists(name):
    assert _targets((ROOT / name).read_text()) <= _recipes()


def test_the_readme_names_its_two_commands():
    assert {"fly", "test"} <= _targets((ROOT / "README.md").read_text())


@pytest.mark.parametrize("name", NAMES)
def test_every_portcall_command_a_page_names_exists_with_its_options(name):
    for text in _portcall_commands((ROOT / name).read_text()):
        words = shlex.split(text)
        command = _subcommands()
        while words and getattr(command, "commands", None):
            if words[0] not in command.commands:
                assert words[0].isupper() or words[0].startswith("-"), f"portcall {text}"
                break
            command = command.commands[words.pop(0)]
        known = {"--help"} | {option for p in command.params for option in p.opts}
        unknown = {word for word in words if word.startswith("--")} - known
        assert not unknown, f"portcall {text}"


@pytest.mark.parametrize("name", NAMES)
def test_every_link_leads_somewhere(name):
    page = ROOT / name
    targets = [a or b for a, b in _LINK.findall(_FENCE.sub("", page.read_text()))]
    local = [target.split("#")[0] for target in targets if "://" not in target]
    missing = [target for target in local if target and not (page.parent / target).exists()]
    assert not missing


def test_every_citation_is_in_the_bibliography():
    bibliography = (ROOT / "docs" / "references.bib").read_text()
    keys = set(re.findall(r"^@\w+\{(\w+),", bibliography, re.MULTILINE))
    cited = {
        key.strip()
        for page in PAGES
        for group in re.findall(r"\{cite(?::\w)?\}`([^`]+)`", page.read_text())
        for key in group.split(",")
    }
    assert cited
    assert cited <= keys


def _python_blocks():
    return [
        pytest.param(code, id=f"{page.relative_to(ROOT).as_posix()}-{number}")
        for page in PAGES
        for number, (kind, code) in enumerate(_FENCE.findall(page.read_text()))
        if kind == "python"
    ]


@pytest.mark.parametrize("code", _python_blocks())
def test_every_python_block_runs(code, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    exec(compile(code, "page", "exec"), {"__name__": "page"})  # noqa: S102  (our own pages)
