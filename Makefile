# Every recipe makes its own environment in .venv. Start with: make fly
#
#   fly         install what a flight needs and fly the seed visit
#   board       the same, and show it on the mission board in the browser
#   test        install what the tests need and run them (no long figures)
#   check       format, lint, types, import contracts, documentation, then the tests: what a commit must pass
#   validate    every flight of the catalogue, predicted against flown
#   acceptance  the full figures, minutes to hours; rewrites VALIDATION.md
#   bench       this code and its peers in one process, with the ratios
#   docs        the documentation as HTML, warnings are errors
#   clean       remove what the recipes made

PYTHON ?= python3
VENV ?= .venv
WORKERS ?= 2
BIN := $(VENV)/bin
# byte code is made here, also where the environment keeps Python from writing it: without it a start takes twice as long
PIP := $(BIN)/python -m pip install -qq --compile --disable-pip-version-check -c constraints.txt
# the same examples every time; a bare pytest explores new ones
export HYPOTHESIS_PROFILE ?= ci
INPUTS := pyproject.toml constraints.txt
PYTEST := $(BIN)/python -m pytest
# workers share numba's cache on disk; a file stays on one worker, so its fixtures are computed once
PARALLEL := -n $(WORKERS) --dist loadfile
# the slowest test takes 45 s on a quiet machine; one that hangs is ended and tells where every thread stood
PATIENCE := --timeout 600
BENCH := $(PYTEST) benchmarks -s --benchmark-json=acceptance/benchmark-runs.json

.DEFAULT_GOAL := help
.PHONY: help fly board test check lint types contracts validate acceptance bench docs clean

help:
	@sed -n '/^$$/q;s/^# \{0,1\}//p' Makefile

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

# each stamp is one more layer of the same environment: base, then dev, then peers
$(VENV)/.base: $(INPUTS) | $(BIN)/python
	@echo 'installing portcall into $(VENV), about a minute' >&2
	@$(PIP) -e .
	@$(BIN)/python -m compileall -q src
	@touch $@

$(VENV)/.dev: $(VENV)/.base
	@echo 'adding the development tools, about a minute' >&2
	@$(PIP) -e '.[dev]'
	@touch $@

$(VENV)/.peers: $(VENV)/.dev
	@echo 'adding the referee codes, 1.2 GB, a few minutes' >&2
	@$(PIP) -e '.[dev,peers]'
	@touch $@

fly: $(VENV)/.base
	$(BIN)/portcall fly progress-ms-31

board: $(VENV)/.base
	$(BIN)/portcall board progress-ms-31

test: $(VENV)/.dev
	$(PYTEST) $(PARALLEL) $(PATIENCE) -m "not acceptance"

lint: $(VENV)/.dev
	$(BIN)/ruff format --check
	$(BIN)/ruff check

types: $(VENV)/.dev
	$(BIN)/mypy --strict

contracts: $(VENV)/.dev
	$(BIN)/lint-imports

check: $(VENV)/.peers lint types contracts docs
	PORTCALL_PEERS=required PORTCALL_BROWSER=required $(MAKE) --no-print-directory test

validate: $(VENV)/.base
	$(BIN)/portcall validate

# a missed figure belongs in the page too, so the page is written first and the failure reported last
acceptance: $(VENV)/.peers
	mkdir -p acceptance
	status=0; \
	PORTCALL_PEERS=required PORTCALL_BROWSER=required $(PYTEST) -m acceptance --durations=10 || status=1; \
	$(BENCH) || status=1; \
	$(BIN)/portcall validate --json > acceptance/validate.json || status=1; \
	$(BIN)/python tools/validation_page.py --notes docs/misses.md --out VALIDATION.md acceptance || status=1; \
	exit $$status

bench: $(VENV)/.peers
	mkdir -p acceptance
	$(BENCH)

docs: $(VENV)/.dev
	$(BIN)/sphinx-build -W --keep-going -q -b html docs docs/_build/html

clean:
	rm -rf $(VENV) build dist docs/_build acceptance .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
