# Needs Python 3.11 or later and make, nothing else: everything is installed into .venv from the
# hash-checked lock files. PYTHON=python3.12 make demo chooses another interpreter.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
SOURCE := data/verksted-2021/source.txt
LOCK := $(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-emit-find-links --no-annotate --custom-compile-command "make lock" pyproject.toml

FRONTEND := $(wildcard viz/frontend/src/*.ts) viz/frontend/build.mjs viz/frontend/package-lock.json

SPARK := $(VENV)/.spark

.PHONY: demo test lint test-integration expected browser lock clean

demo: $(VENV)/.run viz/built/explorer.js
	$(BIN)/innspill build $(SOURCE) --out out

test: $(VENV)/.dev viz/built/explorer.js browser
	$(BIN)/python -m pytest -n 2 --dist worksteal

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python viz/frontend/hook.py check

# The wheel, in an environment of its own, outside the checkout; then real SPARQL servers on loopback.
test-integration: $(VENV)/.dev $(SPARK)
	bash .ci/wheel $(BIN)/python
	bash .ci/servers
	$(BIN)/python -m pytest -m integration -n 2 --dist loadfile

# The answers and pages the tests compare with, written anew: read the difference before you commit it.
expected: $(VENV)/.dev
	$(BIN)/python -m tests.artefacts

browser:
	bash .ci/browser

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or later is needed: PYTHON=python3.12 make ..." if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(PIP) install --require-hashes -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml | $(VENV)/bin/python
	$(PIP) install --require-hashes -r requirements-dev.lock
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@ $(VENV)/.run

# Apache Spark, 450 MB, for the tests and benchmarks of collections only.
$(SPARK): requirements-spark.lock | $(VENV)/.dev
	$(PIP) install --require-hashes -r requirements-spark.lock
	@touch $@

# The explorer's script, bundled anew when its sources change; installing the package does the same.
viz/built/explorer.js: $(FRONTEND) | $(VENV)/.run
	$(BIN)/python viz/frontend/hook.py build
	@touch $@

lock:
	$(LOCK) --group build -o requirements.lock
	$(LOCK) --group dev -o requirements-dev.lock
	$(LOCK) --extra spark -c requirements-dev.lock -o requirements-spark.lock

clean:
	rm -rf $(VENV) out dist build viz/built viz/frontend/node_modules
