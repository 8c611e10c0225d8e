"""The words of a sentence by SudachiPy, which is an extra (`pip install kosei_xl[meaning]`) and loaded only here.

Its dictionary lies in the package sudachidict_core; nothing is fetched at run time.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from typing import Any, NamedTuple, overload

from kosei_xl.words.sense.slips import Span
from kosei_xl.words.sense.text import KATAKANA, LETTERS

NEEDED = ("sudachipy", "sudachidict_core")
"""The packages that the rules about words need."""
_FULL = re.compile(f"[{LETTERS}{KATAKANA}]")


@cache
def available() -> bool:
    """Whether the extra is installed."""
    return all(find_spec(name) is not None for name in NEEDED)


_FIELDS = frozenset(("pos", "dictionary_form"))
"""What is asked of a word beside its place; readings and the like stay in the dictionary."""


@cache
def _tokenizer() -> Any:
    from sudachipy import Dictionary, SplitMode

    dictionary = Dictionary()
    make = getattr(dictionary, "tokenizer", None) or dictionary.create
    return make(mode=SplitMode.C, fields=set(_FIELDS))


_VERB = "動詞"


class _Word(NamedTuple):
    surface: str
    kind: tuple[str, ...]
    lemma: str
    start: int


_JOINS = frozenset(
    "する 出来る できる 付ける 付く 含む 除く 合う 合わせる 込む 込める 替える 直す 済む 済ませる 次第 続く 伴う 寄る 掛ける 取る 立つ 立てる 切る".split()
)
"""Verbs that make one word with a noun before them (位置付ける), or end lists and brackets behind it (電話催告含む)."""
_NOT_WHEN = ("期間", "割合", "結果", "効果", "目標", "機会")
_ALSO_NOUNS = ("高め", "深め", "広め", "始め")
"""Verbs that the dictionary may take for something else: 「認知度高め、」."""
_COUNTED_NOUN = tuple("年度 年 月 日 回 今後 前年 毎年 当初 以上 以下 全て 一部 各自 順次 随時 適宜 現在".split())


class _Words(Sequence[_Word]):
    """The words of a text, each asked for what it is when somebody looks at it: most are neither verbs nor beside one."""

    def __init__(self, found: Any) -> None:
        self._found = found

    def __len__(self) -> int:
        return len(self._found)

    @overload
    def __getitem__(self, at: int) -> _Word: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[_Word]: ...
    def __getitem__(self, at: int | slice) -> _Word | Sequence[_Word]:
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        one = self._found[at]
        return _Word(one.surface(), one.part_of_speech(), one.dictionary_form(), one.begin())

    def verbs_behind(self, text: str) -> Iterator[int]:
        """The verbs that stand in the text right behind a kanji or katakana, or before について: of no others is any
        asked.
        """
        about = "について" in text
        for at, one in enumerate(self._found):
            kind = one.part_of_speech_id()
            if _VERBS[kind] if kind in _VERBS else _is_verb(kind, one):
                start = one.begin()
                if (start and _FULL.match(text, start - 1)) or (about and text.startswith("について", one.end())):
                    yield at


_VERBS: dict[int, bool] = {}
"""Kind of word, by its number in the dictionary -> whether it is one of verbs."""


def _is_verb(kind: int, word: Any) -> bool:
    return _VERBS.setdefault(kind, word.part_of_speech()[0] == _VERB)


def words_that_do_not_join(text: str) -> Iterator[Span]:
    """A noun right before a verb of its own without a particle (「研修行った」), a verb right before について (「引き上げるに
    ついて」): (start, end) in a narrowed text.
    """
    words = _Words(_tokenizer().tokenize(text))
    also = any(f"{word}、" in text for word in _ALSO_NOUNS)
    for at in range(len(words)) if also else words.verbs_behind(text):
        word = words[at]
        end = word.start + len(word.surface)
        if at and word.surface in _ALSO_NOUNS and _is_noun(words, at - 1) and text[end : end + 1] == "、":
            yield words[at - 1].start, end
        if word.kind[0] != _VERB:
            continue
        if at and _is_noun(words, at - 1) and _is_own_verb(word) and _goes_on(words, at):
            yield words[at - 1].start, end
        if word.kind[5].startswith(("終止形", "連体形")) and text[end : end + 4] == "について":
            yield word.start, end + 4


def _is_own_verb(word: _Word) -> bool:
    return "一" <= word.surface[0] <= "鿿" and len(word.surface) > 1 and word.lemma not in _JOINS


def _is_noun(words: Sequence[_Word], at: int) -> bool:
    """Whether a word is a noun that says what is done, not when or how many."""
    word = words[at]
    if word.surface.endswith(_COUNTED_NOUN) or not _FULL.search(word.surface[-1:]):
        return False
    if word.kind[0] == "接尾辞":
        counted = word.kind[2] == "助数詞" and at > 0 and words[at - 1].kind[1] == "数詞"
        return word.kind[1] == "名詞的" and not counted
    if word.kind[2] == "助数詞可能":
        return at > 0 and words[at - 1].kind[0] == "名詞" and words[at - 1].kind[1] != "数詞"
    own = ("一般", "サ変可能", "人名", "地名")
    told = word.kind[2] in own or (word.kind[2] == "副詞可能" and word.surface in _NOT_WHEN)
    return word.kind[0] == "名詞" and word.kind[1] in ("普通名詞", "固有名詞") and told


def _goes_on(words: Sequence[_Word], at: int) -> bool:
    """Whether a verb is used as one: it ends, or た, て, 、 stand behind it, no noun that it makes a compound with."""
    behind = words[at + 1] if at + 1 < len(words) else None
    if behind is None or behind.surface in ("、", "。", "\n", ","):
        return True
    if words[at].kind[5].startswith(("終止形", "連体形")) or behind.kind[:2] == ("助詞", "接続助詞"):
        return True
    return behind.kind[0] in ("助動詞", "形状詞", "副詞", "連体詞", "接続詞")
