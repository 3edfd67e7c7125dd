"""Pages that no person wrote: by name, so that another process can build them."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from selfheal_cli.dom.tree import Page, build
from selfheal_cli.model import Markup, Nodes, Snapshot


def _html(body: str, head: str = "") -> Page:
    text = f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"
    return build(Snapshot(Markup(text.encode())))


def _deep(levels: int) -> Page:
    opening = "".join(f'<div id="d{n}" class="c{n % 7}">' for n in range(levels))
    return _html(f"{opening}<button>Save</button>{'</div>' * levels}")


def _recorded_deep(levels: int) -> Page:
    node: list[object] = ["BUTTON", {}, "Save"]
    for level in range(levels):
        node = ["DIV", {"id": f"d{level}"}, node]
    return build(Snapshot(Nodes(["HTML", {}, ["HEAD", {}], ["BODY", {}, node]])))


def _wide(elements: int) -> Page:
    """Rows of ten elements, as in a table without end."""
    row = '<tr class="row"><td id="r{0}">{0}</td>' + '<td class="x"><a href="#">go</a></td>' * 4
    row += "</tr>"
    rows = "".join(row.format(n) for n in range(elements // 10))
    return _html(f"<table><tbody>{rows}</tbody></table>")


def _flat(elements: int) -> Page:
    """All children of one parent."""
    return _html("".join(f"<p class=c{n % 5}>t{n}</p>" for n in range(elements)))


def _deep_text(levels: int) -> Page:
    opening = "".join(f"<div>some words at level {n} " for n in range(levels))
    return _html(opening + "needle" + "</div>" * levels)


def _references(number: int) -> Page:
    """Every button is labelled by all."""
    ids = " ".join(f"b{n}" for n in range(number))
    every = (f'<button id="b{n}" aria-labelledby="{ids}">x{n}</button>' for n in range(100))
    rest = (f'<i id="b{n}">t{n}</i>' for n in range(100, number))
    return _html("".join([*every, *rest]))


def _turned_references(number: int) -> Page:
    """Every button is labelled by all, each beginning with itself."""
    ids = [f"b{n}" for n in range(number)]
    every = (
        f'<button id="b{n}" aria-labelledby="{" ".join(ids[n:] + ids[:n])}">x{n}</button>'
        for n in range(100)
    )
    rest = (f'<i id="b{n}">t{n}</i>' for n in range(100, number))
    return _html("".join([*every, *rest]))


def _cycles(number: int) -> Page:
    """Each names itself by, and owns, the next; the last does the first."""
    return _html(
        "".join(
            f'<div role=button id=a{n} aria-labelledby="a{(n + 1) % number}"'
            f' aria-owns="a{(n + 1) % number} a{n}">x</div>'
            for n in range(number)
        )
    )


def _labelling_chain(number: int) -> Page:
    """Content in content in content, each holding references to the others."""
    opening = "".join(
        f'<div role=button id=c{n} aria-owns="c{(n * 7) % number} c{(n * 13) % number}">'
        for n in range(number)
    )
    return _html(opening + "x" + "</div>" * number)


def _rules(number: int) -> Page:
    rules = "".join(
        f".c{n % 50} > div:not(.z{n}) .k{n % 3} ~ * {{ display: none; color: red }}\n"
        for n in range(number)
    )
    body = "".join(f'<div class="c{n % 50} k{n % 3}"><p>x</p></div>' for n in range(2000))
    return _html(body, f"<style>{rules}</style>")


def _nested_rules(number: int) -> Page:
    text = "@media (min-width:1px) {" * number + ".a { display: none }" + "}" * number
    return _html("<div class=a>x</div><button>Save</button>", f"<style>{text}</style>")


def _unclosed_style(characters: int) -> Page:
    style = "a{display:none;/* " + "\"'{}@;(" * (characters // 7)
    return _html("<button>Save</button>", f"<style>{style}</style>")


def _shadows(number: int) -> Page:
    """Shadow roots in shadow roots."""
    node: list[object] = ["BUTTON", {}, "Save"]
    for _ in range(number):
        root = ["template", {"__playwright_shadow_root_": "open"}, node]
        node = ["X-HOST", {}, root, ["SPAN", {"class": "light"}, "light"]]
    return build(Snapshot(Nodes(["HTML", {}, ["HEAD", {}], ["BODY", {}, node]])))


def _many_shadows(number: int) -> Page:
    """Shadow roots side by side."""
    root = ["template", {"__playwright_shadow_root_": "open"}, ["BUTTON", {}, "Save"], ["SLOT"]]
    hosts = [["X-HOST", {}, root, ["SPAN", {}, "light"]] for _ in range(number)]
    return build(Snapshot(Nodes(["HTML", {}, ["HEAD", {}], ["BODY", {}, *hosts]])))


def _iframes(number: int) -> Page:
    """Documents in documents; each holds the next as its text."""
    snapshot = Snapshot(Markup(b"<!doctype html><button>Save</button>"))
    for _ in range(number):
        text = b'<!doctype html><iframe src="inner"></iframe>'
        snapshot = Snapshot(Markup(text), frames=(("inner", snapshot),))
    return build(snapshot)


def _itself(_: int) -> Page:
    """A document that is its own frame."""
    text = b'<!doctype html><iframe src="self"></iframe><button>Save</button>'
    frames: list[tuple[str, Snapshot]] = []
    snapshot = Snapshot(Markup(text), frames=_Endless(frames))  # type: ignore[arg-type]
    frames.append(("self", snapshot))
    return build(snapshot)


class _Endless(tuple):  # type: ignore[type-arg]
    """Frames that can be told after the snapshot that holds them."""

    def __new__(cls, frames: list[tuple[str, Snapshot]]) -> _Endless:
        made = super().__new__(cls)
        made._frames = frames
        return made

    def __iter__(self):  # type: ignore[no-untyped-def]
        return iter(self._frames)


def _labels(number: int) -> Page:
    """A label around everything, and one for each."""
    return _html(
        "<label>" * 50
        + "".join(f"<label for=f{n}>L{n}<input id=f{n}></label>" for n in range(number))
    )


def _selects(number: int) -> Page:
    options = "".join(f"<option>o{n}</option>" for n in range(number))
    return _html(f"<select>{options}</select>")


def _landmarks(levels: int) -> Page:
    return _html("<footer><header>" * levels + "<button>Save</button>")


def _long_text(characters: int) -> Page:
    return _html(f"<p>{'a' * characters}!</p><p>{escape('a b ' * (characters // 4))}</p>")


def _attributes(number: int) -> Page:
    given = " ".join(f'a{n}="{n}"' for n in range(number))
    return _html(f"<p {given} class='{' '.join(f'k{n}' for n in range(number))}'>x</p>")


PAGES: dict[str, tuple[Callable[[int], Page], int]] = {
    "deep": (_deep, 5_000),
    "deeper": (_deep, 50_000),
    "recorded deep": (_recorded_deep, 5_000),
    "recorded deeper": (_recorded_deep, 50_000),
    "deep text": (_deep_text, 5_000),
    "wide": (_wide, 50_000),
    "wider": (_wide, 500_000),
    "flat": (_flat, 50_000),
    "references": (_references, 10_000),
    "turned references": (_turned_references, 10_000),
    "cycles": (_cycles, 5_000),
    "labelling chain": (_labelling_chain, 3_000),
    "rules": (_rules, 50_000),
    "nested rules": (_nested_rules, 40_000),
    "unclosed style": (_unclosed_style, 1_000_000),
    "shadows": (_shadows, 3_000),
    "many shadows": (_many_shadows, 5_000),
    "iframes": (_iframes, 3_000),
    "itself": (_itself, 0),
    "labels": (_labels, 10_000),
    "selects": (_selects, 20_000),
    "landmarks": (_landmarks, 5_000),
    "long text": (_long_text, 1_000_000),
    "attributes": (_attributes, 20_000),
}
"""By name: what builds the page, and of which size."""


def page(name: str) -> Page:
    """The page of that name. Raises ArtifactError where it is refused."""
    make, size = PAGES[name]
    return make(size)
