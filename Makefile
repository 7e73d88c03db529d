# Every command makes what it needs: a .venv with the locked dependencies. The second time is quick.
# Only make and Python 3.11, 3.12 or 3.13 have to be there (PYTHON=python3.12 chooses one).

BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest -q -rs -n auto --dist worksteal

# The tests start the bot some two hundred times: its modules are compiled once, whatever the shell says.
test check coverage: export PYTHONDONTWRITEBYTECODE :=

.PHONY: run demo test check coverage bench pictures papers lock environment

run: environment
	@exec $(BIN)/python -m bot run

# RESET=1 begins anew, PORT=8091 asks for another port than 8090.
demo: environment
	@exec $(BIN)/python -m demo $(if $(PORT),--port $(PORT)) $(if $(RESET),--reset)

test: environment
	$(PYTEST) -m "not long"

check: environment
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(PYTEST) --hypothesis-profile=thorough

coverage: environment
	$(PYTEST) -m "not long" --cov --cov-branch --cov-report=term:skip-covered

bench: environment
	@exec $(BIN)/python -m bench

pictures: environment papers
	@exec $(BIN)/python -m scripts.page_pictures

papers: environment
	@exec $(BIN)/python -m scripts.papers

environment:
	@PYTHON="$(PYTHON)" ./scripts/environment.sh

# Pins again what pyproject.toml asks for: requirements.lock for working here, requirements-run.lock
# for the image. `make lock UPGRADE=--upgrade` takes newer releases. Both name no registry.
LOCK := CUSTOM_COMPILE_COMMAND="make lock" build/lock/bin/pip-compile --quiet $(UPGRADE) \
	--generate-hashes --strip-extras --no-emit-options \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host

lock: environment
	$(BIN)/python -m venv build/lock
	build/lock/bin/python -m pip install --quiet --disable-pip-version-check pip-tools
	$(LOCK) --extra sandbox --extra dev --output-file requirements.lock pyproject.toml
	$(LOCK) --constraint requirements.lock --output-file requirements-run.lock pyproject.toml
