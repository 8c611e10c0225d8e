"""Texts made short enough to be quoted."""

from collections.abc import Sequence

from kosei_xl.later import compiled_later

_CUT = "…"
_LISTED = 10
_PLACEHOLDER = compiled_later(r"\{\w+\}")


def in_one_line(text: str) -> str:
    """A text with every run of white space, line ends too, made one space."""
    return " ".join(text.split())


def shortened(text: str, most: int, *, tail: int = 0) -> str:
    """A text of at most `most` letters: a longer one keeps its beginning and last `tail` letters, … between."""
    if len(text) <= most:
        return text
    return text[: max(0, most - tail - len(_CUT))] + _CUT + text[len(text) - tail :]


def with_dots(text: str) -> str:
    """A message as it is quoted before there is anything to name: … for each placeholder, none in brackets alone."""
    return _PLACEHOLDER.sub(_CUT, text).replace(f"（{_CUT}）", "").replace(f" ({_CUT})", "")


def listed(texts: Sequence[str]) -> str:
    """Texts as a message names them: 「No.1、No.2」, the first ten of more."""
    return "、".join(texts[:_LISTED]) + (_CUT if len(texts) > _LISTED else "")
