#!/bin/sh
# Makes .venv with the locked dependencies, or does nothing where it already stands so.
# PYTHON names an interpreter to use instead of the newest one found.
set -eu

cd "$(dirname "$0")/.."

supported() {
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null
}

version() {
    "$1" -c 'import sys; print(*sys.version_info[:2])' 2>/dev/null
}

# Whether .venv has the interpreter that was asked for, or any supported one where none was.
suits() {
    supported .venv/bin/python && { [ -z "${PYTHON:-}" ] || [ "$(version .venv/bin/python)" = "$(version "$PYTHON")" ]; }
}

fail() {
    echo "$1" >&2
    exit 1
}

# The copy of the lock file is written last: it says that everything in it was installed.
if suits && cmp -s requirements.lock .venv/requirements.lock; then
    exit 0
fi

found=""
usable=""
candidates=${PYTHON:-python3.13 python3.12 python3.11 python3}
for candidate in $candidates; do
    supported "$candidate" || continue
    found=$candidate
    # Some systems deliver Python without what `python -m venv` needs.
    if "$candidate" -c 'import ensurepip, venv' 2>/dev/null; then
        usable=$candidate
        break
    fi
done
[ -n "$found" ] || fail "Python 3.11, 3.12 or 3.13 is needed (looked for: $candidates)."
[ -n "$usable" ] || fail "$found lacks ensurepip, which makes virtual environments: on Debian or Ubuntu, apt-get install python3-venv."

if ! suits; then
    echo "Making .venv with $("$usable" --version) …"
    "$usable" -m venv --clear .venv
fi
echo "Installing the locked dependencies …"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
cp requirements.lock .venv/requirements.lock
