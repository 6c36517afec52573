# Few verbs: install, demo, test, lint; servers, stop-servers, secrets.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: install demo test lint servers stop-servers secrets
install: $(VENV)/.installed

$(VENV)/.installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --no-deps -e .
	touch $@

demo: install
	$(BIN)/shuangjin demo

test: servers
	$(BIN)/pytest

# Neo4j and Elasticsearch on loopback, from Maven Central, for tests and trials; the tests empty them.
servers: install
	$(BIN)/python -m devtools.servers start

stop-servers: install
	$(BIN)/python -m devtools.servers stop

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .

# The passwords of the servers in docker-compose.yml, into .env.
secrets:
	$(PYTHON) -m devtools.credentials
