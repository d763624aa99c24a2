# Two commands matter: `make run` and `make test`. `make help` lists the others.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
RUN_STAMP := $(VENV)/.run
TEST_STAMP := $(VENV)/.test

.PHONY: help run setup test test-all check e2e bench bench-desk assets lock clean

help: ## What each target does
	@grep -E '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: $(RUN_STAMP) ## The demo council on http://127.0.0.1:8000
	@$(BIN)/ehcportal migrate
	@$(BIN)/ehcportal demo
	@$(BIN)/ehcportal serve

setup: $(RUN_STAMP) ## Installing alone

test: $(TEST_STAMP) ## Lint, types, every test on both databases, a real browser
	@EHCPORTAL_INSTANCE= $(BIN)/python -m tests.run

test-all: $(TEST_STAMP) ## The full product of databases and scripts, load and kill drills as well
	@EHCPORTAL_INSTANCE= $(BIN)/python -m tests.run --all

check: $(TEST_STAMP) ## Lint, types and import contracts only
	@$(BIN)/python -m tests.run --check

e2e: $(TEST_STAMP) ## The browser journeys only
	@$(BIN)/python -m pytest -q tests/e2e

bench: $(TEST_STAMP) ## Page weight and throughput against the budgets
	@$(BIN)/python -m bench

bench-desk: $(TEST_STAMP) ## What the council's pages cost with 1,000 and with 20,000 cases
	@$(BIN)/python -m bench.desk

assets: ## Build css and js again from assets/ (needs node)
	@cd assets && npm ci --no-audit --no-fund && npm run build

lock: ## Write the lock files again from pyproject.toml (needs uv)
	@uv pip compile pyproject.toml --all-extras --generate-hashes --no-emit-index-url --universal \
	  --python-version 3.11 --quiet --custom-compile-command "make lock" -o requirements/run.txt
	@uv pip compile pyproject.toml --all-extras --group dev --generate-hashes --no-emit-index-url --universal \
	  --python-version 3.11 --quiet --custom-compile-command "make lock" -o requirements/test.txt

clean: ## Remove what was installed; keep the instance
	@rm -rf $(VENV) .mypy_cache .ruff_cache .import_linter_cache

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "ehcportal needs Python 3.11 or newer; set PYTHON=python3.11"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(RUN_STAMP): requirements/run.txt pyproject.toml | $(VENV)/bin/python
	@echo "Installing what the portal needs ..."
	@$(PIP) --require-hashes -r requirements/run.txt
	@$(PIP) --no-deps --editable .
	@touch $@

# The lock of the tests holds all of the portal's own, so one installing is enough.
$(TEST_STAMP): requirements/test.txt pyproject.toml | $(VENV)/bin/python
	@echo "Installing what the tests need ..."
	@$(PIP) --no-compile --require-hashes -r requirements/test.txt
	@$(PIP) --no-deps --editable .
	@touch $@
