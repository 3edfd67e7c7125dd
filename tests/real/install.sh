#!/bin/sh
# Installs what the real tests need beyond Python: Chromium with its driver, Node, Ruby with Capybara,
# their clients, and the JavaScript engines that tests/real/node names.
# Fails where it cannot: sh tests/real/install.sh PATH-TO-PYTHON
set -eu
python=$1
missing=""
command -v chromium >/dev/null 2>&1 || missing="chromium"
command -v chromedriver >/dev/null 2>&1 || missing="$missing chromium-driver"
command -v npm >/dev/null 2>&1 || missing="$missing nodejs npm"
ruby -e 'require "capybara"; require "selenium-webdriver"' >/dev/null 2>&1 ||
    missing="$missing ruby-capybara ruby-selenium-webdriver"
if [ -n "$missing" ]; then
    sudo=""
    [ "$(id -u)" = 0 ] || sudo="sudo"
    $sudo apt-get update -qq
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends $missing >/dev/null
fi
npm install --prefix "$(dirname "$0")/node" --silent --no-audit --no-fund --ignore-scripts --no-package-lock
"$python" -m pip install --quiet --disable-pip-version-check -e '.[dev,real]'
# An application on two of its releases, and the suite that was written for the old one.
venvs="$(dirname "$0")/venvs"
for pair in "old django==2.2.28 setuptools" "new django>=5.2,<5.3 pytest-playwright"; do
    # shellcheck disable=SC2086
    set -- $pair
    name=$1
    shift
    [ -x "$venvs/$name/bin/python" ] || "$python" -m venv "$venvs/$name"
    "$venvs/$name/bin/python" -m pip install --quiet --disable-pip-version-check "$@"
done
chromium --version
chromedriver --version
