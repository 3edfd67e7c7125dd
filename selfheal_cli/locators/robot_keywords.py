"""SeleniumLibrary's words: its strategies, its keywords and what each looks for."""

from __future__ import annotations

import re

STRATEGIES = {
    "identifier": "identifier",
    "id": "id",
    "name": "name",
    "xpath": "xpath",
    "link": "link-text",
    "partiallink": "partial-link-text",
    "css": "css",
    "class": "class",
    "jquery": "jquery",
    "sizzle": "jquery",
    "tag": "tag",
    "default": "default",
}
"""Prefix, lower case and without spaces -> strategy."""

_KINDS = {
    "link": "clicklink mousedownonlink pageshouldcontainlink pageshouldnotcontainlink",
    "image or input": "clickimage",
    "image": "mousedownonimage pageshouldcontainimage pageshouldnotcontainimage",
    "input or button": "clickbutton pageshouldcontainbutton pageshouldnotcontainbutton",
    "form": "submitform",
    "checkbox": """checkboxshouldbeselected checkboxshouldnotbeselected selectcheckbox
        unselectcheckbox pageshouldcontaincheckbox pageshouldnotcontaincheckbox""",
    "radio button": "pageshouldcontainradiobutton pageshouldnotcontainradiobutton",
    "text field": """textfieldshouldcontain textfieldvalueshouldbe pageshouldcontaintextfield
        pageshouldnotcontaintextfield""",
    "text area": "textareashouldcontain textareavalueshouldbe",
    "list": """getlistitems getselectedlistlabel getselectedlistlabels getselectedlistvalue
        getselectedlistvalues listselectionshouldbe listshouldhavenoselections selectallfromlist
        selectfromlistbyindex selectfromlistbylabel selectfromlistbyvalue unselectallfromlist
        unselectfromlistbyindex unselectfromlistbylabel unselectfromlistbyvalue
        pageshouldcontainlist pageshouldnotcontainlist""",
    "table": """gettablecell tablecellshouldcontain tablecolumnshouldcontain
        tablefootershouldcontain tableheadershouldcontain tablerowshouldcontain
        tableshouldcontain""",
    "": """assignidtoelement captureelementscreenshot choosefile cleartextelement
        clearelementtext clickelement clickelementatcoordinates coverelement doubleclickelement
        draganddrop draganddropbyoffset elementattributevalueshouldbe elementshouldbedisabled
        elementshouldbeenabled elementshouldbefocused elementshouldbevisible elementshouldcontain
        elementshouldnotbevisible elementshouldnotcontain elementtextshouldbe
        elementtextshouldnotbe frameshouldcontain getcsspropertyvalue getdomattribute
        getelementattribute getelementcount getelementsize gethorizontalposition getproperty
        gettext getvalue getverticalposition getwebelement getwebelements inputpassword inputtext
        locator mousedown mouseout mouseover mouseup opencontextmenu pageshouldcontainelement
        pageshouldnotcontainelement presskey presskeys scrollelementintoview selectframe
        setfocustoelement simulateevent waituntilelementcontains waituntilelementdoesnotcontain
        waituntilelementisenabled waituntilelementisnotvisible waituntilelementisvisible
        waituntilpagecontainselement waituntilpagedoesnotcontainelement""",
}
KEYWORDS = {name: kind for kind, names in _KINDS.items() for name in names.split()}
"""Normalised keyword -> the kind of element it looks for, "" for any. `locator` is the call that
states a locator without saying what is done with it."""


def normalised(keyword: str) -> str:
    """A keyword's name as Robot Framework compares it, without its library's."""
    return re.sub(r"[\s_]+", "", keyword).lower().removeprefix("seleniumlibrary.")


CONSTRAINTS: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "link": (("a", ()),),
    "partial link": (("a", ()),),
    "image": (("img", ()),),
    "image or input": (("img", ()), ("input", ())),
    "input or button": (("input", ()), ("button", ())),
    "list": (("select", ()),),
    "radio button": (("input", ("radio",)),),
    "checkbox": (("input", ("checkbox",)),),
    "file upload": (("input", ("file",)),),
    "text area": (("textarea", ()),),
    "text field": (
        (
            "input",
            tuple(
                """date datetime-local email month number password search tel text time url week
                file""".split()  # noqa: SIM905
            ),
        ),
    ),
}
"""Kind -> the tags tried in turn, and the `type` each must have; other kinds are a tag's name."""
