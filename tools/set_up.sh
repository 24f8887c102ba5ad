#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Finds a Python that Kölapp runs on, and lets it do the rest of the set-up (tools/set_up.py).
set -eu
cd "$(dirname "$0")/.."

suits() {
    command -v "$1" >/dev/null 2>&1 &&
        "$1" -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null
}

for python in .venv/bin/python python3 python3.13 python3.12 python3.11; do
    if suits "$python"; then
        exec "$python" -B tools/set_up.py "$@"
    fi
done

echo "Kölapp needs Python 3.11, 3.12 or 3.13 with venv. On Debian and Ubuntu this line brings it:" >&2
echo "    sudo apt-get install -y python3 python3-venv" >&2
exit 1
