"""A real suite in a real browser: green on the old page, red on the new one, repaired, green."""

import http.server
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.real

OLD = """<!doctype html><title>Shop</title><body>
<header><h1 id="shop-name">Tin Kettle</h1><a id="basket-link" href="#basket">Basket</a></header>
<form id="search" action="/"><label>Find <input id="query" name="q"></label>
<button id="search-go">Search</button></form>
<ul id="items"><li class="item">Kettle <button class="add">Add</button></li>
<li class="item">Teapot <button class="add">Add</button></li></ul>
<p id="voucher">Voucher code <input id="voucher-code" name="voucher"></p>
<footer>All prices in euro</footer></body>"""

NEW = """<!doctype html><title>Shop</title><body>
<header><div id="shop-name">Tin Kettle</div><button id="basket-button">Basket</button></header>
<form id="search" action="/"><div class="row"><label>Find <input id="search-query" name="q"></label>
<button id="search-go">Search</button></div></form>
<ul id="items"><li class="item">Kettle <button class="add">Add</button></li>
<li class="item">Teapot <button class="add">Add</button></li></ul>
<footer>All prices in euro</footer></body>"""

CONFTEST = """
import os
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync"]


@pytest.fixture
def page(request):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        context = browser.new_context()
        context.set_default_timeout(1500)
        context.tracing.start(snapshots=True, sources=True, title=request.node.name)
        page = context.new_page()
        page.goto(os.environ["SHOP"])
        yield page
        folder = Path(os.environ["RESULTS"]) / request.node.name.replace("_", "-")
        context.tracing.stop(path=folder / "trace.zip")
        browser.close()
"""

PAGES = """
class Shop:
    BASKET = "#basket-link"

    def __init__(self, page):
        self.page = page
        self.query = page.locator("#query")

    def find(self, words):
        self.query.fill(words)

    def open_basket(self):
        self.page.locator(self.BASKET).click()
"""

TESTS = """
from playwright.sync_api import expect

from shop import Shop


def test_name(page):
    expect(page.locator("h1#shop-name")).to_have_text("Tin Kettle", timeout=1500)


def test_find(page):
    Shop(page).find("kettle")


def test_basket(page):
    Shop(page).open_basket()


def test_add(page):
    page.locator("#items > li.item").nth(1).get_by_role("button", name="Add").click()


def test_voucher(page):
    page.locator("#voucher-code").fill("TEA")
"""


class Shop(http.server.BaseHTTPRequestHandler):
    """Serves one page, whichever is current."""

    body = OLD

    def do_GET(self) -> None:
        data = type(self).body.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@pytest.fixture
def address() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Shop)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    tests = tmp_path / "tests"
    tests.mkdir()
    for name, text in (("conftest", CONFTEST), ("shop", PAGES), ("test_shop", TESTS)):
        (tests / f"{name}.py").write_text(text.lstrip(), encoding="utf-8")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "tests")
    git(tmp_path, "commit", "-qm", "green")
    return tmp_path


def git(folder: Path, *args: str) -> str:
    who = ("-c", "user.name=test", "-c", "user.email=test@example.org")
    done = subprocess.run(["git", *who, *args], cwd=folder, check=True, capture_output=True)
    return done.stdout.decode()


def run(folder: Path, results: str, shop: str) -> tuple[set[str], set[str]]:
    """Runs the suite; the names of the tests that passed and that failed."""
    env = {**os.environ, "SHOP": shop, "RESULTS": str(folder / results)}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-rA", "-p", "no:cacheprovider", "tests"],
        cwd=folder, env=env, capture_output=True, text=True,
    )  # fmt: skip
    lines = [line.split("::") for line in done.stdout.splitlines() if "::" in line]
    passed = {line[1].split()[0] for line in lines if line[0].startswith("PASSED")}
    failed = {line[1].split()[0] for line in lines if line[0].startswith("FAILED")}
    assert passed | failed, done.stdout + done.stderr
    return passed, failed


def selfheal(folder: Path, *args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "selfheal_cli", *args], cwd=folder, capture_output=True, text=True
    )


def test_red_becomes_green_and_what_was_removed_stays_red(suite: Path, address: str) -> None:
    Shop.body = OLD
    everything, none = run(suite, "green", address)
    assert not none
    Shop.body = NEW
    _, red = run(suite, "red", address)
    assert red == {"test_name", "test_find", "test_basket", "test_voucher"}

    done = selfheal(suite, "fix", "red", "--baseline", "green", "--apply", "--unsafe")
    assert done.returncode == 1, done.stderr
    assert "removed: test_voucher" in done.stderr, done.stderr
    changed = git(suite, "diff", "-U0", "tests")
    assert "voucher" not in changed

    passed, failed = run(suite, "after", address)
    assert failed == {"test_voucher"}, changed
    assert passed == everything - failed
