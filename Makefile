# Everything this project does, by name. Each target makes what it needs; `make` alone lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := PYTHONWARNINGS=ignore $(BIN)/python -m pip --disable-pip-version-check --quiet
PINS := -c constraints.txt

.DEFAULT_GOAL := help
.PHONY: help run test test-all check format bench bench-quality clean

help:  ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(VENV)/.run  ## Start the bot; with no token set, a chat in this terminal
	@exec $(BIN)/tellal run

test: $(VENV)/.dev  ## Run the fast tests, on SQLite and on PostgreSQL
	@$(BIN)/python -m pytest -n 2

test-all: $(VENV)/.dev  ## Run every test, the slow ones too
	@$(BIN)/python -m pytest -m "" --timeout 3600

check: $(VENV)/.dev  ## Format, lint, types and import rules
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

format: $(VENV)/.dev  ## Put the code in its format
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: $(VENV)/.dev  ## Measure quality and speed on the corpora; see benchmarks/README.md
	@$(BIN)/python -m benchmarks

bench-quality: $(VENV)/.dev  ## Only the quality part of `make bench`
	@$(BIN)/python -m benchmarks quality

clean:  ## Remove what these targets made; data/ stays
	@rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || \
	  { echo "Tellal needs Python 3.11, 3.12 or 3.13: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) install --upgrade pip </dev/null

$(VENV)/.run: $(BIN)/python pyproject.toml constraints.txt
	@echo "Installing Tellal into $(VENV) ..." >&2
	@$(PIP) install $(PINS) --editable . </dev/null
	@touch $@

$(VENV)/.dev: $(BIN)/python pyproject.toml constraints.txt
	@echo "Installing Tellal and its checks into $(VENV) ..." >&2
	@$(PIP) install $(PINS) --editable '.[dev]' </dev/null
	@touch $@ $(VENV)/.run
