# Each command sets up what it needs and then runs; nothing has to be done before it.
# Another Python: make PYTHON=python3.13 VENV=.venv-3.13 test

PYTHON ?= python3
VENV = .venv
BIN = $(VENV)/bin

.PHONY: run demo test lint hooks ready pytest pytest-more test-more coverage fresh deb lock sign screenshots reference recalculate clean

# `make run HOST=0.0.0.0 PORT=8000`: open to tablets in the network, on another port.
SERVE = $(BIN)/ikm serve $(if $(HOST),--host $(HOST)) $(if $(PORT),--port $(PORT))

run: $(VENV)/installed        ## start the kiosk on the office in instance/
	@$(SERVE)

demo: $(VENV)/installed       ## start a throw-away office with a year of answers in it
	@$(SERVE) --demo

test: lint ready pytest       ## lint, types and every test, the browser's too

lint: $(VENV)/installed-test  ## what reads the code without running it
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/djlint --lint --quiet templates
	@$(BIN)/biome check
	@$(BIN)/python -m tests.advisories & advisories=$$!; $(BIN)/mypy && wait $$advisories

hooks: $(VENV)/installed-test ## let git run the linters on what a commit changes
	@$(BIN)/pre-commit install

ready: $(VENV)/installed-test ## find or install what the tests use beside Python
	@$(BIN)/python -m tests

# Measuring coverage slows every test down, so only what is held to it is measured.
pytest: $(VENV)/installed-test
	@$(BIN)/pytest -n 2 --ignore=tests/scoring
	@$(BIN)/pytest -n 2 tests/scoring --cov=scoring --cov-report=
	@$(BIN)/coverage report --include='scoring/*' --fail-under=98

pytest-more: $(VENV)/installed-test
	@$(BIN)/pytest -n 2 --ignore=tests/browser

coverage: $(VENV)/installed-test    ## how much of the whole the tests without a browser reach
	@$(BIN)/pytest -n 2 --ignore=tests/browser --cov --cov-report=
	@$(BIN)/coverage report

test-more: $(VENV)/installed-test   ## the tests without a browser on the other Pythons of this machine
	@for python in $$($(BIN)/python -m tests.pythons); do \
	  echo "== $$python"; \
	  $(MAKE) --no-print-directory PYTHON=$$python VENV=.venv-$${python##*python} pytest-more || exit; done

fresh:                        ## as root: both commands of the README on new Debians, made by debootstrap
	@$(PYTHON) tests/fresh.py

lock: $(VENV)/pyvenv.cfg      ## write requirements.txt: exact versions and hashes of what an office installs
	@$(BIN)/python -m pip install --quiet uv
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-annotate --custom-compile-command 'make lock' \
	  --upgrade --extra postgres --output-file requirements.txt setup.cfg

sign: $(VENV)/installed        ## sign the files of a release: make sign KEY=~/penerbit.key FILES="dist/*.whl requirements.txt"
	@$(BIN)/python -m kiosk.operations.signatures sign $(KEY) $(FILES)

screenshots: $(VENV)/installed-test   ## take the pictures of the documentation again
	@$(BIN)/python -m tests.browser.screenshots
	@$(BIN)/python -m tests.browser.guide
	@$(BIN)/python -m tests.browser.gallery

reference: $(VENV)/installed-test   ## write docs/scoring.md from the docstrings of scoring
	@$(BIN)/python -m tests.scoring.reference

recalculate: $(VENV)/installed-test   ## have LibreOffice (soffice) compute our workbooks and compare
	@$(BIN)/python -m tests.papers.recalculate

deb: $(VENV)/installed        ## build the Debian package, in dist/ (make deb ARCHITECTURE=arm64 KEY=penerbit.pub)
	@$(BIN)/python deb/build.py $(if $(ARCHITECTURE),--architecture $(ARCHITECTURE)) $(if $(KEY),--publisher $(KEY))

clean:                        ## remove the installation, never the office in instance/
	rm -rf .venv .venv-3.* build dist *.egg-info

# The stamps are younger than setup.cfg only when what it asks for has been installed.
$(VENV)/installed: setup.cfg pyproject.toml $(VENV)/pyvenv.cfg
	@echo 'Installing (once, and again when setup.cfg changes) ...'
	@$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/installed-test: setup.cfg pyproject.toml $(VENV)/pyvenv.cfg
	@echo 'Installing, with what the tests need (once, and again when setup.cfg changes) ...'
	@$(BIN)/python -m pip install --quiet --editable '.[test]'
	@touch $(VENV)/installed $@

$(VENV)/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo 'Needs Python 3.11 or newer as "$(PYTHON)"; another one: make PYTHON=python3.13 ...' >&2; exit 2; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo 'This Python cannot make a virtual environment. On Debian or Ubuntu: apt-get install python3-venv' >&2; exit 2; }
	@$(PYTHON) -m venv $(VENV)
