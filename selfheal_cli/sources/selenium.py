"""Selenium's locators as host expressions: the kinds' names in each of their spellings."""

from __future__ import annotations

from selfheal_cli.sources.values import Symbol, Text, Value

# kind -> (the wire's word, the old API's suffix, JavaScript's factory)
KINDS = {
    "ID": ("id", "id", "id"),
    "NAME": ("name", "name", "name"),
    "XPATH": ("xpath", "xpath", "xpath"),
    "CSS_SELECTOR": ("css selector", "css_selector", "css"),
    "CLASS_NAME": ("class name", "class_name", "className"),
    "TAG_NAME": ("tag name", "tag_name", "tagName"),
    "LINK_TEXT": ("link text", "link_text", "linkText"),
    "PARTIAL_LINK_TEXT": ("partial link text", "partial_link_text", "partialLinkText"),
}
_BY_WORD = {word: kind for kind, (word, _, _) in KINDS.items()}
_BY_SUFFIX = {suffix: kind for kind, (_, suffix, _) in KINDS.items()}
_BY_FACTORY = {factory: kind for kind, (_, _, factory) in KINDS.items()}
OLD_PREFIXES = ("find_element_by_", "find_elements_by_")


def kind_of(value: Value) -> str | None:
    """The kind that `By.ID` or the text "id" names."""
    if isinstance(value, Symbol):
        owner, _, name = value.name.rpartition(".")
        return name if name in KINDS and owner.endswith("By") else None
    if isinstance(value, Text) and value.known:
        return _BY_WORD.get(value.value)
    return None


def kind_of_method(name: str) -> str | None:
    """The kind that an old API method (`find_element_by_id`) names."""
    for prefix in OLD_PREFIXES:
        if name.startswith(prefix):
            return _BY_SUFFIX.get(name.removeprefix(prefix))
    return None


def kind_of_factory(root: str, name: str) -> str | None:
    """The kind that JavaScript's `By.css(...)` names."""
    return _BY_FACTORY.get(name) if root.split(".")[-1] == "By" else None


def kind_of_call(name: str) -> str | None:
    """The kind that a canonical call's name states, whatever the spelling."""
    bare = name.rsplit(".", 1)[-1]
    return bare if bare in KINDS else _BY_FACTORY.get(bare) or kind_of_method(name)


def respelled(kind: str, form: str, old: str) -> str:
    """The kind in the form that `old` has: a symbol, a method of the old API, a factory, a word."""
    word, suffix, factory = KINDS[kind]
    if form == "suffix":
        prefix = next(prefix for prefix in OLD_PREFIXES if old.startswith(prefix))
        return prefix + suffix
    return {"factory": factory, "word": word}.get(form, kind)
