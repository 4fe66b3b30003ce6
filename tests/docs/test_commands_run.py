"""Every command that a how-to page or the tutorial shows is run, and prints what the page shows.

The commands of a page run one after another in one folder, as a reader would type them. A printed line
counts as shown when it is the same but for its numbers: figures of long campaigns are reduced here, and
those that matter are held elsewhere.
"""

import importlib.util
import re
import shlex
import sys
from pathlib import Path

import pytest

from portcall.catalogue.load import load_catalogue

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*(ROOT / "docs" / "how-to").glob("*.md"), *(ROOT / "docs").glob("tutorial*.md")])
_BLOCK = re.compile(r"^```(?:text|console)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_NUMBER = re.compile(r"[-+±]?\d[\d.,:]*")
_RULE = set("─═━ -")
# shown at full length, run at this one
REDUCED = {
    "--runs 3000": "--runs 200",
    "traffic plan iss-2026": "traffic plan iss-2026 --effort 0.05",
}
# what a campaign of another length words differently
REDUCED_WORDS = ("captured", "cannot say", "runs", "percentile")
ELIDED = "..."
BLOG = """Progress 92 lifted off at 3:32 p.m. EDT on Thursday, July 3, 2025. It should reach the
Poisk module at 5:27 p.m. EDT on Saturday after a two-day journey.
"""


def _command_line():
    """The command line as the tests of the commands meet it."""
    path = ROOT / "tests" / "cli" / "conftest.py"
    spec = importlib.util.spec_from_file_location("command_line_of_the_docs", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # a dataclass looks its module up
    spec.loader.exec_module(module)
    return module


COMMAND_LINE = _command_line()


def _blocks(page):
    """Each command of a page with the lines that are shown under it."""
    found = []
    for block in _BLOCK.findall(page.read_text()):
        for line in block.splitlines():
            if line.startswith("$ portcall "):
                found.append((line.removeprefix("$ portcall "), []))
            elif found and block.lstrip().startswith("$ "):
                found[-1][1].append(line)
    return found


def _shape(line):
    return " ".join(_NUMBER.sub("#", line).replace("─", " ").split())


def _printed(arguments):
    outcome = COMMAND_LINE.call(*arguments)
    return outcome.code, outcome.out, outcome.err


def _page(name):
    return (ROOT / "docs" / "how-to" / f"{name}.md").read_text()


def _given(folder):
    """Put the files that pages speak of where a reader would have them."""
    first, second = COMMAND_LINE.two_lines()
    (folder / "station.tle").write_text(f"ISS (ZARYA)\n{first}\n{second}\n")
    (folder / "broken.tle").write_text(
        f"{'ISS (ZARYA)'}\n{first[:-1]}{(int(first[-1]) + 1) % 10}\n{second}\n"
    )
    mine = folder / "my-flights"
    mine.mkdir()
    seed = load_catalogue().root / "flights" / "progress-ms-31.toml"
    (mine / "mine.toml").write_text(seed.read_text())
    reports = re.search(r"```text\n(MOSCOW.*?)```", _page("audit"), re.DOTALL)
    if reports:
        (folder / "report.txt").write_text(reports.group(1))
    (folder / "blog.txt").write_text(BLOG)
    known = (ROOT / "docs" / "how-to" / "traffic.md").read_text()
    rows = re.search(r"```text\n((?:kind,)?ship,.*?)```", known, re.DOTALL)
    if rows:
        (folder / "visits.csv").write_text(rows.group(1).replace("unity-nadir", "unity-nadr"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_command_of_a_page_runs_and_prints_what_is_shown(page, tmp_path, monkeypatch):
    commands = _blocks(page)
    if not commands:
        pytest.skip("the page shows no command")
    _given(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "140")
    monkeypatch.setenv("NO_COLOR", "1")
    wrong = []
    for text, shown in commands:
        reduced = text
        for long, short in REDUCED.items():
            reduced = reduced.replace(long, short)
        command, _, target = reduced.partition(" > ")
        code, out, err = _printed(shlex.split(command))
        if target:
            Path(target.strip()).write_text(out)
        printed = {_shape(line) for line in (out + "\n" + err).splitlines()}
        if "Traceback" in err or code not in {0, 1, 2, 3}:
            wrong.append(f"{text}: exit {code}: {err[-300:]}")
        refusals = [line for line in shown if line.startswith("portcall: ")]
        if code in {2, 3} and not refusals:
            wrong.append(f"{text}: exit {code} is not on the page: {err[-300:]}")
        for line in shown:
            if not _shape(line) or ELIDED in line:
                continue
            if reduced != text and any(word in line for word in REDUCED_WORDS):
                continue
            # a page cuts a long source short
            if not any(one.startswith(_shape(line)) for one in printed):
                wrong.append(f"{text}: not printed: {line!r}")
    assert not wrong, "\n".join(wrong)
