"""What is seen of texts: letters that show nothing, and names that other systems gave."""

from kosei_xl.later import compiled_later

SHOWS_NOTHING = (
    "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb"
)
"""Letters of no width and blanks that are no white space, as pages of the web and other programs put them into cells;
to stand in a class of a regular expression.
"""
PRINTABLE_UNSEEN = frozenset(
    ("", *" \u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u2800\u3164\uffa0", *map(chr, range(0xFE00, 0xFE10)))
)
"""Those of them that Python calls printable, the blank, and no letter at all."""
_SEEN = compiled_later(f"[^\\s\x00-\x1f\x7f-\x9f{SHOWS_NOTHING}]")
_UNPRINTABLE = compiled_later("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def is_seen(text: str) -> bool:
    """Whether a text shows anything at all."""
    first = text[:1]
    return (first.isprintable() and first not in PRINTABLE_UNSEEN) or _SEEN.search(text) is not None


def printable(name: str) -> str:
    """A name in which what no page and no XML can hold (control characters, broken letters) is "\ufffd"."""
    return name if name.isprintable() else _UNPRINTABLE.sub("\ufffd", name)
