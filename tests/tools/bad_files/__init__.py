"""A corpus of bad and odd returned workbooks: `CORPUS`, by name. `python -m tests.tools.bad_files` compares readers."""

from tests.tools.bad_files import archives, kinds, markup, numbers, sizes, texts
from tests.tools.bad_files.corpus import CORPUS, BadFile

__all__ = ["CORPUS", "BadFile", "archives", "kinds", "markup", "numbers", "sizes", "texts"]
