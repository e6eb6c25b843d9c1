# Thin on purpose: everything is done by the Python package dev/ (see docs/development.md).
# ARGS passes arguments through: make test ARGS="-k stock"

PYTHON ?= python3
DEV = $(PYTHON) -m dev
export ONCE

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-pure test-odoo test-product bench lint format clean

help: ## say what there is
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1|\2/p' Makefile | column -t -s '|' 2>/dev/null \
		|| sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1: \2/p' Makefile

setup: ## fetch and install everything, build the template databases
	@$(DEV) setup

demo: ## run the demonstration: a shop with sample data and simulated platforms (ONCE=1 stops after one round)
	@$(DEV) demo $(ARGS)

test: ## run the pure tests and those of the addons; the last line sums them up
	@$(DEV) test $(ARGS)

test-pure: ## run the tests that need no database
	@$(DEV) test --only pure $(ARGS)

test-odoo: ## run the tests of the addons
	@$(DEV) test --only odoo $(ARGS)

test-product: ## run the whole-product tests
	@$(DEV) test --only product $(ARGS)

bench: ## run the benchmarks
	@$(DEV) bench $(ARGS)

lint: ## check style and rules
	@$(DEV) lint

format: ## lay out the Python files and mend what ruff can mend
	@$(DEV) format

clean: ## stop the private PostgreSQL and delete everything fetched or generated here
	@$(DEV) clean
