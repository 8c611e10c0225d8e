"""The words of a sentence by SudachiPy, which is an extra (`pip install kosei_xl[meaning]`) and loaded only here.

Its dictionary lies in the package sudachidict_core; nothing is fetched at run time.

To find the words of a text takes more than all other rules together, and a noun with a verb right behind it is rare. So
only those clauses are taken apart in which a verb may stand there at all: `verb_table` has the first two letters of
every verb of the dictionary. A clause has the words that it has in its text: no word reaches beyond its marks.
"""

import re
import zlib
from base64 import b64decode
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib.util import find_spec
from typing import Any, NamedTuple, overload

from kosei_xl.words.sense import verb_table
from kosei_xl.words.sense.slips import Span
from kosei_xl.words.sense.text import BESIDE_LETTERS, KATAKANA, LETTERS, is_kanji, is_katakana

NEEDED = ("sudachipy", "sudachidict_core")
"""The packages that the rules about words need."""


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
_ALSO = re.compile("|".join(f"{word}、" for word in _ALSO_NOUNS))
_COUNTED = "年月日回"
"""Of `_COUNTED_NOUN` those of one letter: a word that ends with one is none of what is done."""
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
                if (start and _is_full(text[start - 1])) or (about and text.startswith("について", one.end())):
                    yield at


_VERBS: dict[int, bool] = {}
"""Kind of word, by its number in the dictionary -> whether it is one of verbs."""


def _is_verb(kind: int, word: Any) -> bool:
    return _VERBS.setdefault(kind, word.part_of_speech()[0] == _VERB)


_PLAIN = re.compile(rf"[\n -~ぁ-ゖ{KATAKANA}・、。「」『』【】〔〕…○●◎△□■◆→※①-⑳{LETTERS}]*")
_ABOUT = re.compile("について")
_READING = re.compile(rf"\([ぁ-ゖ{KATAKANA}]")
_MARK = re.compile(r"[。、\n]")


def _is_full(letter: str) -> bool:
    return is_kanji(letter) or is_katakana(letter)


def _is_hiragana(letter: str) -> bool:
    return "ぁ" <= letter <= "ん"


def _is_said(letter: str) -> bool:
    """Whether a letter is one of words and numbers."""
    alone = letter.isdecimal() or (letter.isascii() and letter.isalpha())
    return alone or _is_full(letter) or _is_hiragana(letter)


def _is_mark(text: str, at: int) -> bool:
    """Whether a mark is a word of its own where it stands (「ミニモニ。」 is a word), but for commas in a word
    (「一、二」).
    """
    before, behind = text[max(0, at - 1) : at], text[at + 1 : at + 2]
    if text[at] == "、":
        return _is_said(before) and _is_said(behind)
    if text[at] == "。":
        goes_on = _is_full(behind) or _is_hiragana(behind) or behind.isdecimal() or behind in ("\n", "・")
        return goes_on and (is_kanji(before) or _is_hiragana(before))
    return bool(before.strip()) and bool(behind.strip())


class _Verbs(NamedTuple):
    begins: Mapping[str, str]
    """Second letter of verbs -> their first letters."""
    open_pairs: frozenset[str]
    commas: frozenset[str]
    after_word: re.Pattern[str]
    """What may be a kanji or katakana; the two letters behind it, and a particle behind those that closes most verbs, as
    groups.
    """


@cache
def _verbs() -> _Verbs:
    lines = zlib.decompress(b64decode(verb_table.BEGINS)).decode("utf-16-be").split("\n")
    seconds = "".join(line[0] for line in lines)
    closed = "|".join(f"{particle}(?![{letters}-])" for particle, letters in verb_table.WORDS.items())
    return _Verbs(
        {line[0]: line[1:] for line in lines},
        frozenset(verb_table.OPEN.split()),
        frozenset(verb_table.COMMAS.split()),
        re.compile(
            rf"[^\n -~ぁ-ん、。](?<![{_COUNTED}])"
            rf"(?=([^{BESIDE_LETTERS}][{seconds}])((?<![{verb_table.FINALS}])(?:{closed}))?)"
        ),
    )


def _places(text: str) -> list[int]:
    """Where a verb may stand right behind a noun, or before について."""
    begins, open_pairs, _, after_word = _verbs()
    found = []
    for one in after_word.finditer(text):
        pair, closed = one.groups()
        if pair[0] in begins[pair[1]] and (closed is None or pair in open_pairs) and _is_full(one[0]):
            found.append(one.start())
    about = [one.start() - 1 for one in _ABOUT.finditer(text)] if "について" in text else ()
    return sorted([*found, *(at for at in about if at >= 0 and text[at] in verb_table.ENDS)])


def _marks(text: str) -> list[int]:
    commas = _verbs().commas
    marks = (at for at in map(re.Match.start, _MARK.finditer(text)) if _is_mark(text, at))
    return [at for at in marks if text[at - 1 : at + 2] not in commas]


def _is_plain(text: str) -> bool:
    """Whether every letter of a text is read as it stands."""
    return _PLAIN.fullmatch(text) is not None and not _has_reading_aside(text) and _ALSO.search(text) is None


def _has_reading_aside(text: str) -> bool:
    """Whether a text has a 「行(おこな)う」: the reading is passed over, the letters beside it are one word."""
    return any(is_kanji(text[max(0, at - 1) : at]) for at in map(re.Match.start, _READING.finditer(text)))


def _clauses(text: str) -> Iterator[str]:
    """The clauses of a plain text in which words may not join, each with the marks on both sides."""
    places = _places(text)
    begin = end = 0
    marks = [*_marks(text), len(text)] if places else []
    for at in places:
        if at < end:
            continue
        while marks[0] < at:
            begin = marks.pop(0)
        end = marks[0]
        yield text[begin : end + 1]


def words_that_do_not_join(text: str) -> Iterator[Span]:
    """A noun right before a verb of its own without a particle (「研修行った」), a verb right before について (「引き上げるに
    ついて」): (start, end) in a narrowed text.
    """
    if not _is_plain(text) or any(map(_has_any, _clauses(text))):
        yield from _not_joined(text)


@lru_cache(maxsize=1 << 13)
def _has_any(clause: str) -> bool:
    return next(_not_joined(clause), None) is not None


def _not_joined(text: str) -> Iterator[Span]:
    words = _Words(_tokenizer().tokenize(text))
    for at in range(len(words)) if _ALSO.search(text) else words.verbs_behind(text):
        word = words[at]
        end = word.start + len(word.surface)
        if at and word.surface in _ALSO_NOUNS and _is_noun(words, at - 1) and text[end : end + 1] == "、":
            yield words[at - 1].start, end
        if word.kind[0] != _VERB:
            continue
        if at and _is_noun(words, at - 1) and is_own_verb(word.surface, word.lemma) and _goes_on(words, at):
            yield words[at - 1].start, end
        if is_final(word.kind) and text[end : end + 4] == "について":
            yield word.start, end + 4


def is_own_verb(surface: str, lemma: str) -> bool:
    """Whether a verb, as it stands and in the dictionary, is a word of its own behind a noun."""
    return "一" <= surface[0] <= "鿿" and len(surface) > 1 and lemma not in _JOINS


def _is_noun(words: Sequence[_Word], at: int) -> bool:
    """Whether a word is a noun that says what is done, not when or how many."""
    word = words[at]
    if word.surface.endswith(_COUNTED_NOUN) or not _is_full(word.surface[-1:]):
        return False
    if word.kind[0] == "接尾辞":
        counted = word.kind[2] == "助数詞" and at > 0 and words[at - 1].kind[1] == "数詞"
        return word.kind[1] == "名詞的" and not counted
    if word.kind[2] == "助数詞可能":
        return at > 0 and words[at - 1].kind[0] == "名詞" and words[at - 1].kind[1] != "数詞"
    own = ("一般", "サ変可能", "人名", "地名")
    told = word.kind[2] in own or (word.kind[2] == "副詞可能" and word.surface in _NOT_WHEN)
    return word.kind[0] == "名詞" and word.kind[1] in ("普通名詞", "固有名詞") and told


def is_final(kind: Sequence[str]) -> bool:
    """Whether a verb of a kind ends a sentence, or stands before a noun."""
    return kind[5].startswith(("終止形", "連体形"))


def goes_on_with(kind: Sequence[str]) -> bool:
    """Whether a word of a kind behind a verb says that the verb is used as one."""
    return tuple(kind[:2]) == ("助詞", "接続助詞") or kind[0] in ("助動詞", "形状詞", "副詞", "連体詞", "接続詞")


def _goes_on(words: Sequence[_Word], at: int) -> bool:
    """Whether a verb is used as one: it ends, or た, て, 、 stand behind it, no noun that it makes a compound with."""
    behind = words[at + 1] if at + 1 < len(words) else None
    if behind is None or behind.surface in ("、", "。", "\n", ","):
        return True
    return is_final(words[at].kind) or goes_on_with(behind.kind)
