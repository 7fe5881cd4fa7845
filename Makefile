# make run: the service on 127.0.0.1:8000, to try it. make test: every check and test.
# make bench, make load: how fast it is. make fuzz: the contract, tried for longer.
SHELL := /bin/bash
.DEFAULT_GOAL := run
.PHONY: run test lint bench load fuzz clean

VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install -qq --disable-pip-version-check \
	--constraint requirements.lock

export PINZHI_BIND ?= 127.0.0.1:8000
export PINZHI_STORE ?= var/pinzhi.sqlite3
export PINZHI_KEYS ?= var/keys

run: export PINZHI_ENVIRONMENT ?= development
run: $(VENV)/.run
	@deploy/debian-packages run || true
	@$(BIN)/pinzhi ledger init --if-needed --origin localhost/pinzhi
	@exec $(BIN)/gunicorn wsgi:app

test: lint
	@deploy/debian-packages test
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/.dev
	$(BIN)/python -m bench

load: $(VENV)/.dev
	$(BIN)/python -m bench.load

fuzz: $(VENV)/.dev
	$(BIN)/python -m tests.contract.fuzzing

clean:
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.python: deploy/find-python
	@python=$$(deploy/find-python) && $$python -m venv --clear $(VENV)
	@touch $@

$(VENV)/.run: $(VENV)/.python pyproject.toml requirements.lock
	@echo "Installing the service into $(VENV) (a minute or two the first time)"
	@$(INSTALL) --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.python pyproject.toml requirements.lock
	@echo "Installing the service and its development tools into $(VENV)"
	@$(INSTALL) --editable '.[dev,bench]'
	@touch $@ $(VENV)/.run
