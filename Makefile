# The two set-up commands are `make demo` and `make test`; each installs what it needs and says so.
SHELL := /bin/bash
VENV := .venv
PY := $(VENV)/bin/python
SOURCES := auditor connectors reports tests bench
# What `make bench-classify` measures on lies beside the project, where it lies at all; BENCH holds its options.
RULER := $(if $(wildcard ../shared/bench),AUDITOR_RULER=../shared/bench)
PEER_DATA := $(if $(wildcard ../shared/data),AUDITOR_PEER_DATA=../shared/data)
BENCH :=

.PHONY: help demo test test-fast check bench bench-classify model fuzz lock clean

help: ## What there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1|/' | column -t -s '|'

demo: $(VENV)/.runtime ## A whole synthetic district, audited; ends with the path of an index page
	@$(VENV)/bin/auditor demo -o demo-out

test: check $(VENV)/.browser $(VENV)/.servers ## Everything: lint, types, layers, all tests; in a real browser, with real servers
	@$(PY) -m pytest -n 2 --dist loadgroup

test-fast: $(VENV)/.dev ## The daily two minutes: no browser, no servers, nothing slow
	@$(PY) -m pytest -n 2 -m "not browser and not server and not slow"

check: $(VENV)/.dev ## ruff, mypy, import-linter
	@$(VENV)/bin/ruff check $(SOURCES)
	@$(VENV)/bin/ruff format --check $(SOURCES)
	@$(VENV)/bin/mypy
	@$(VENV)/bin/lint-imports --no-cache | tail -n 12

bench: $(VENV)/.dev ## Time and memory; writes docs/benchmarks.md
	@$(PY) -m bench

bench-classify: $(VENV)/.bench ## Accuracy and speed of the classifier beside its peers'; writes docs/benchmarks-classify.md
	@$(RULER) $(PEER_DATA) $(PY) -m bench.classify $(BENCH)

model: $(VENV)/.bench ## Learn the classifier's weights anew from seeds: the same bytes each time
	@$(PY) -m bench.model

fuzz: $(VENV)/.dev ## Every parser on damaged input for a minute each
	@AUDITOR_FUZZ_SECONDS=60 $(PY) -m pytest tests/fuzz -q

lock: ## Write requirements/*.lock anew (with hashes, without addresses)
	@$(VENV)/bin/pip install -q uv
	@for set in runtime dev bench; do \
	  case $$set in runtime) extra='';; dev) extra='--group dev';; \
	    bench) extra='--group dev --group bench -c requirements/dev.lock';; esac; \
	  $(VENV)/bin/uv pip compile pyproject.toml --group build $$extra --python-version 3.11 --generate-hashes \
	    --upgrade --no-emit-index-url --no-header -q -o requirements/$$set.lock; done

clean: ## Remove what the commands made
	@rm -rf $(VENV) demo-out .mypy_cache .ruff_cache .pytest_cache .hypothesis

# Each mark is newer than what it was installed from, so that the second run installs nothing.
$(VENV)/.python: requirements/system.sh
	@bash requirements/system.sh runtime
	@echo "Making a Python environment in $(VENV)"
	@python3 -m venv $(VENV)
	@touch $@

$(VENV)/.runtime: $(VENV)/.python requirements/runtime.lock pyproject.toml
	@echo "Installing the Python packages of requirements/runtime.lock into $(VENV)"
	@$(PY) -m pip install -q --disable-pip-version-check --require-hashes -r requirements/runtime.lock
	@$(PY) -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime requirements/dev.lock
	@echo "Installing the Python packages of requirements/dev.lock into $(VENV)"
	@$(PY) -m pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.lock
	@touch $@

$(VENV)/.bench: $(VENV)/.dev requirements/bench.lock
	@echo "Installing the Python packages of requirements/bench.lock into $(VENV)"
	@$(PY) -m pip install -q --disable-pip-version-check --require-hashes -r requirements/bench.lock
	@touch $@

$(VENV)/.browser: $(VENV)/.dev requirements/system.sh
	@bash requirements/system.sh browser
	@touch $@

# Of all the packages' install scripts only one runs: it compiles a database driver, and asks no third party for one.
$(VENV)/.servers: $(VENV)/.dev requirements/system.sh $(wildcard requirements/servers/*.json)
	@bash requirements/system.sh servers
	@echo "Installing the npm packages of requirements/servers into $(VENV)/servers, which takes a minute or two"
	@mkdir -p $(VENV)/servers
	@cp requirements/servers/*.json $(VENV)/servers
	@cd $(VENV)/servers && export PATH="$(abspath $(VENV))/bin:$$PATH" && \
	  export npm_config_nodedir="$$(node -p 'path.resolve(process.execPath, "../..")')" && \
	  npm ci --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error >/dev/null && \
	  npm_config_build_from_source=better-sqlite3 npm rebuild better-sqlite3 --loglevel=error >/dev/null
	@touch $@
