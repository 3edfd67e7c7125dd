"""The name that holds a locator is read from the text before it."""

import pytest

from selfheal_cli.model import Call, CallSite, Location
from selfheal_cli.sources.base import Site
from selfheal_cli.sources.naming import name_of

CASES = [
    ("this.logoutLink = page.§locator('#x');", "logoutLink"),
    ("    LOGOUT = (§By.ID, 'x')", "LOGOUT"),
    ("const dialog: Locator = this.page.§locator('#x');", "dialog"),
    ("  submit: '§#go',", "submit"),
    ("def save_button(self):\n    return self.page.§locator('#x')", "save_button"),
    ("get saveButton() {\n    return this.page.§locator('#x');", "saveButton"),
    ("  get saveButton () { return §$('#x') }", "saveButton"),
    ("def save(self): return self.page.§locator('#x')", "save"),
    ('@FindBy(§id = "x"©)\n  private WebElement loginButton;', "loginButton"),
    ('@FindBy(how = How.ID, §using = "x"©)\n @CacheLookup\n List<WebElement> rows;', "rows"),
    ('[FindsBy(How = How.Id, §Using = "x"©)]\n  public IWebElement Login { get; set; }', "Login"),
    ('@FindBy(§id = "x"©)\n  private lateinit var login: WebElement\n', "login"),
    ("await page.§locator('#x').click();", ""),
    ("expect(page.§locator('#x')).to_be_visible()", ""),
    ("if a == page.§locator('#x'):", ""),
]


class OneFile:
    def __init__(self, text: bytes) -> None:
        self.text = text

    def read(self, path: str) -> bytes:
        return self.text

    def files(self):  # type: ignore[no-untyped-def]
        yield "a.ts"

    def exists(self, path: str) -> bool:
        return path == "a.ts"


@pytest.mark.parametrize(("marked", "name"), CASES)
def test_name(marked: str, name: str) -> None:
    start = len(marked[: marked.index("§")].encode())
    text = marked.replace("§", "").replace("©", "").encode()
    end = len(marked[: marked.index("©")].replace("§", "").encode()) if "©" in marked else len(text)
    link = CallSite(Location("a.ts", 1), start, end, Call("locator", ("#x",)), (0, 1))
    assert name_of(Site("javascript", (link,)), OneFile(text)) == name
