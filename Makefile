# Sluis: everything a person or CI runs. Python 3.11+ and make are all that is needed.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
.PHONY: demo test lint types imports docs generate bench fuzz clean wheel

demo: $(STAMP)
	@$(BIN)/sluis demo

test: $(STAMP)-dev lint types imports
	$(BIN)/python -m pytest -n auto -q

lint: $(STAMP)-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(STAMP)-dev
	$(BIN)/mypy

imports: $(STAMP)-dev
	$(BIN)/lint-imports

SECONDS ?= 60
fuzz: $(STAMP)-dev
	$(BIN)/python tests/hostile/fuzz.py --seconds $(SECONDS) $(if $(ONLY),--only $(ONLY))

$(STAMP): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(STAMP)-dev: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $(STAMP) $@

clean:
	rm -rf $(VENV) build dist out .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
