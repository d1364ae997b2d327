# Everything a person needs, as one word each. Settings are environment variables: docs/operating.md explains them.
PYTHON ?= python3
export PYTHON

.DEFAULT_GOAL := help
.PHONY: bench bench-large bench-live help install demo serve test lint format lock deploy-check lighthouse clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

demo: ## install, fill a demonstration and serve it at http://127.0.0.1:8000/ (PORT=, DATA_DIR=, DATABASE_URL=)
	@scripts/install run
	@scripts/demo

serve: ## install, migrate, collect the static files and serve the site (WORKERS=, PORT=, DATABASE_URL=)
	@scripts/install run
	@scripts/serve

test: ## the whole suite on SQLite and on PostgreSQL (ARGS="-k hide" for a part)
	@scripts/install dev
	@scripts/test $(ARGS)

lint: ## everything that can be told without running the tests
	@scripts/install dev
	@scripts/lint

format: ## lay out Python and templates as `make lint` wants them
	@scripts/install dev
	@scripts/lint --fix

deploy-check: ## start nginx with the shipped site file before the server and fetch pages through it
	@scripts/install run
	@.venv/bin/python scripts/deploy-check

lock: ## write requirements.txt and requirements-dev.txt from the .in files (UPGRADE=1 takes the newest releases)
	@scripts/lock

install: ## everything to work on Rostrum, into .venv/
	@scripts/install dev

clean: ## what the tools left behind; never data/
	rm -rf .venv .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

bench: ## speed on both engines beside the floor, in one run: a table and bench.json
	@scripts/install dev
	@.venv/bin/python scripts/with-postgres .venv/bin/python -m operations.bench.run

bench-large: ## the same pages with 100,000 diaries and 1,000,000 comments
	@scripts/install dev
	@.venv/bin/python scripts/with-postgres .venv/bin/python -m operations.bench.run --large

bench-live: ## what 2,000 readers with an open thread cost the machine
	@scripts/install dev
	@.venv/bin/python scripts/with-postgres .venv/bin/python -m operations.bench.live

lighthouse: ## Lighthouse on the pages that matter, median of five: a table and lighthouse.json (ARGS="--runs 3 URL")
	@scripts/install dev
	@.venv/bin/python scripts/lighthouse $(ARGS)
