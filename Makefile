# Every target installs what it needs; a fresh clone needs python3, pip, git and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed-dev
BENCHED := $(VENV)/.installed-bench
CASES ?= fixtures/drift/cases.jsonl

.PHONY: demo test check test-real bench report clean help

help:
	@echo "make demo       install, then repair a real broken Playwright suite (shows the diff)"
	@echo "make test       install, then run the tests"
	@echo "make check      lint, format and types"
	@echo "make test-real  tests that need Chromium (installed from Debian's packages)"
	@echo "make bench      speed against parsing, matching beside others: make bench CASES=cases.jsonl"
	@echo "make report     figures on a folder of labelled suites: make report SUITES=DIR"

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(BENCHED): $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[bench]'
	@touch $@

$(STAMP): pyproject.toml $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@ $(VENV)/.installed

demo: $(VENV)/.installed
	@sh fixtures/demo/run.sh $(BIN)/selfheal

test: $(STAMP)
	$(BIN)/python -m pytest -n 2 -m "not real"

check: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

test-real: $(STAMP)
	sh tests/real/install.sh $(BIN)/python
	$(BIN)/python -m pytest -m real

bench: $(BENCHED)
	$(BIN)/python -m tests.bench.speed $(if $(SUITES),--suites $(SUITES))
	$(BIN)/python -m tests.bench.locators $(SUITES)
	$(BIN)/python -m tests.bench.matching.growth $(CASES)
	$(BIN)/python -m tests.bench.matching.beside $(CASES) $(if $(MODELS),--models $(MODELS))

report: $(STAMP)
	$(BIN)/python -m tests.bench.suites $(SUITES)

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
