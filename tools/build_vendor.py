"""Bundle the board's third-party scripts: `vendor.js`, `uplot.css` and their licences.

Exact versions and integrity hashes stand in `tools/vendor/package-lock.json`; npm refuses anything
else. esbuild writes the same bytes for the same input, so `--check` compares what is committed.

    python tools/build_vendor.py            # write
    python tools/build_vendor.py --check    # exit 1 if what is committed differs

Needs node and npm; users and day-to-day development do not.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

TOOLS = Path(__file__).parent
WEB = TOOLS.parent / "src" / "portcall" / "board" / "web"
ENTRY = "vendor_entry.js"
# package: where its copyright holder's licence text lies, and what of it is bundled
BUNDLED = {
    "three": ("LICENSE", "classes of the 3D views"),
    "uplot": ("LICENSE", "charts and uplot.css"),
    "topojson-client": ("LICENSE", "feature"),
    "world-atlas": ("LICENSE", "land-110m.json, made with Natural Earth, which is public domain"),
}
BANNER = "/* Third-party code, built by tools/build_vendor.py: see THIRD-PARTY-LICENSES.txt */"


def npm(*words: str, cwd: Path) -> None:
    """Run npm or a program that it has installed; its own words go to stderr."""
    subprocess.run(words, cwd=cwd, check=True, stdout=sys.stderr)


def licences(modules: Path) -> str:
    """Return every bundled package's name, version, licence and full text."""
    parts = ["Third-party code in vendor.js and uplot.css, bundled by tools/build_vendor.py."]
    for name, (file, what) in BUNDLED.items():
        about = json.loads((modules / name / "package.json").read_text(encoding="utf-8"))
        text = (modules / name / file).read_text(encoding="utf-8").strip()
        head = f"{name} {about['version']} · {about['license']} · {what}"
        parts.append(f"{'=' * 78}\n{head}\n{'=' * 78}\n{text}")
    return "\n\n".join(parts) + "\n"


def build(folder: Path) -> dict[str, bytes]:
    """Return the built files by name, made in an empty folder."""
    for name in ("package.json", "package-lock.json"):
        shutil.copy(TOOLS / "vendor" / name, folder / name)
    shutil.copy(WEB / ENTRY, folder / ENTRY)
    npm("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", cwd=folder)
    npm(
        *("npx", "--no-install", "esbuild", ENTRY, "--bundle", "--minify", "--format=esm"),
        *("--target=es2022", "--legal-comments=none", "--loader:.json=json"),
        *("--charset=utf8", f"--banner:js={BANNER}", "--outfile=vendor.js", "--log-level=warning"),
        cwd=folder,
    )
    modules = folder / "node_modules"
    css = (modules / "uplot" / "dist" / "uPlot.min.css").read_bytes()
    return {
        "vendor.js": (folder / "vendor.js").read_bytes(),
        "uplot.css": BANNER.encode() + b"\n" + css.rstrip() + b"\n",
        "THIRD-PARTY-LICENSES.txt": licences(modules).encode(),
    }


def main() -> int:
    """Write the files, or compare them with what is committed."""
    check = sys.argv[1:] == ["--check"]
    with tempfile.TemporaryDirectory() as folder:
        built = build(Path(folder))
    different = [
        name
        for name, data in built.items()
        if not (WEB / name).is_file() or (WEB / name).read_bytes() != data
    ]
    for name, data in built.items():
        if not check:
            (WEB / name).write_bytes(data)
        print(f"{name}: {len(data):,} bytes{', differs' if name in different else ', same'}")
    return 1 if check and different else 0


if __name__ == "__main__":
    sys.exit(main())
