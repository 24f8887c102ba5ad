# SPDX-License-Identifier: EUPL-1.2
# Every command does its own set-up first; when nothing has changed that takes no time.
.DEFAULT_GOAL := help
.PHONY: help run test check hunt tour gallery bench faults lock docs pictures
PYTHON := .venv/bin/python
SET_UP := @sh tools/set_up.sh

help: ## This list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

run: ## Start the whole reception on this machine; Ctrl-C ends it
	$(SET_UP) run
	@exec $(PYTHON) -m tools.run

test: ## Every test, after the checks
	$(SET_UP) test
	@$(PYTHON) tools/run_tests.py

check: ## Format, lint, types, import borders and the fast tests, in under a minute
	$(SET_UP) run
	@$(PYTHON) tools/run_tests.py --check

hunt: ## The properties with examples that nobody has tried yet; ROUNDS=20 for a long look
	$(SET_UP) test
	@$(PYTHON) tools/hunt.py --rounds $(or $(ROUNDS),4)

tour: ## One whole visit on the real programs; pictures and tour.json in var/tour
	$(SET_UP) test
	@$(PYTHON) -m tests.journeys

gallery: ## Every screen, slip and display in every language, measured; pictures and gallery.json in var/gallery
	$(SET_UP) test
	@$(PYTHON) -m tests.gallery

bench: ## Figures of speed, in var/bench; ONLY=turn for one of them
	$(SET_UP) test
	@$(PYTHON) -m tests.bench $(ONLY)

faults: ## Pull every cable: rows and figures in var/faults; LONG=1 for the long version, ONLY="..." for one row
	$(SET_UP) test
	@$(PYTHON) -m tests.faults $(if $(LONG),--long) $(if $(ONLY),--only "$(ONLY)")

pictures: tour ## The pictures of the README, taken by the tour
	@$(PYTHON) tools/take_pictures.py

docs: ## Write the README's tables and diagram anew from the programs themselves
	$(SET_UP) run
	@$(PYTHON) tools/write_docs.py

lock: ## Choose the versions of all packages anew, with a hash for each file
	$(SET_UP) run
	@$(PYTHON) tools/lock.py
