"""Sites of Java, Kotlin, C# and Ruby files, by regular expressions over their lines."""

from __future__ import annotations

import re
from itertools import accumulate

from tests.bench.sources.collect.found import Found

_TEXT = r'(?P<text>(?<!")"(?:[^"\\\n]|\\["\\])+"(?!"))'
_RUBY = r"(?P<text>'(?:[^'\\\n]|\\['\\])+'|\"(?:[^\"\\\n#]|\\[\"\\])+\")"
_BY = r"\bBy\.\w+\(\s*"
_C_LIKE = (
    _BY + _TEXT,
    r"\bFindBy\([^)]*?\b(?:id|name|css|xpath|className|linkText|tagName|partialLinkText|"
    r"jquery|using|Using)\s*=\s*" + _TEXT,
    r"(?<![\w$])\$\$?x?\(\s*" + _TEXT,
    r"\b(?:locator|Locator|frameLocator|FrameLocator|getBy\w+|GetBy\w+)(?:Async)?\(\s*" + _TEXT,
    r"\b[fF]ind(?:Element|Elements)By\w+\(\s*" + _TEXT,
    r"\b(?:QuerySelector|WaitForSelector|querySelector|waitForSelector)\w*\(\s*" + _TEXT,
    r"\[FindBy\w+\(\s*" + _TEXT,
)
_CALLS = (
    r"(?:find|all|first|within|click_on|click_link|click_button|click_link_or_button|fill_in|"
    r"check|uncheck|choose|select_from|attach_file|find_field|find_link|find_button|find_by_id|"
    r"has_css\?|has_selector\?|has_xpath\?|have_css|have_selector|have_xpath|have_link|"
    r"have_button|have_field|within_fieldset|within_table|has_link\?|has_button\?|has_field\?)"
)
_KINDS = r"(?:id|class|css|xpath|name|text|title|href|value)"
_RUBY_FORMS = (
    r"(?<![\w.:'\"])" + _CALLS + r"[( ]\s*(?::\w+,\s*)?" + _RUBY,
    r"\.(?:to|to_not|not_to|should|find|all|first)[ (]+(?:"
    + _CALLS + r"[( ])?\s*(?::\w+,\s*)?" + _RUBY,
    r"\b(?:text_field|button|link|div|span|select_list|checkbox|radio_button|table|cell|h\d|li|"
    r"image|form|paragraph|text_area|hidden_field|file_field|element)s?\(:\w+,\s*:?"
    + _KINDS + r"(?::|\s*=>)\s*" + _RUBY,
)  # fmt: skip
_KOTLIN = (
    *_C_LIKE,
    r"`\${1,2}x?`\(\s*" + _TEXT,
    r"\b(?:elements?|by(?:Xpath|Text|Id|Name|CssSelector|ClassName|TagName|LinkText))\(\s*" + _TEXT,
)
FORMS = {
    ".java": _C_LIKE, ".kt": _KOTLIN, ".cs": _C_LIKE, ".rb": _RUBY_FORMS,
}  # fmt: skip
_COMMENT = {".java": ("//", "*", "/*"), ".kt": ("//", "*", "/*"), ".cs": ("//", "*", "/*"),
            ".rb": ("#",)}  # fmt: skip


def scan(raw: bytes, ending: str) -> list[Found]:
    """Literals in locators' places of one file."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return []
    found: dict[int, Found] = {}
    rows = list(accumulate((len(row) + 1 for row in raw.split(b"\n")), initial=0))
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip().startswith(_COMMENT[ending]):
            continue
        for form in FORMS[ending]:
            for match in re.finditer(form, line):
                start = rows[number - 1] + len(line[: match.start("text")].encode())
                token = match["text"]
                if ending == ".kt" and "$" in token:
                    continue  # a template, whose value the run only knows
                value = re.sub(r"\\(.)", r"\1", token[1:-1])
                before = line[: match.start()]
                shape = "held" if re.search(r"=\s*$|@\w*$|\[$", before) else "literal"
                found[start] = Found(number, value, start, start + len(token.encode()), shape)
    return sorted(found.values(), key=lambda item: item.start)
