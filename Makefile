# The two commands everybody needs: make workbook, make test.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.PHONY: workbook test bench bench-records lint format lock clean

workbook: $(READY)
	$(BIN)/oj-workbook build -o build

test: $(READY)
	$(BIN)/pytest -n auto --dist loadfile

# What the national edition costs; BENCH=--quick leaves out twice and four times as many indicators.
bench: $(READY)
	$(BIN)/python tests/bench/national.py $(BENCH)

# What it costs to count monthly records of national size; they are invented, and take some minutes.
bench-records: $(READY)
	$(BIN)/python tests/bench/records_cost.py

lint: $(READY)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

format: $(READY)
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

# Needs uv; the lock file holds every platform's hashes and no index address.
lock:
	uv pip compile pyproject.toml --group dev --extra audit --extra release --universal --python-version 3.11 \
		--generate-hashes --no-annotate --no-header --upgrade --quiet -o requirements.lock

clean:
	rm -rf build .venv
