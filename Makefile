# Newsdesk's commands; README.md says what they do. GNU make.

SHELL := /bin/sh
VENV := .venv
PYTHON_IN_VENV := $(VENV)/bin/python
PIP := $(PYTHON_IN_VENV) -m pip --disable-pip-version-check --no-input --quiet --quiet
MANAGE := $(PYTHON_IN_VENV) manage.py
SOURCES := manage.py newsdesk articles claims tests benchmarks training
TEMPLATES = $(shell find templates -name "*.html")

.DEFAULT_GOAL := help
.PHONY: help run setup test check bench fmt
.DELETE_ON_ERROR:

help:
	@echo "make run     run the desk on this machine (PORT=8000, DEMO=0: without the demo story)"
	@echo "make setup   the environment alone, in $(VENV)"
	@echo "make test    the whole suite (ARGS='tests/claims -x': what to give pytest)"
	@echo "make check   lint, types, templates, migrations, deployment settings"
	@echo "make bench   the benchmarks"
	@echo "make fmt     format code and templates"

run: $(VENV)/.installed
	@exec $(MANAGE) run

setup: $(VENV)/.installed

test: $(VENV)/.installed-dev
	$(PYTHON_IN_VENV) -m pytest $(ARGS)

check: $(VENV)/.installed-dev
	$(PYTHON_IN_VENV) -m ruff check $(SOURCES)
	$(PYTHON_IN_VENV) -m ruff format --check $(SOURCES)
	$(PYTHON_IN_VENV) -m mypy
	$(VENV)/bin/djade --check --target-version 6.1 $(TEMPLATES)
	$(MANAGE) makemigrations --check --dry-run
	NEWSDESK_HTTPS=1 $(MANAGE) check --deploy --fail-level WARNING

bench: $(VENV)/.installed-dev
	$(PYTHON_IN_VENV) -m benchmarks $(ARGS)

fmt: $(VENV)/.installed-dev
	$(PYTHON_IN_VENV) -m ruff check --fix $(SOURCES)
	$(PYTHON_IN_VENV) -m ruff format $(SOURCES)
	$(VENV)/bin/djade --target-version 6.1 $(TEMPLATES)

# The environment. A stamp says that what its file lists is installed; pip checks every hash.

$(VENV)/.installed: requirements.txt $(PYTHON_IN_VENV)
	@echo "Installing what Newsdesk needs into $(VENV) ..."
	@$(PIP) install --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
	@echo "Installing what its tests and checks need ..."
	@$(PIP) install --require-hashes -r requirements-dev.txt
	@touch $@

# Made again when it does not work: its Python is gone, or making it was interrupted.
ifneq ($(shell $(PYTHON_IN_VENV) -c 'import pip' >/dev/null 2>&1 && echo works),works)
.PHONY: $(PYTHON_IN_VENV)
endif

# Order of looking: PYTHON=..., the usual names, pyenv's versions, what uv knows. Debian's python3 may lack venv.
$(PYTHON_IN_VENV):
	@suits() { "$$1" -c 'import sys, venv, ensurepip; sys.exit(not (3, 12) <= sys.version_info < (3, 15))' 2>/dev/null; }; \
	for python in $(PYTHON) python3.12 python3.13 python3.14 python3 python \
	    "$${PYENV_ROOT:-$$HOME/.pyenv}"/versions/3.1[234]*/bin/python \
	    "$$(uv python find --no-python-downloads '>=3.12,<3.15' 2>/dev/null)"; do \
	  if [ -n "$$python" ] && suits "$$python"; then \
	    echo "Making $(VENV) with $$("$$python" -c 'import sys; print(sys.executable, sys.version.split()[0])') ..."; \
	    exec "$$python" -m venv --clear $(VENV); \
	  fi; \
	done; \
	echo "Newsdesk needs Python 3.12, 3.13 or 3.14 with venv, and found none." >&2; \
	echo "  Debian 13, Ubuntu 24.04 or newer:  sudo apt install python3 python3-venv" >&2; \
	echo "  elsewhere:                         uv python install 3.12   or   pyenv install 3.12" >&2; \
	echo "  one in another place:              make PYTHON=/path/to/python3.12 $(MAKECMDGOALS)" >&2; \
	exit 1
