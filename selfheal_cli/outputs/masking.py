"""Makes text from artifacts and pages fit to be shown: no secrets, no control characters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from selfheal_cli.dom.secrets import MASK, looks_random
from selfheal_cli.model import Action, Failure, Locator, Pattern, Step, UnknownLocator

_LONGEST = 4000

# ECMA-48 control sequences, operating-system commands, and other escapes; "#x1B" is how pytest
# writes an escape character into XML.
_ANSI = re.compile(
    r"(?:\x1b\[|\x9b|#x1B\[)[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b\n]*(?:\x07|\x1b\\)?|\x1b[ -/]*[0-~]"
)
_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# The bidirectional controls can show a text in another order than it is in.
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# GitHub Actions and Azure Pipelines take orders from the log: "::name" at the beginning of a line,
# "##[name" and "##vso[name" anywhere. An invisible character takes their meaning away.
_COMMANDS = re.compile(r"^\s*:(?=:)|##(?=\[|vso\[)")
WORD_JOINER = "\u2060"
# What GitHub and GitLab turn into a mention, a reference that may close an issue, or a link.
_MENTIONS = re.compile(
    r"@(?=[\w\[(])|#(?=\d)|(?<!\w)!(?=\d)|\bGH(?=-\d)|:(?=//)|\bwww(?=\.)", re.IGNORECASE
)
_SURROGATES = re.compile("[\ud800-\udfff]")

_SENSITIVE = re.compile(
    r"pass(?:word|wd|phrase|code)|\bpass\b|pwd|secret|token|credential|api.?key|\botp\b|\bpin\b"
    r"|one-time|\bcv[cv]\b|card.?number|cc-number|cc-csc|iban|\bssn\b",
    re.IGNORECASE,
)
_TYPED = frozenset({"fill", "press", "assert-value", "unknown"})
_TOKENS = re.compile(
    r"\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*"
    r"|\b(?:gh[opsur]_|github_pat_|glpat-|npm_|pypi-|xox[abeoprs]-|sk-|AKIA|AIza)[\w-]{12,}"
)
_BEARER = re.compile(r"\b(bearer\s+|authorization\W{1,4}basic\s+)[\w.~+/=-]{8,}", re.IGNORECASE)
_RUN = re.compile(r"[A-Za-z0-9+/=_-]{20,}")
_NAMED = re.compile(
    r"(?:^|[\s\"'`(>+~,])(?:[a-z][a-z0-9-]{0,15})?(?:[.#][\w-]+)*[.#]$|<[^<>]*\sclass=\"[^<>\"]*$"
)
_LOOKED_BACK, _LONGEST_NAME = 200, 32
_USERINFO = re.compile(r"(://)[^\s/@:]{1,200}:[^\s/@]{1,200}@")
_PAIRS = re.compile(
    r"(?<![\w-])([\w-]{0,40}(?:password|passwd|pwd|secret|token|api[_-]?key|session_?id)"
    r"[\w-]{0,40}(?:=|\"\s?:\s?))"
    r"(\"[^\"\n]*\"|'[^'\n]*'|[^\s&\"'<>;,)\]]+)",
    re.IGNORECASE,
)


def clean(text: str, secrets: Iterable[str] = ()) -> str:
    """`text` without escapes and control characters (line breaks become LF, tabs stay), with each
    of `secrets` and all that looks like a token, a password, or a login in a URL masked."""
    text = _BREAKS.sub("\n", _ANSI.sub("", text))
    text = _SURROGATES.sub("\ufffd", _CONTROLS.sub("", text))
    for secret in sorted(set(secrets), key=lambda word: (-len(word), word)):
        text = _without(text, secret)
    text = _BEARER.sub(rf"\1{MASK}", _TOKENS.sub(MASK, text))
    text = _PAIRS.sub(rf"\1{MASK}", _USERINFO.sub(rf"\1{MASK}@", text))
    return _RUN.sub(_run, text)


def _run(found: re.Match[str]) -> str:
    """A long run masked, unless it is the class or id of a selector or of a tag: those are in
    the page for all to see, and a locator without them says nothing."""
    run, before = found[0], found.string[max(0, found.start() - _LOOKED_BACK) : found.start()]
    if not looks_random(run) or (len(run) <= _LONGEST_NAME and _NAMED.search(before)):
        return run
    return MASK


def line(text: str) -> str:
    """`text` on one line, each run of white space a single space."""
    return " ".join(text.split())


def visible(text: str) -> str:
    """A line for the eye: no control characters, nothing that a CI system reads as a command to
    itself; nothing is masked."""
    plain = _SURROGATES.sub("\ufffd", _CONTROLS.sub("", _BREAKS.sub(" ", _ANSI.sub("", text))))
    return _COMMANDS.sub(lambda found: found[0] + WORD_JOINER, plain)


def unmentioned(text: str) -> str:
    """Plain text in which a forge finds nobody to tell, no issue to close and nothing to link."""
    return _MENTIONS.sub(lambda found: found[0] + WORD_JOINER, text)


def shortened(text: str, longest: int = _LONGEST) -> str:
    """`text`, cut with an ellipsis where it has more than `longest` characters."""
    return text if len(text) <= longest else text[: longest - 1] + "…"


def secrets(failure: Failure, html: str = "") -> frozenset[str]:
    """What the test typed into fields that look like a password's; `html` is the target's."""
    steps = ((step.action, step.locator, "") for step in failure.context.steps)
    return frozenset(
        action.value
        for action, locator, outline in ((failure.action, failure.locator, html), *steps)
        if action.value.strip() and _is_sensitive(action, locator, outline)
    )


def _is_sensitive(action: Action, locator: Locator | UnknownLocator, html: str) -> bool:
    if action.kind not in _TYPED:
        return False
    words = [html] if isinstance(locator, UnknownLocator) else [html, *_words(locator)]
    return any(_SENSITIVE.search(text) for text in words)


def _words(locator: Locator) -> Iterator[str]:
    for step in locator.steps:
        yield from _step_words(step)


def _step_words(step: Step) -> Iterator[str]:
    for value in (step.value, *(value for _, value in step.options)):
        if isinstance(value, str):
            yield value
        elif isinstance(value, Pattern):
            yield value.source
        elif isinstance(value, Locator):
            yield from _words(value)


def _without(text: str, secret: str) -> str:
    # A very short one would be found inside other words, so only its quoted form is masked; one of
    # letters alone (`admin`, `panel`) is part of other words that give nothing away.
    if len(secret) >= 4 and secret.isalpha():
        return re.sub(rf"(?<![\w-]){re.escape(secret)}(?![\w-])", MASK, text)
    if len(secret) >= 4:
        return text.replace(secret, MASK)
    return re.sub(rf"([\"'`“]){re.escape(secret)}(?=[\"'`”])", rf"\1{MASK}", text)
