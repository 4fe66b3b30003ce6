"""Small manners of every module: a header, silence outside the command line, plain names."""

import ast
import re
import subprocess

import pytest
from source_trees import ROOT, functions, modules, room

# rooms of physics: a module that computes says what the model is, where it holds, whose it is
MODEL_ROOMS = {"environment", "launch", "rendezvous"}
HEADER_PARAGRAPHS = ("Model", "Valid", "Source")
# module: why it has no model paragraphs
NOT_MODELS: dict[str, str] = {}
NO_ROOM_FOR = {"utils", "util", "helpers", "misc", "common", "tools"}
PRINTING_ROOMS = {"cli"}

# joined here, so that this file does not hold what it forbids
HOSTS = [
    "pypi" + ".org",
    "files.python" + "hosted",
    "crates" + ".io",
    "npm" + "js",
    "proxy.gol" + "ang",
    "conda" + ".anaconda",
]
MACHINE_PATHS = ["/wor" + "k/", "/tm" + "p/", "/home" + "/", "/ro" + "ot/", "/op" + "t/"]
SCANNED = {
    ".py",
    ".toml",
    ".md",
    ".txt",
    ".csv",
    ".cff",
    ".bib",
    ".json",
    ".yml",
    ".yaml",
    ".cfg",
    "",
}


def _lines(path):
    return path.read_text(errors="replace").splitlines()


def _shipped():
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode != 0:
        pytest.skip("not a git checkout: nothing says which files ship")
    paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    return [path for path in paths if path.suffix in SCANNED and path.is_file()]


def _calls(tree):
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


def test_every_module_opens_with_a_sentence():
    missing = []
    for path, tree in modules().items():
        header = ast.get_docstring(tree) or ""
        first = header.split("\n\n")[0].strip()
        if not first.endswith((".", ":")) or not re.match(r"[A-Z`]", first):
            missing.append(path)
    assert not missing, f"no one-sentence header: {missing}"


def test_models_say_what_they_are_where_they_hold_and_whose_they_are():
    incomplete = {}
    for path, tree in modules().items():
        header = ast.get_docstring(tree) or ""
        said = [
            word for word in HEADER_PARAGRAPHS if re.search(rf"^{word}\s", header, re.MULTILINE)
        ]
        claims_a_model = "Model" in said
        must = room(path) in MODEL_ROOMS and any(True for _ in functions(tree))
        if (
            path not in NOT_MODELS
            and (claims_a_model or must)
            and len(said) < len(HEADER_PARAGRAPHS)
        ):
            incomplete[path] = sorted(set(HEADER_PARAGRAPHS) - set(said))
    assert not incomplete


def test_every_header_exception_is_still_needed():
    assert set(NOT_MODELS) <= set(modules())


def test_only_the_command_line_prints():
    loud = [
        path
        for path, tree in modules().items()
        if room(path) not in PRINTING_ROOMS
        for call in _calls(tree)
        if (isinstance(call.func, ast.Name) and call.func.id == "print")
        or ast.unparse(call.func) in {"sys.stdout.write", "sys.stderr.write"}
    ]
    assert not loud


def test_only_the_compiler_caches_kernels():
    """numba's own stamp looks at one file: code whose inner functions changed would stay in use."""
    caching = [
        path
        for path, tree in modules().items()
        for call in _calls(tree)
        if ast.unparse(call.func).endswith("njit")
        for option in call.keywords
        if option.arg == "cache"
    ]
    assert caching == ["core/compiled.py"]


def test_no_module_is_a_drawer():
    drawers = [path for path in modules() if NO_ROOM_FOR & set(re.split(r"[/.]", path))]
    assert not drawers


def test_property_tests_say_so_in_their_name():
    unnamed = []
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for qualified, function in functions(ast.parse(path.read_text())):
            given = any(
                ast.unparse(d).split("(")[0].split(".")[-1] == "given"
                for d in function.decorator_list
            )
            name = qualified.split(".")[-1]
            if given and name.startswith("test_") and not name.startswith("test_prop_"):
                unnamed.append(f"{path.name}: {name}")
    assert not unnamed


def test_no_file_names_a_registry_host_or_a_path_of_one_machine():
    paths = "|".join(re.escape(path) for path in MACHINE_PATHS)
    # a path starts a word: the same letters inside a web address or a relative path are fine
    forbidden = re.compile("|".join(map(re.escape, HOSTS)) + rf"|(?<![\w.~\-/}})])(?:{paths})")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in _shipped()
        for number, line in enumerate(_lines(path), start=1)
        if forbidden.search(line)
    ]
    assert not found


def test_nothing_that_ships_leans_on_a_folder_outside_the_repository():
    outside = "shared/" + "reference"
    found = [
        str(path.relative_to(ROOT))
        for path in _shipped()
        if path.relative_to(ROOT).parts[0] in {"src", "docs", "README.md", "CONTRIBUTING.md"}
        and outside in path.read_text(errors="replace")
    ]
    assert not found
