"""What lines say of a name: whether it is handed in, or some statement gives it a value."""

from __future__ import annotations

import pytest

from selfheal_cli.sources.said import is_handed


@pytest.mark.parametrize(
    "text",
    [
        "def test_a(page):\n    page.goto('/')\n",
        "self.page = page\n",
        "homepage = open('#page-1')\n",
        "test('a', async ({ page }) => { await page.click('#page'); });\n",
        "from drivers import page\n",
        "import drivers as page\n",
        "login(page=1)\n",
        "print(page == 1)\n",
    ],
)
def test_what_no_statement_gives_a_value_is_handed_in(text: str) -> None:
    assert is_handed(text.encode(), "page")


@pytest.mark.parametrize(
    "text",
    [
        "page = browser.new_page()\n",
        "page: Page = browser.new_page()\n",
        "page, other = two()\n",
        "const { page } = fixture;\n",
        "const { a, ...page } = fixture;\n",
        "with browser.new_page() as page:\n",
        "for page in pages:\n",
        "for (const page of pages) {}\n",
        "use('#page-1')\nif (page := new()):\n",
    ],
)
def test_what_a_statement_gives_a_value_is_not(text: str) -> None:
    assert not is_handed(text.encode(), "page")
