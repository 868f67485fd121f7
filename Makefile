# Each command sets up what it needs and then runs; nothing has to be done before it.
# Another Python: make PYTHON=python3.13 test

PYTHON ?= python3
BIN = .venv/bin

.PHONY: run demo test lock screenshots recalculate clean

run: .venv/installed          ## start the kiosk on the office in instance/
	@$(BIN)/ikm serve

demo: .venv/installed         ## start a throw-away office with 147 answers in it
	@$(BIN)/ikm serve --demo

test: .venv/installed-test    ## lint, types and every test, the browser's too
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/python -m tests.advisories & advisories=$$!; $(BIN)/mypy && wait $$advisories
	@$(BIN)/python -m tests.browser.chromium
	@$(BIN)/pytest -n 2

lock: .venv/pyvenv.cfg        ## write requirements.txt anew: exact versions and hashes of what an office installs
	@$(BIN)/python -m pip install --quiet uv
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-annotate --custom-compile-command 'make lock' \
	  --upgrade --extra postgres --output-file requirements.txt setup.cfg

screenshots: .venv/installed-test   ## make docs/images again
	@$(BIN)/python -m tests.browser.screenshots
	@$(BIN)/python -m tests.browser.guide
	@$(BIN)/python -m tests.browser.gallery

recalculate: .venv/installed-test   ## have LibreOffice (soffice) compute our workbooks anew and compare
	@$(BIN)/python -m tests.papers.recalculate

clean:                        ## forget the installation, never the office in instance/
	rm -rf .venv build dist *.egg-info

# The stamps are younger than setup.cfg only when what it asks for has been installed.
.venv/installed: setup.cfg pyproject.toml .venv/pyvenv.cfg
	@echo 'Installing (once, and again when setup.cfg changes) ...'
	@$(BIN)/python -m pip install --quiet --editable .
	@touch $@

.venv/installed-test: setup.cfg pyproject.toml .venv/pyvenv.cfg
	@echo 'Installing, with what the tests need (once, and again when setup.cfg changes) ...'
	@$(BIN)/python -m pip install --quiet --editable '.[test]'
	@touch .venv/installed $@

.venv/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo 'Needs Python 3.11 or newer as "$(PYTHON)"; another one: make PYTHON=python3.13 ...' >&2; exit 2; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo 'This Python cannot make a virtual environment. On Debian or Ubuntu: apt-get install python3-venv' >&2; exit 2; }
	@$(PYTHON) -m venv .venv
