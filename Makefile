PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: coach demo test check torture bench pictures clean

# One stamp per change of the project's own requirements: a second call costs nothing.
$(VENV)/.installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install -q -c constraints.txt -e ".[dev]"
	touch $@

coach: $(VENV)/.installed
	$(BIN)/coach

demo: $(VENV)/.installed
	$(BIN)/coach demo

test: $(VENV)/.installed
	$(BIN)/python -m pytest -q

check: $(VENV)/.installed
	$(BIN)/ruff format --check coach tests bench
	$(BIN)/ruff check coach tests bench
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q

torture: $(VENV)/.installed
	$(BIN)/python -m pytest -q -s -n 0 -m torture --override-ini="timeout=3600" tests/torture

bench: $(VENV)/.installed
	$(BIN)/pip install -q -c constraints.txt -e ".[dev,bench]"
	$(BIN)/python -m bench

pictures: $(VENV)/.installed
	$(BIN)/python -m bench.pictures docs/pictures

clean:
	rm -rf $(VENV) dist build
