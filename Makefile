# install   a virtual environment in .venv with the locked packages
# demo      the whole product on a small press of its own, under a minute (make demo --keep: its pages are left running)
# test      the suite; no network but the package index (OPTIONS=… are given to pytest)
# lint      style and types
# mutants   small faults put into a copy of the code, one at a time: does a test notice? (ROOM=desk; ARGS="--seed 2")
# bench     ratios to named peers (CORPUS=folder of labelled pages, optional)
# bench-gate  quality scores against bench/gate.toml (needs CORPUS)
# clean     what the others made

PY ?= python3
VENV := .venv
BIN := $(VENV)/bin
CORPUS ?=
OPTIONS ?=

.PHONY: install demo run test lint mutants bench bench-gate clean

# By uv where it is present, else by venv and pip, else by a pip that is fetched.
$(VENV)/.installed: pyproject.toml setup.py requirements.lock packaging/install.py $(wildcard monitor/dedupe/*.pyx monitor/dedupe/*.pxd)
	@$(PY) packaging/install.py $(VENV)
	@touch $@

install: $(VENV)/.installed

demo: $(VENV)/.installed
	@$(BIN)/monitor demo $(if $(findstring k,$(firstword -$(MAKEFLAGS))),--keep)

run: $(VENV)/.installed
	@$(BIN)/python scheduler.py

# What a test starts is compiled once, also where a machine asks Python not to keep that.
test: export PYTHONDONTWRITEBYTECODE :=
test: $(VENV)/.installed
	@$(BIN)/python -m pytest -q -n auto --dist worksteal $(OPTIONS)

lint: $(VENV)/.installed
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

mutants: $(VENV)/.installed
	@if [ -z "$(ROOM)" ]; then echo 'make mutants ROOM=desk [ARGS="--count 80 --seed 1 --at PATH:LINE --json"]'; \
	echo 'rooms: desk digest deliver fetch health match dedupe store discover extract reading jobs, and any other of monitor/'; \
	else $(BIN)/python -m tests.mutants $(ROOM) $(ARGS); fi

bench: $(VENV)/.installed
	@$(BIN)/python bench/all.py $(if $(CORPUS),--corpus $(CORPUS))

bench-gate: $(VENV)/.installed
	@$(BIN)/python bench/gate.py $(if $(CORPUS),--corpus $(CORPUS))

clean:
	@rm -rf $(VENV) build dist demo .pytest_cache .mypy_cache .ruff_cache .hypothesis *.egg-info
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
	@find monitor -name '*.so' -delete
