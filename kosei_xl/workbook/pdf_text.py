"""The text of a PDF, and what of the texts that must be on it is not. pypdfium2 is imported where it is used."""

import re
import unicodedata
from collections import Counter
from collections.abc import Container, Iterable, Mapping

from kosei_xl.values.diagnostics import KoseiError
from kosei_xl.words.messages import told

_LEAST_RUN = 4
"""Characters of a text that must stand together in a PDF where the text is not in one piece."""
_SHORT_TEXT = 12
"""Characters up to which a text (a number, a rating) is looked for after the longer ones have taken theirs."""


class UnreadablePdf(KoseiError):
    """Bytes that are no PDF, or one that is damaged or needs a password."""


def pages_of_pdf(pdf: bytes) -> tuple[str, ...]:
    """The text of each page in the order it was drawn: cell after cell, line after line. Raises UnreadablePdf."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        raise UnreadablePdf(told("pdf_unreadable", why=error)) from error
    try:
        # U+FFFE and U+0002 stand for a hyphen at a line's end
        return tuple(
            page.get_textpage().get_text_range().replace("\ufffe", "-").replace("\x02", "-") for page in document
        )
    finally:
        document.close()


def missing_characters(expected: Iterable[str], pages: Iterable[str]) -> Mapping[str, int]:
    """Which characters the PDF has too few of, and how many; empty when nothing is missing.

    `expected`: every text that must be printed (heads once per page, else a copy of them hides a gap elsewhere);
    `pages`: from `pages_of_pdf`. White space and variation selectors do not count.
    """
    wanted = Counter("".join(map(_plain, expected)))
    wanted.subtract(Counter("".join(map(_plain, pages))))
    return {ch: count for ch, count in sorted(wanted.items()) if count > 0}


def short_texts(texts: Mapping[str, str], pages: Iterable[str], narrow: Container[str] = ()) -> tuple[str, ...]:
    """The labels of texts that are not wholly in the PDF, in the order given.

    A text is there in one piece, in the lines that it has itself on one page (readers join those of cells beside each
    other), or in runs of at least 4 characters where it goes over rows or pages; those with the labels `narrow` may
    stand one character a line. What one text
    has used is not there for another, so that a text printed twice must be there twice. White space does not count,
    nor do rare characters (above U+FFFF): they come from another font and are drawn out of order (they are left to
    `missing_characters`).
    """
    left = [_RARE.sub("", _plain(_BESIDE.sub(_APART, page))) for page in pages]
    plain = {label: _RARE.sub("", _plain(text)) for label, text in texts.items()}
    longest_first = sorted(plain, key=lambda label: -len(plain[label]))
    short: set[str] = set()
    for group in (
        [label for label in longest_first if len(plain[label]) > _SHORT_TEXT],
        [label for label in longest_first if len(plain[label]) <= _SHORT_TEXT],  # "12" would take it out of a long one
    ):
        cut = [label for label in group if not _use(plain[label], left)]
        cut = [label for label in cut if not _use_lines(texts[label], left)]
        short |= {label for label in cut if not _use_runs(plain[label], left, 1 if label in narrow else _LEAST_RUN)}
    return tuple(label for label in texts if label in short)


_BESIDE = re.compile(r"(?<!\S)(\d[\d,.]*)[^\S\n]+(?=\d[\d,.]*(?!\S))")
_APART = "\\1\0"
"""Numbers of cells beside each other stay apart: 「9 35 23」 holds no 93."""
_RARE = re.compile("[\U00010000-\U0010ffff]")
_KANA_MARKS = re.compile("[^\u3099\u309a\u0300-\u036f][\u3099\u309a\u0300-\u036f]+")
_RADICALS = {cp: unicodedata.normalize("NFKC", chr(cp)) for cp in (*range(0x2E80, 0x2FE0), *range(0xFB00, 0xFB07))}
_UNSEEN = dict.fromkeys(
    (0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))
)
_PLAIN = {**_RADICALS, **_UNSEEN}


def _plain(text: str) -> str:
    """Without white space and unseen marks; radicals (⽇) as ideographs (日), ﬁ as fi, marks joined with their kana.

    Fonts draw these with one glyph, so a PDF may name either; nothing else is touched (㈱ and ① stay).
    """
    text = "".join(text.split()).translate(_PLAIN)
    return _KANA_MARKS.sub(lambda found: unicodedata.normalize("NFC", found[0]), text)


def _use_lines(text: str, left: list[str]) -> bool:
    """Blank each line of a text of several on the first page that has them all; False where there is none."""
    lines = [line for own in text.split("\n") if (line := _RARE.sub("", _plain(own)))]
    for number, page in enumerate(left if len(lines) > 1 else ()):
        rest = [page]
        if all(_use(line, rest) for line in lines):
            left[number] = rest[0]
            return True
    return False


def _use(run: str, left: list[str]) -> bool:
    """Blank the first place of the run in the pages; False where there is none."""
    for number, page in enumerate(left):
        at = page.find(run)
        if at >= 0:
            left[number] = page[:at] + "\0" * len(run) + page[at + len(run) :]
            return True
    return False


def _use_runs(text: str, left: list[str], least: int) -> bool:
    """Take the text from the pages in the longest runs possible, from its start; nothing where there is a gap."""
    at, kept = 0, list(left)
    while at < len(text):
        low, high = 0, len(text) - at  # a longer run is never there without the shorter one
        while low < high:
            middle = (low + high + 1) // 2
            if any(text[at : at + middle] in page for page in left):
                low = middle
            else:
                high = middle - 1
        if low < min(least, len(text) - at):
            left[:] = kept  # what it would have taken may be another's
            return False
        _use(text[at : at + low], left)
        at += low
    return True
