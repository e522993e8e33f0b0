# The two commands everybody needs: make workbook, make test.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.PHONY: workbook test release annotations preview bench bench-records lint format lock clean

workbook: $(READY)
	$(BIN)/oj-workbook build -o build

test: $(READY)
	$(BIN)/pytest -n auto --dist loadfile

# Everything that is published of an issue, into release/: UTGAVA and UTGIVNING name another than the default's last.
release: $(READY)
	$(BIN)/oj-workbook release $${UTGAVA:+"$$UTGAVA"} $${UTGIVNING:+--utgivning "$$UTGIVNING"} -o release

# For a pull request: every problem beside its line, and what the change does to the results since MOT.
annotations: $(READY)
	$(BIN)/oj-workbook check --alla --format github

MOT ?= HEAD
preview: $(READY)
	$(BIN)/oj-workbook preview --mot "$(MOT)" --format html -o preview.html

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
	$(BIN)/zizmor --offline --quiet --persona pedantic .github
	$(BIN)/check-jsonschema --quiet --builtin-schema vendor.github-workflows .github/workflows/*.yml
	$(BIN)/check-jsonschema --quiet --builtin-schema vendor.dependabot .github/dependabot.yml
	$(BIN)/shellcheck .ci/*

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
	rm -rf build release .venv
