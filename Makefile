# `make` prints this list. Everything runs in .venv, which needs Python 3.11 or newer.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help install demo test check lint types layers docstrings spelling unit quick notebooks \
	notebooks-renew lab format dictionary rules picture gallery sample requirements bench \
	false-alarms clean

help:  ## Print this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/\t/' | expand -t 18

$(INSTALLED): requirements/dev.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes \
		-r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

install: $(INSTALLED)  ## Create .venv and install everything, with hashes checked

demo: install  ## Report on the sample caseload, and say where it is
	$(BIN)/rehabstats report data/sample -o build/report

lab: install  ## Open JupyterLab on the notebooks
	$(BIN)/jupyter lab notebooks/01-first-look.ipynb

test: check  ## Everything CI runs, in CI's order

check: lint types layers docstrings spelling unit notebooks

lint: install  ## Style and format of code and notebooks
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: install  ## mypy, strict
	$(BIN)/mypy

layers: install  ## Imports flow down
	$(BIN)/lint-imports

docstrings: install  ## numpydoc, on every public name
	$(BIN)/python docs/check_docstrings.py

spelling: install  ## Typing errors, and words the project does not use
	$(BIN)/codespell src tests docs notebooks benchmarks README.md CHANGELOG.md CONTRIBUTING.md
	$(BIN)/python docs/check_words.py

unit: install  ## Tests and docstring examples, with coverage
	$(BIN)/pytest -n auto --dist worksteal --cov --cov-report=term:skip-covered -q

quick: install  ## The tests of what differs from main, failed ones alone if there are any
	$(BIN)/python tests/quick.py

notebooks: install  ## The notebooks against their committed outputs
	$(BIN)/pytest -p nbval -o addopts= -W ignore --nbval --nbval-current-env -q \
		--nbval-cell-timeout=120 --nbval-sanitize-with=notebooks/sanitize.cfg \
		-n auto --dist loadfile notebooks

notebooks-renew: install  ## Run the notebooks and store their outputs
	$(BIN)/python notebooks/renew.py

format: install  ## Format code and notebooks
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

dictionary: install  ## Write docs/data-dictionary.md and the stub of public names
	$(BIN)/rehabstats schema --format markdown > docs/data-dictionary.md
	$(BIN)/python docs/list_names.py

rules: install  ## Write the tables of docs/signals.md from the rules and settings
	$(BIN)/python docs/list_rules.py

picture: install  ## Draw the picture of the README again
	$(BIN)/python docs/draw_picture.py

gallery: install  ## Draw docs/gallery.md and its pictures again
	$(BIN)/python docs/draw_gallery.py

sample: install  ## Write data/sample again, byte for byte
	$(BIN)/python -m rehabstats.simulate data/sample

bench: install  ## Speed side by side with plain work, and with an earlier commit
	$(BIN)/python benchmarks/foundation.py
	$(BIN)/python benchmarks/before.py --rows 100000
	$(BIN)/python benchmarks/page.py

false-alarms: install  ## How often signals are wrong on simulated patients (minutes)
	$(BIN)/python benchmarks/false_alarms.py --patients 300 --write docs/false-alarms.md

requirements:  ## Refresh the pinned, hashed requirements
	$(PYTHON) -m venv build/uv && build/uv/bin/pip install --quiet uv
	build/uv/bin/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-header --no-annotate --quiet --no-strip-extras \
		--upgrade -o requirements/dev.txt

clean:  ## Remove what was built, the environment included
	rm -rf build dist $(VENV) .coverage .mypy_cache .pytest_cache .ruff_cache .hypothesis
