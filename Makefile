PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
ARGS   ?=

# Many container images forbid Python to keep what it has compiled: then each process that starts,
# and the tests start hundreds, compiles all libraries anew, for ten seconds.
unexport PYTHONDONTWRITEBYTECODE

# Tests flush thousands of small files: in memory, where the machine has two gigabytes of it to spare.
SHM    := $(shell [ -w /dev/shm ] && [ "$$(df -k --output=avail /dev/shm | tail -1)" -gt 2000000 ] && echo /dev/shm)
# In the order of the folders, which brings the long ones (tests/browser) early: no core waits at the end.
# What one core runs after another: tests/sharing_out.py.
PYTEST := $(if $(SHM),TMPDIR=$(SHM) )$(BIN)/pytest
SPREAD := -n 2 --dist loadscope --no-loadscope-reorder

.DEFAULT_GOAL := help
.PHONY: help setup demo test slow drills bench faults privacy sdc mta check translate clean

help: ## list what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(VENV)/.ready ## make the environment (what the others do first)

$(VENV)/.ready: pyproject.toml uv.lock
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null || { \
	  echo "Pikir needs Python 3.11 to 3.14, and '$(PYTHON)' is not one of them."; \
	  echo "Install it (Debian, Ubuntu: apt install python3 python3-venv), or name it: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "This Python cannot make virtual environments."; \
	  echo "Install its venv package (Debian, Ubuntu: apt install python3-venv) and run make again."; exit 1; }
	@echo "Making the environment in $(VENV) (once; about a minute) …"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@VIRTUAL_ENV=$(CURDIR)/$(VENV) UV_COMPILE_BYTECODE=1 $(BIN)/uv sync --quiet --active --locked --inexact --extra dev
	@touch $@

demo: setup ## run the main job on simulated data and stay up (ARGS=--once: do not stay)
	@$(BIN)/pikir demo $(ARGS)

test: setup ## run all tests but the slowest (ARGS="-k name" to choose)
	@$(PYTEST) $(SPREAD) -m "not slow" $(ARGS)

slow: setup ## run the tests that `make test` leaves out
	@$(PYTEST) $(SPREAD) -m slow $(ARGS)

check: setup ## style, types, import arrows, templates
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports && $(BIN)/djlint app/templates --lint --quiet

drills: setup ## back up, lose and restore twenty installations on each engine (docs/backup.md)
	@PIKIR_DRILLS=20 $(BIN)/pytest tests/backups/test_drills.py -q -s $(ARGS)

bench: setup ## measure the hot paths side by side (figures: docs/performance.md)
	@$(BIN)/python -m tests.bench $(ARGS)

faults: setup ## kill everything, at every step, and count what is lost (ARGS="--kills 200")
	@$(BIN)/python -m tests.faults $(ARGS)

privacy: setup ## whoever holds everything tries to tell whose answer is whose (docs/privacy.md)
	@$(BIN)/python -m tests.privacy $(ARGS)

sdc: setup ## whoever looks all the time tries to tell what tables hide (ARGS="--quarters 20"; docs/privacy.md)
	@$(BIN)/python -m tests.disclosure $(ARGS)

mta: setup ## real Postfix and Dovecot (as root; apt-get install postfix dovecot-imapd)
	@PIKIR_MTA=1 $(BIN)/pytest tests/mta -q $(ARGS)

translate: setup ## collect messages into locales/, for translators to fill in
	@$(BIN)/python -m tests.architecture.collecting

clean: ## remove what the demo and the tests left
	rm -rf var .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
