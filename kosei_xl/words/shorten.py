"""Texts made short enough to be quoted."""

_CUT = "…"


def in_one_line(text: str) -> str:
    """A text with every run of white space, line ends too, made one space."""
    return " ".join(text.split())


def shortened(text: str, most: int, *, tail: int = 0) -> str:
    """A text of at most `most` letters: a longer one keeps its beginning and last `tail` letters, … between."""
    if len(text) <= most:
        return text
    return text[: max(0, most - tail - len(_CUT))] + _CUT + text[len(text) - tail :]
