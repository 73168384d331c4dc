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
	$(BIN)/ruff check --no-cache .
	$(BIN)/ruff format --no-cache --check .

types: $(STAMP)-dev
	$(BIN)/mypy

imports: $(STAMP)-dev
	$(BIN)/lint-imports

SECONDS ?= 60
fuzz: $(STAMP)-dev
	$(BIN)/python tests/hostile/fuzz.py --seconds $(SECONDS) $(if $(ONLY),--only $(ONLY))

# All benchmarks (tests/bench/README.md). REPOS: a folder of bare git repositories; SYFT and CDXGEN: the
# peers' programs; LICENSES: a folder of licence texts.
REPOS ?=
LICENSES ?=
SYFT ?=
CDXGEN ?=
bench: $(STAMP)-dev
	$(BIN)/python tests/bench/bench_million.py
	$(BIN)/python tests/bench/bench_store.py
	$(BIN)/python tests/bench/bench_documents.py
	$(BIN)/python tests/bench/bench_versions.py
	$(BIN)/python tests/bench/bench_audit.py
	$(BIN)/python tests/bench/bench_bombs.py
	$(BIN)/python tests/bench/bench_vendor.py
	$(if $(LICENSES),$(BIN)/python tests/bench/bench_licenses.py $(LICENSES))
	$(if $(REPOS),$(BIN)/python tests/bench/bench_estate.py $(REPOS) $(if $(SYFT),--syft $(SYFT)))
	$(if $(REPOS),$(BIN)/python tests/bench/bench_peers.py $(REPOS) $(if $(SYFT),--syft $(SYFT)) $(if $(CDXGEN),--cdxgen $(CDXGEN)))

# Files made from others: policies, rule pages, format and schema pages.
generate: $(STAMP)-dev
	@for tool in docs/tools/generate_*.py; do $(BIN)/python $$tool || exit 1; done
	$(BIN)/python -m scanner.store.schema_page > docs/schema.md

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
