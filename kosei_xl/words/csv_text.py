"""Texts in a CSV: Excel would calculate those that look like formulas, so an apostrophe stands before them.

What was put before a text can be told from what belongs to it: `text_of_csv` of `csv_text` is the text, of any text.
"""

import re

_SIGN = re.compile(r"['\s]*[=+\-@＝＋－＠]|'*[\t\r]")
"""How a formula begins, in Japanese Excel in full width too; spaces and our apostrophes before it change nothing."""
_NUMBER = re.compile(r"['\s]*[+\-＋－]?[0-9０-９.,．，]*[%％]?\s*")
"""A number with its sign, or the sign alone, which stands for 「なし」: nothing is calculated there."""
CSV_TEXT_NOTE = (
    "CSVでは、=、+、-、@（全角も）かタブで始まる文字の前に「'」を付けています（符号の付いた数、符号だけのものは除く）。"
    "表計算ソフトで開いても、式として計算されないようにするためです。ほかの形式では、もとの文字のままです"
)
"""What readers of the data are told of it."""


def is_like_formula(text: str) -> bool:
    """Whether a spreadsheet program could take a text of a CSV for a formula; apostrophes at its beginning are ours."""
    return _SIGN.match(text) is not None and _NUMBER.fullmatch(text) is None


def csv_text(text: str) -> str:
    """A text as it stands in a CSV."""
    return f"'{text}" if is_like_formula(text) else text


def text_of_csv(written: str) -> str:
    """The text that stands in a CSV so."""
    return written[1:] if written.startswith("'") and is_like_formula(written[1:]) else written
