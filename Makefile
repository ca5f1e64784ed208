PYTHON ?= $(shell command -v python3.11 || command -v python3 || echo python3)
BIN := .venv/bin
SEEDS ?= $(shell seq 1 20)
SECONDS_EACH ?= 60
RATE ?= 300
RUNS ?= 1..2000
FAULTS ?= kill,stop,join,leave,kafka
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo test check bench faults simulate fmt lock clean setup kafka-jars system-packages static

help: ## Show these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: setup ## Start Kafka and three regions, play a morning, stay up (FRESH=1 starts over)
	@$(BIN)/tongban demo $(if $(FRESH),--fresh)

test: setup system-packages static ## Set up and check everything, on real Kafka, PostgreSQL and Chromium
	@echo "==> pytest"
	@$(BIN)/pytest -m ""

check: .venv/.ready static ## Static checks and the fast tests
	@$(BIN)/pytest -q

bench: setup ## Measure, print a table and write JSON
	@$(BIN)/tongban bench

faults: setup ## Kill, pause and restart under load, one run a seed (SEEDS="7 8" SECONDS_EACH=60 RATE=300)
	@for seed in $(SEEDS); do \
	  echo "==> fault run, seed $$seed"; \
	  $(BIN)/tongban fault --seed $$seed --seconds $(SECONDS_EACH) --rate $(RATE) --faults $(FAULTS) || exit 1; \
	done

simulate: .venv/.ready ## Two regions in virtual time under seeded faults (RUNS=1..2000)
	@$(BIN)/python -m tests.simulation --seeds $(RUNS)

fmt: .venv/.ready ## Format the code and mend what a tool can mend
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .

lock: ## Resolve requirements.lock again from pyproject.toml (needs uv)
	@uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --all-extras --custom-compile-command "make lock" pyproject.toml -o requirements.lock

clean: ## Remove what set-up, tests and the demo made
	@rm -rf .venv .cache .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache var *.egg-info
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

setup: .venv/.ready kafka-jars

.venv/.ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "需要 Python 3.11 或更新版本：请安装，或用 make PYTHON=/path/to/python3.11 指定。" \
	    "Python 3.11 or newer is needed: install it, or name it with make PYTHON=…" >&2; exit 1; }
	@echo "==> 准备 Python 环境，约一分钟 (Python environment, about a minute)"
	@$(BIN)/python -c '' 2>/dev/null || $(PYTHON) -m venv --clear .venv || { \
	  rm -rf .venv; \
	  echo "无法创建虚拟环境：请先安装 python3-venv。 Install python3-venv first." >&2; exit 1; }
	@$(BIN)/pip install --progress-bar off --require-hashes -r requirements.lock
	@$(BIN)/pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

kafka-jars: .venv/.ready
	@$(BIN)/python -m broker.operations.kafka_jars

system-packages:
	@infra/install-system-packages.sh

static: .venv/.ready
	@echo "==> ruff format"
	@$(BIN)/ruff format --check .
	@echo "==> ruff check"
	@$(BIN)/ruff check .
	@echo "==> mypy"
	@$(BIN)/mypy
	@echo "==> import contracts"
	@$(BIN)/lint-imports --no-logo
