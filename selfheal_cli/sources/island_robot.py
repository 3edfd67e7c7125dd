"""The lines that a step or a variable of a Robot Framework file takes up, with its test's name."""

from __future__ import annotations

import re

from selfheal_cli.sources.modules import LeadsOutside

# A template takes its cells from the steps of all tests; columns of pipes are not told by blanks.
_BEYOND = re.compile(rb"template", re.IGNORECASE)
_GOES_ON = re.compile(rb"[ \t]*\.\.\.")
_SILENT = (b"#", b"|")


def rows_around(texts: list[bytes], row: int) -> tuple[list[int], range]:
    """The rows of the section's header, of the test's or keyword's name and of what the file says
    of its language; and those of the statement. Raises LeadsOutside where lines do not tell."""
    if any(_BEYOND.search(text) for text in texts):
        raise LeadsOutside
    start = row
    while start and _GOES_ON.match(texts[start]):
        start -= 1
    end = row + 1
    while end < len(texts) and _GOES_ON.match(texts[end]):
        end += 1
    headers = [at for at in range(row) if texts[at].startswith(b"*")]
    if not headers or headers[-1] >= start or texts[start].startswith(_SILENT):
        raise LeadsOutside
    kept = [*range(headers[0]), headers[-1]]
    if texts[start][:1] in {b" ", b"\t"}:
        kept.append(_name(texts, headers[-1], start))
    return kept, range(start, end)


def _name(texts: list[bytes], header: int, row: int) -> int:
    """The row of the test or keyword that a row belongs to."""
    for at in range(row - 1, header, -1):
        if texts[at].strip() and texts[at][:1] not in {b" ", b"\t"}:
            if texts[at].startswith(_SILENT):
                continue
            return at
    raise LeadsOutside
