"""Sphinx configuration."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_found = re.search(r'__version__ = "(.+)"', (ROOT / "src" / "portcall" / "__init__.py").read_text())

project = "portcall"
author = "The portcall authors"
copyright = "The portcall authors, Apache-2.0"
release = version = _found.group(1) if _found else "unknown"

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx.ext.mathjax",
    "sphinxcontrib.bibtex",
]
myst_enable_extensions = ["dollarmath", "deflist", "fieldlist"]
myst_heading_anchors = 3
bibtex_bibfiles = ["references.bib"]
bibtex_reference_style = "author_year"
exclude_patterns = ["_build", "misses.md"]
html_theme = "alabaster"
html_theme_options = {"description": "Every visit to a space station, from the pad to the port"}
# pages link to files of the repository that are not pages, such as LICENSE or a TOML record
suppress_warnings = ["myst.xref_missing"]
autodoc_typehints = "signature"
napoleon_google_docstring = False
