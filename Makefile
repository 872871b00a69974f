# make run · make test · make check · make bench · make help
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export FLASK_APP := wsgi.py
export PYTHONPATH := $(CURDIR)

.DEFAULT_GOAL := help

help: ## show what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/ -/' | sort

$(VENV)/.runtime: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make run PYTHON=python3.11")'
	@test -x $(BIN)/pip || $(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo 'Cannot make a virtual environment. On Debian: apt-get install python3-venv'; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

run: $(VENV)/.runtime ## install, migrate, load the knowledge, serve on PORT (8000)
	@echo "  颐年 Yinian   正在启动，好了会在这里说 / starting, the addresses follow when it listens"
	@$(BIN)/flask db upgrade
	@$(BIN)/flask knowledge load
	@exec $(BIN)/python deploy/run.py

test: $(VENV)/.dev ## all tests that need neither Chromium nor PostgreSQL; says what it leaves out
	$(BIN)/python -m pytest $(ARGS)

# The tests of the libraries open no database: `make test` has run them already.
test-pg: $(VENV)/.dev ## the suite on PostgreSQL (TEST_DATABASE_URL, default the local server)
	TEST_DATABASE_URL=$${TEST_DATABASE_URL:-postgresql://root@127.0.0.1:5432/test} $(BIN)/python -m pytest --need postgresql \
	  --ignore=tests/intents --ignore=tests/knowledge

faults: $(VENV)/.dev ## orders over HTTP while processes are killed and answers get lost (ORDERS=500 SEED=…); PostgreSQL
	TEST_DATABASE_URL=$${TEST_DATABASE_URL:-postgresql://root@127.0.0.1:5432/test} FAULTS_ORDERS=$(or $(ORDERS),500) \
	  $(if $(SEED),FAULTS_SEED=$(SEED)) $(BIN)/python -m pytest -n 0 -s tests/faults/test_short_run.py

faults-mutants: $(VENV)/.dev ## three broken builds, each of which has to fail the fault run; PostgreSQL
	TEST_DATABASE_URL=$${TEST_DATABASE_URL:-postgresql://root@127.0.0.1:5432/test} FAULTS_MUTANTS=1 \
	  $(BIN)/python -m pytest -n 0 -s tests/faults/test_broken_build.py

test-browser: $(VENV)/.dev ## the browser tests; fails where there is no Chromium
	$(BIN)/python -m pytest tests/browser --need chromium

check: $(VENV)/.dev ## format, lint, types, tests with coverage: what CI runs
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m knowledge check
	$(MAKE) test ARGS="--cov --cov-report=term:skip-covered"

bench: $(VENV)/.dev ## chat requests/s beside two references, the matcher, jobs/s; prints JSON
	$(BIN)/python -m benchmarks.chat
	$(BIN)/python -m benchmarks.matcher
	$(BIN)/python -m benchmarks.jobs
	$(BIN)/python -m benchmarks.publishing
	$(BIN)/python -m benchmarks.swapping

eval: $(VENV)/.dev ## one table for all development sets: questions, refusal, danger, fraud, eligibility, dialogues
	$(BIN)/python -m tests.evaluation

# What model.json says of bases asked in many ways stays: dialogues hang on it (docs/matching.md). KEEP= finds it anew.
KEEP ?= --keep
train: $(VENV)/.dev ## find the matcher's weights anew (KEEP= those of this project's own base as well)
	@mkdir -p data
	$(BIN)/python -m knowledge items > data/items.jsonl
	OPENBLAS_NUM_THREADS=1 $(BIN)/python -m intents.training --kb data/items.jsonl --foreign tests/data/foreign \
	  --questions tests/data/utterances.jsonl --refuse tests/data/refuse.jsonl --outside intents/data/outside.txt $(KEEP)

train-alarm: $(VENV)/.dev ## find the weights that hear danger and fraud anew
	@mkdir -p data
	$(BIN)/python -m knowledge phrasings > data/phrasings.jsonl
	$(BIN)/python -m intents.training.plain_talk > data/plain_talk.jsonl
	$(BIN)/python -m intents.training.alarms danger --told tests/data/danger.jsonl $(wildcard tests/data/danger_told*.jsonl) \
	  tests/data/danger_misheard.jsonl tests/data/danger_fresh.jsonl \
	  --unseen tests/data/danger_heldout.jsonl tests/data/danger_heldout2.jsonl \
	  --calm tests/data/utterances.jsonl tests/data/refuse.jsonl tests/data/fraud.jsonl \
	  $(wildcard tests/data/fraud_told*.jsonl) tests/data/eligibility.jsonl tests/data/remarks.jsonl \
	  $(wildcard tests/data/dialogues*.jsonl) tests/data/sums.jsonl tests/data/foreign/everyday_queries.jsonl \
	  tests/data/foreign/everyday_oos.jsonl data/plain_talk.jsonl data/phrasings.jsonl
	$(BIN)/python -m intents.training.alarms fraud --told tests/data/fraud.jsonl $(wildcard tests/data/fraud_told*.jsonl) \
	  --unseen tests/data/fraud_fresh.jsonl \
	  --calm tests/data/utterances.jsonl tests/data/refuse.jsonl tests/data/danger.jsonl \
	  tests/data/danger_told_r.jsonl tests/data/danger_told_s.jsonl \
	  tests/data/eligibility.jsonl tests/data/remarks.jsonl \
	  $(wildcard tests/data/dialogues*.jsonl) tests/data/sums.jsonl data/plain_talk.jsonl data/phrasings.jsonl

format: $(VENV)/.dev ## format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

freeze: ## pin what requirements*.in name, in a fresh environment
	rm -rf $(VENV)/freeze && $(PYTHON) -m venv $(VENV)/freeze
	$(VENV)/freeze/bin/pip install --quiet -r requirements.in && $(VENV)/freeze/bin/pip freeze > requirements.txt
	$(VENV)/freeze/bin/pip install --quiet -r requirements-dev.in && $(VENV)/freeze/bin/pip freeze > requirements-dev.txt

.PHONY: help run test test-pg test-browser faults faults-mutants check bench eval train train-alarm format freeze
