#!/bin/sh
# Makes .venv with the command `communique` and what the demo, or the tests too, need. Usage: tools/install.sh demo|dev [PYTHON]
set -eu
cd "$(dirname "$0")/.."

fail() { printf 'install: %s\n' "$1" >&2; exit 1; }
new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

what=$1
shift
python=""
for candidate in ${1:-python3 python3.13 python3.12 python3.11 python}; do
    if command -v "$candidate" >/dev/null 2>&1 && new_enough "$candidate"; then python=$candidate; break; fi
done
[ -n "$python" ] || fail "no Python 3.11 or newer found (looked for: ${1:-python3, python3.13, python3.12, python3.11}); install one, or name it: make install PYTHON=/path/to/python3.11"
"$python" -c 'import venv, ensurepip' 2>/dev/null ||
    fail "$python has no venv module; install it (Debian and Ubuntu: apt install python3-venv), or name another Python: make install PYTHON=..."

if [ -x .venv/bin/python ] && ! new_enough .venv/bin/python; then rm -rf .venv; fi
[ -x .venv/bin/python ] || "$python" -m venv .venv
printf 'install: packages into .venv (%s)\n' "$(.venv/bin/python -V)"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "requirements/$what.txt" ||
    fail "packages could not be installed (see above); is a package index reachable?"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
# As pip compiles a package that it installs: without, and where Python is told to write none, each command compiles all anew.
.venv/bin/python -m compileall -q service || printf 'install: service is not compiled, see above\n' >&2
# The first command is then as quick as those after it; where no cache folder can be written each start takes longer.
.venv/bin/communique taxonomy compile >/dev/null || printf 'install: no cache of the taxonomies, see above\n' >&2
touch .venv/.demo
[ "$what" = demo ] || touch .venv/.installed
printf 'install: done; try .venv/bin/communique --help\n'
