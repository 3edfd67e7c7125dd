"""The elements that WebdriverIO looks for beside `[role=...]`, as aria-query lists them."""

from __future__ import annotations

ROLE_ELEMENTS: dict[str, str] = {
    "article": "article",
    "banner": "header",
    "blockquote": "blockquote",
    "button": (
        'input[type="button"],input[type="image"],input[type="reset"],input[type="submit"],button'
    ),
    "caption": "caption",
    "cell": "td",
    "checkbox": 'input[type="checkbox"]',
    "code": "code",
    "columnheader": 'th,th[scope="col"],th[scope="colgroup"]',
    "combobox": (
        'input[type="email"],input[type="search"],input[type="tel"],input[type="text"],'
        'input[type="url"],input[type="url"],select[size]'
    ),
    "complementary": "aside,aside[aria-label],aside[aria-labelledby]",
    "contentinfo": "footer",
    "definition": "dd",
    "deletion": "del",
    "dialog": "dialog",
    "document": "html",
    "emphasis": "em",
    "figure": "figure",
    "form": "form[aria-label],form[aria-labelledby],form[name]",
    "generic": (
        "a,area,aside,b,bdo,body,data,div,footer,header,hgroup,i,pre,q,samp,section,small,span,u"
    ),
    "gridcell": "td",
    "group": "details,fieldset,optgroup,address",
    "heading": "h1,h2,h3,h4,h5,h6",
    "img": "img[alt],img[alt]",
    "insertion": "ins",
    "link": "a[href],area[href]",
    "list": "menu,ol,ul",
    "listbox": "select[size],select[multiple],datalist",
    "listitem": "li",
    "main": "main",
    "mark": "mark",
    "math": "math",
    "meter": "meter",
    "navigation": "nav",
    "option": "option",
    "paragraph": "p",
    "presentation": "img[alt]",
    "progressbar": "progress",
    "radio": 'input[type="radio"]',
    "region": "section[aria-label],section[aria-labelledby]",
    "row": "tr",
    "rowgroup": "tbody,tfoot,thead",
    "rowheader": 'th[scope="row"],th[scope="rowgroup"]',
    "searchbox": 'input[type="search"]',
    "separator": "hr",
    "slider": 'input[type="range"]',
    "spinbutton": 'input[type="number"]',
    "status": "output",
    "strong": "strong",
    "subscript": "sub",
    "superscript": "sup",
    "table": "table",
    "term": "dfn,dt",
    "textbox": (
        'input[list],input[type="email"],input[type="tel"],input[type="text"],'
        'input[type="url"],textarea'
    ),
    "time": "time",
}
