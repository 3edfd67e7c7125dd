"""What a control is for, in whatever words: `Delete`, `Remove` and a trash icon mean one thing."""

from __future__ import annotations

from collections.abc import Iterable

# Words that interface authors use for one another in the same place, one concept a line.
_CONCEPTS = """
delete remove trash bin erase discard
add create new plus insert
edit modify change rename pencil update
save store apply floppy
search find lookup magnify magnifier
filter funnel
close dismiss times cross
cancel abort
refresh reload sync rotate
logout signout logoff
login signin logon
signup register join
setting preference gear cog configuration
profile account avatar
home house dashboard
next forward
previous prev back
first
last
up ascend
down descend
copy duplicate clone clipboard
paste
cut scissor
download export
upload import
print printer
play run execute start
stop halt interrupt square
pause
restart
undo
redo
share
help question support
information detail about
more ellipsis overflow kebab dot
menu hamburger
expand unfold
collapse fold
show view reveal open
hide
lock
unlock
bookmark favorite favourite star
comment reply discussion
notification bell alert
history log activity revision
calendar date
clear reset
select choose pick
publish
unpublish
move
email mail envelope
phone telephone tel
username login_name nickname
password passphrase
submit confirm send ok
yes
no
enable activate
disable deactivate
"""
_LINES = _CONCEPTS.strip().splitlines()
_OF = {word: place for place, line in enumerate(_LINES) for word in line.split()}


def concepts(words: Iterable[str]) -> tuple[str, ...]:
    """The concepts that stand behind the words (of `words.words` or `words.idents`)."""
    return tuple(dict.fromkeys(str(_OF[word]) for word in words if word in _OF))
