#!/bin/sh
# Installs what the real tests need beyond Python: Chromium with its driver, and their clients.
# Fails where it cannot: sh tests/real/install.sh PATH-TO-PYTHON
set -eu
python=$1
if ! command -v chromium >/dev/null 2>&1 || ! command -v chromedriver >/dev/null 2>&1; then
    sudo=""
    [ "$(id -u)" = 0 ] || sudo="sudo"
    $sudo apt-get update -qq
    DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends \
        chromium chromium-driver >/dev/null
fi
"$python" -m pip install --quiet --disable-pip-version-check -e '.[dev,real]'
chromium --version
chromedriver --version
