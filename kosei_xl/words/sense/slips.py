"""Slips of language that a text proves by itself: particles, words said twice, brackets, widths, what was left standing.

Each function takes a text (narrowed where it says so) and yields the places of what is wrong in it: (start, end).

Nearly every text has none of it, and `re` passes over letters quickly only for a pattern of which every alternative
begins with a letter of its own. So patterns look back behind their first letter, and one that cannot begin so comes
after a plainer one, without which it does not match; it is a text until then, as compiling takes milliseconds.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

from kosei_xl.later import compiled_later
from kosei_xl.words.sense.text import BESIDE_LETTERS, KATAKANA, LETTERS

Span = tuple[int, int]
_WORD = f"{LETTERS}{KATAKANA}A-Za-z0-9々"

# Particles -------------------------------------------------------------------------------------------------------------

_MAYBE_DOUBLED = re.compile(
    "(?:をを|がが|はは|にに|のの|でで|とと(?!も)|もも|をが|がを|をは(?!じ)|はを|にを|をに)(?<![ぁ-ん]..)"
)
_DOUBLED = (
    r"(?:をを|がが|はは|にに|のの|でで|とと|もも|をが|がを|をは|はを|にを|をに(?!ぎ|こ))"
    rf"(?<=[{_WORD})」』]..)(?=[{_WORD}「(、ぁ-ん])"
)
_NOT_DOUBLED = compiled_later(
    r"のの[しろぼどりび]|はは[はばず]|に(?:にぎ|にん)|とと[もの]|ととり|も(?:もち|もと)|がが[くい]|[をに]は(?:か|じ|ず|ぐ|ら)|がを"
)
_SECOND_OBJECT = rf"を(?!、)(?P<verb>[{LETTERS}]{{2,4}})を(?:図|行|実施|進め|目指)"
_MAYBE_TWO_OBJECTS = re.compile("を[^、を]{2,4}を(?:図|行|実施|進め|目指)")
_TWO_OBJECTS = rf"[{LETTERS}{KATAKANA}]+{_SECOND_OBJECT}"
_VERBAL = (
    "拡大",
    "推進",
    "充実",
    "向上",
    "強化",
    "改善",
    "整備",
    "実施",
    "検討",
    "促進",
    "削減",
    "確保",
    "見直し",
    "周知",
    "徹底",
    "調整",
    "導入",
)
_AFTER_WORD = rf"(?<=[{_WORD}].)"
"""Behind the first letter of what follows a word."""
_WORDS_WITH_NI = tuple("達成 実現 解決 向上 推進 充実 削減 改善 整備 開始 策定 導入 実施 開催".split())


def _begun(ways: Iterable[str]) -> str:
    """A choice of which the first letter is passed already."""
    return "|".join(f"(?<={way[0]}){way[1:]}" for way in ways)


_FOR = f"向(?<={'|'.join(f'{word}向' for word in _WORDS_WITH_NI)})け"
_BEFORE_NOUN = ("ついて", "おいて", "よる", "{towards}")
_WITHOUT_NOUN = (
    *(
        "ついて(?=[、はもの])",
        "おいて(?=[、はも])",
        "対し(?=[、て])",
        "関して(?=[、はも])",
        "関する",
        "基づき",
        "基づく",
    ),
    *("より、", "応じて", "{towards}(?=[、そこ])", "向けて", "向けた", "加え、", "伴う", "伴い"),
    *(r"超(?<=\d[件人円回%]超)え[るた]", "超(?<=時間超)え[るた]"),
)


def _behind_ni(word: str, noun: str, towards: str) -> str:
    """What follows に, right behind a letter of a word; `noun` is how a noun begins, `towards` what 向け is."""
    nouns, others = (_begun(way.format(towards=towards) for way in ways) for ways in (_BEFORE_NOUN, _WITHOUT_NOUN))
    return f"[つおよ向対基関応加伴超](?<={word}.)(?:(?:{nouns})(?={noun})|{others})"


_MAYBE_WITHOUT_NI = re.compile(_behind_ni("[^ぁ-ん、。]", f"[^{BESIDE_LETTERS}]", "向け"))
_WITHOUT_NI = compiled_later(_behind_ni(f"[{_WORD}]", f"[{LETTERS}]", _FOR))
_MAYBE_NO_NADO = re.compile("の(?:など|等|において|について|により|によって|に向け)")
_NO_NADO = rf"の{_AFTER_WORD}(?:など|等|において|について|により|によって|に向け)(?![{LETTERS}])"


def doubled_particles(text: str) -> Iterator[Span]:
    """「窓口をを開設」「交流機会を拡大を図る」「明確化のなど」."""
    for found in re.finditer(_DOUBLED, text) if _MAYBE_DOUBLED.search(text) else ():
        if not _NOT_DOUBLED.match(text, found.start()):
            yield found.span()
    for found in re.finditer(_TWO_OBJECTS, text) if _MAYBE_TWO_OBJECTS.search(text) else ():
        if found["verb"] in _VERBAL:
            yield found.start("verb") - 1, found.end("verb") + 1
    for found in re.finditer(_NO_NADO, text) if _MAYBE_NO_NADO.search(text) else ():
        yield found.span()


def missing_particles(text: str) -> Iterator[Span]:
    """「事業ついて」 without に: words that never follow a noun by themselves."""
    for found in _WITHOUT_NI.finditer(text) if _MAYBE_WITHOUT_NI.search(text) else ():
        before = text[max(0, found.start() - 2) : found.start()]
        word = found[0]
        if word.startswith(("よ", "応", "向", "加", "伴", "関", "基", "対")) and not re.search(
            rf"[{LETTERS}]{{2}}$|[{KATAKANA}]{{2}}$", before
        ):
            continue
        if word.startswith("より") and not re.search(rf"[{LETTERS}{KATAKANA}]$", before):
            continue
        if word.startswith("より、") or (word.startswith("より") and re.search(r"[者課市団体委員会日月年時]$", before)):
            continue
        if word.startswith(("応じ", "関する", "対し")) and before.endswith(("相", "反", "適", "機", "敵")):
            continue
        yield found.span()


# The same said twice ---------------------------------------------------------------------------------------------------

ALWAYS_TWICE = (
    *(
        "まず最初",
        "一番最初",
        "一番最後",
        "まず先に",
        "後で後悔",
        "過半数を超え",
        "過半数を上回",
        "現在の現状",
        "今の現状",
    ),
    *("違和感を感じ", "返事を返", "返答を返", "被害を被", "炎天下の下", "製造メーカー", "必ず必要", "今現在"),
)
"""重ね言葉 that are one wherever they stand."""
_ABOUT_FIGURE = r"[\d,.]+[^\d\s、。()]{1,4}(?:程度|前後|ほど|くらい|ぐらい)"
_EACH_TWICE = rf"各[{LETTERS}{KATAKANA}]{{1,6}}(?:ごと|毎)に?|各[{LETTERS}]{{1,4}}毎"
_MOST_PLEONASMS = (
    rf"{'|'.join(ALWAYS_TWICE)}|"
    rf"最後の最終|最後の追い込みの最終|最終の最後|{'|'.join(about + _ABOUT_FIGURE for about in ('約', 'およそ', 'おおよそ', '概ね'))}|"
    rf"{_EACH_TWICE}|あらかじめ予[告定約]|事前に予[告約測]|予め予|"
    r"現在の現行|従来から(?:の|ある)?[^、。]{0,4}(?:周知|継続)|従来より|毎[週月年日][^、。]{0,3}(?:ごと|おき)に|まだ未[定了着解実]|未だ未|"
    r"再び再[開度]|再度再[開]|体の体調|平均約[\d,.]+[^\d\s、。]{1,4}程度|第[\d一二三四五六七八九十]+[回番]目|"
    r"すべて全|全てすべて|互いに相互|内定が決ま|過信し過ぎ|日本に来日|犯罪を犯|挙式を挙げ|"
    r"思いがけないハプニング|アンケート調査を調査|一つずつ順番|尽力を尽く|連日毎日|毎年例年|各自それぞれ|それぞれ各"
)
_BEYOND_LEAST = "以上を超え"
_MAYBE_PLEONASM = re.compile(_MOST_PLEONASMS.replace(_EACH_TWICE, "各[^、。]{1,6}(?:ごと|毎)"))
_PLEONASMS = rf"{_MOST_PLEONASMS}|[\d,]+[^\d\s、。()]{{1,3}}{_BEYOND_LEAST}"
_FINE = compiled_later(r"従来よりも|従来より[多少高低大小早速安]|各回ごと")
_TWICE = rf"(?P<word>[{LETTERS}]{{2,4}}|した|する|ため|など|こと|ます|である|[ぁ-ん]{{2,3}}た)(?P=word)(?![{LETTERS}])"
_MAYBE_TWICE = (
    re.compile(rf"([^{BESIDE_LETTERS}]{{2,4}})\1"),
    re.compile("したした|するする|ためため|などなど|ことこと|ますます|であるである"),
    re.compile(r"た(?<=([ぁ-ん]{2}た))\1|た(?<=([ぁ-ん]{3}た))\2"),
)
_FINE_TWICE = frozenset(
    "一人 一つ 一歩 個々 少し 次々 様々 まだ それ いろ わざ なか ます そろ ほぼ しば たび まあ いよ ところ 各地 もと".split()
)
_STEM = "(?P<stem>適正|適切|効果|効率|計画|円滑|積極|継続|迅速|確実)(?:的)?(?:な)?"
_STEM_TWICE = rf"{_STEM}(?P<mid>[{LETTERS}]{{0,3}}の)(?P=stem)(?P<tail>[{LETTERS}な]{{1,3}})"
_MAYBE_SAME_STEM = re.compile(rf"{_STEM}[^、。]{{0,3}}の(?P=stem)")
_AND = "的かつ"
_SAME_STEM = rf"{_STEM_TWICE}|(?P<adj>[{LETTERS}]{{2}}的)かつ(?P=adj)"


def pleonasms(text: str) -> Iterator[Span]:
    """重ね言葉 in a narrowed text: 「まず最初に」「約30件程度」「各課ごとに」「効果的かつ効果的」「適正な定員の適正管理」."""
    for found in re.finditer(_PLEONASMS, text) if _BEYOND_LEAST in text or _MAYBE_PLEONASM.search(text) else ():
        if not _FINE.match(text[found.start() : found.end() + 2]):
            yield found.span()
    for found in re.finditer(_SAME_STEM, text) if _AND in text or _MAYBE_SAME_STEM.search(text) else ():
        yield found.span()


def repeated_words(text: str) -> Iterator[Span]:
    """A word typed twice: 「実施実施した」「したした」."""
    maybe = any(pattern.search(text) for pattern in _MAYBE_TWICE)
    for found in re.finditer(_TWICE, text) if maybe else ():
        word = found["word"]
        if word in _FINE_TWICE or len(set(word)) == 1 or "々" in word:
            continue
        yield found.span()


# Brackets, widths, marks -----------------------------------------------------------------------------------------------

_PAIRS = {"(": ")", "「": "」", "『": "』", "【": "】", "〔": "〕", "[": "]", "<": ">", "〈": "〉", "《": "》"}
_OPENING_OF = {closing: opening for opening, closing in _PAIRS.items()}
_BRACKET = re.compile(f"[{re.escape(''.join((*_PAIRS, *_PAIRS.values())))}]")
_ONE_SIDED = compiled_later(r"(?:^|(?<=[、。 ・]))\s*(?:\d{1,2}|[ア-ンa-zA-Zｱ-ﾝ])\)", re.MULTILINE)
_MAYBE_NUMBER = re.compile(r"[\dア-ンa-zA-Zｱ-ﾝ]\)")
_ARROWS = compiled_later(r"[-=]>|<[-=]|[<>]=?\s*\d|\d\s*[<>]")


def unbalanced_brackets(text: str) -> Iterator[Span]:
    """Brackets of a narrowed text without their other half; 「1)」 and 「ア)」 at the head of a line are numbers."""
    brackets = [(found.start(), found[0]) for found in _BRACKET.finditer(text)]
    if not brackets:
        return
    numbers = _ONE_SIDED if _MAYBE_NUMBER.search(text) else None
    arrows = _ARROWS if "<" in text or ">" in text else None
    rules = [rule for rule in (numbers, arrows) if rule is not None]
    skipped = {at for rule in rules for found in rule.finditer(text) for at in range(*found.span())}
    stack: list[tuple[str, int]] = []
    for at, letter in brackets:
        if at in skipped:
            continue
        if letter in _PAIRS:
            stack.append((letter, at))
        else:
            opening = _OPENING_OF[letter]
            if stack and stack[-1][0] == opening:
                stack.pop()
            elif any(one == opening for one, _ in stack):
                while stack[-1][0] != opening:
                    yield stack[-1][1], stack[-1][1] + 1
                    stack.pop()
                stack.pop()
            else:
                yield at, at + 1
    yield from ((at, at + 1) for _, at in stack)


_KANA = tuple(map(chr, range(0x3041, 0x3100)))
_VOICED, _POPPED = (
    "".join(kana for kana in _KANA if len(unicodedata.normalize("NFC", kana + mark)) == 1) for mark in "\u3099\u309a"
)
"""Kana that make one letter with the mark behind them, as a Mac stores が: the paper shows that letter."""
_ALONE = rf"(?<![{_VOICED}])\u3099|(?<![{_POPPED}])\u309a"
_MAYBE_HALF_KATAKANA = re.compile("[ｦ-ﾝﾞﾟ゛゜\u3099\u309a]")
_HALF_KATAKANA = rf"(?:[ｦ-ﾝﾞﾟ゛゜]|{_ALONE})+(?:[ァ-ー]?(?:[ｦ-ﾝﾞﾟ]|{_ALONE}))*"
_HALF_WAVE = rf"(?<![A-Za-z/.:])[\d{LETTERS}）)％%]~(?=[\d{LETTERS}（(])"
"""「6/29~7/2」 with what stands before it; addresses of pages have a ~, too."""


def half_katakana(text: str) -> Iterator[Span]:
    """Runs of half-width katakana in a text as it is, voiced marks that stand by themselves among them, and a "~" that
    means from – to: fonts set it high like a quotation mark.
    """
    for found in re.finditer(_HALF_KATAKANA, text) if _MAYBE_HALF_KATAKANA.search(text) else ():
        yield found.span()
    for found in re.finditer(_HALF_WAVE, text) if "~" in text else ():
        yield found.span()


def in_full_width(text: str) -> str:
    """Half-width katakana in full width."""
    return unicodedata.normalize("NFKC", text)


_BULLET_MARKS = frozenset("・･●○◯◆◇■□*＊－―–-")
_BULLET = compiled_later(r"^[ 　]*(?P<mark>[・･●○◯◆◇■□※](?=\S)|[*＊－―–-](?=[^\d\s]))", re.MULTILINE)


def other_bullets(text: str) -> Iterator[Span]:
    """Lines of a text whose mark is not that of the other lines of its kind; ※ and ○ above ・ are another kind."""
    heads = {line.lstrip(" 　")[:1] for line in text.split("\n")}
    if len(heads & _BULLET_MARKS) < 2:
        return
    marks = [(found["mark"], found.start("mark")) for found in _BULLET.finditer(text) if found["mark"] != "※"]
    counts = Counter(mark for mark, _ in marks)
    if len(counts) < 2:
        return
    usual, most = max(counts.items(), key=lambda one: (one[1], one[0] == "・"))
    lines = re.findall(r"^", text, re.MULTILINE)
    for mark, at in marks:
        headline = mark in "●○◯◆◇■□" and (most >= 2 * counts[mark] and at == marks[0][1])
        if mark != usual and counts[mark] == 1 and len(lines) >= 2 and not headline:
            yield at, at + 1


# What was left standing ------------------------------------------------------------------------------------------------

LEFT_TO_WRITE = (
    *(
        "要確認",
        "未定稿",
        "要修正",
        "後日記入",
        "後日追記",
        "後日入力",
        "後日報告予定",
        "あとで記入",
        "あとで追記",
        "後で記入",
    ),
    *(
        "後で追記",
        "記入例",
        "記載例",
        "入力例",
        "記入してください",
        "記載してください",
        "入力してください",
        "TODO",
        "ダミー",
    ),
)
"""What stands for something still to be written, wherever it stands."""
LEFT_OPEN = ("調整中", "確認中", "精査中")
"""What does so at the end of what is said: 「調整中の案件を終えた」 is a sentence."""
LEFT_MARKS = "○〇◯●△×X☓*＿_"
"""Signs that hold a place where two and more stand together."""
_PLACES = "月日人件回年課"
_OPEN_ENDS = r"(?=$|[)。」】、\n])"
_LEFT = (
    rf"{'|'.join(LEFT_TO_WRITE)}|(?:{'|'.join(LEFT_OPEN)}){_OPEN_ENDS}|調整中(?=です|である|のため)|"
    rf"作成中(?=$|[)」】])|ここに[^。\n」】]{{0,12}}(?:記入|入力|記載)|"
    rf"\((?:仮|P|p|案の案|TBD|未記入)\)|[{LEFT_MARKS}]{{2,}}|[○〇◯●△×X](?=[{_PLACES}])|[?]{{2,}}|(?<=[はがを])[ 　]{{2,}}(?=[人件回名円%])|"
    r"サンプルテキスト|要検討(?=$|[)」】])|数値(?:は)?(?:仮|未定)"
)
_MAYBE_LEFT = re.compile(
    "|".join(
        (
            *(*LEFT_TO_WRITE, *LEFT_OPEN, "作成中", "ここに", "サンプルテキスト", "要検討", "数値"),
            *(r"\((?:仮|P|p|案の案|TBD|未記入)\)", r"\?\?", " [ 　]", "　[ 　]"),
        )
    )
)
_MAYBE_PLACE = re.compile(f"[{LEFT_MARKS}][{LEFT_MARKS}{_PLACES}]")


def placeholders(text: str) -> Iterator[Span]:
    """What was to be written yet, in a narrowed text: 調整中, ○○, XX, （要確認）, ○月○日, 後日記入."""
    maybe = _MAYBE_LEFT.search(text) or _MAYBE_PLACE.search(text)
    for found in re.finditer(_LEFT, text) if maybe else ():
        if found[0][0] in "○〇◯●△×X" and len(set(found[0])) == 1 and len(found[0]) == 1:
            before = text[found.start() - 1 : found.start()]
            if found[0] in "△×" or before.isalnum():
                continue
        if re.fullmatch(r"_+", found[0]) and re.search(r"[a-z]$", text[: found.start()]):
            continue
        yield found.span()


TYPED_TWICE = ("。。", "。、", "、。", "、、")
"""Marks that never stand together."""
_RESIDUE = (
    rf"{'|'.join(TYPED_TWICE)}|・。|[・]{{2}}(?!・)|(?<!\.)\.。|,。|。\.|(?<=[ぁ-ん{LETTERS}{KATAKANA}])[a-z](?=[。、])|(?<=[ぁ-ん])[a-z](?=[ぁ-ん])|"
    rf"(?<=[ぁ-ん])っ?[a-z](?=[。、])|っ(?=[。、])|(?<=[ぁ-ん{LETTERS}])l(?=$)|[ぁ-ん]ーー|(?<=[{LETTERS}])[ﾞﾟ]|(?<=年度)(?=\d{{1,2}}月(?!末|分))"
)
_MAYBE_MARKS = re.compile(rf"{'|'.join(TYPED_TWICE)}|・。|・・|\.。|,。|。\.|っ[。、]|ーー|ﾞ|ﾟ")
_MAYBE_LETTER = re.compile(r"[a-z](?=[。、ぁ-ん]|$)", re.MULTILINE)
_MAYBE_MONTH = re.compile(r"年度\d")


def residue(text: str) -> Iterator[Span]:
    """What slips of the keys leave in a narrowed text: 「。。」「、。」, a letter alone between kana, 「年度９月」."""
    maybe = _MAYBE_MARKS.search(text) or _MAYBE_LETTER.search(text) or _MAYBE_MONTH.search(text)
    for found in re.finditer(_RESIDUE, text) if maybe else ():
        yield (found.start(), found.end()) if found[0] else (max(0, found.start() - 3), found.end() + 2)


# Widths of figures -----------------------------------------------------------------------------------------------------

_MANY = re.compile(r"[0-9０-９](?<![0-9０-９.,．，/／-].)(?:(?<=[0-9])[0-9]+|(?<=[０-９])[０-９]+)(?![0-9０-９])")


def width_counts(text: str) -> tuple[int, int]:
    """How many figures of two digits and more a text writes in half width, and in full width."""
    runs = _MANY.findall(text)
    full = sum(run[0] >= "０" for run in runs)
    return len(runs) - full, full


def figures_in_width(text: str, *, full: bool) -> Iterator[Span]:
    """The figures of two digits and more of a text that are written in full width, or in half width."""
    for found in _MANY.finditer(text):
        if (found[0][0] >= "０") == full:
            yield found.span()


def _any_of(*patterns: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda text: any(pattern.search(text) for pattern in patterns)


MAY_HAVE: Mapping[Callable[[str], Iterator[Span]], Callable[[str], bool]] = {
    doubled_particles: _any_of(_MAYBE_DOUBLED, _MAYBE_TWO_OBJECTS, _MAYBE_NO_NADO),
    missing_particles: _any_of(_MAYBE_WITHOUT_NI),
    pleonasms: _any_of(_MAYBE_PLEONASM, _MAYBE_SAME_STEM, re.compile(f"{_BEYOND_LEAST}|{_AND}")),
    repeated_words: _any_of(*_MAYBE_TWICE),
    unbalanced_brackets: _any_of(_BRACKET),
    half_katakana: _any_of(_MAYBE_HALF_KATAKANA, re.compile("~")),
    placeholders: _any_of(_MAYBE_LEFT, _MAYBE_PLACE),
    residue: _any_of(_MAYBE_MARKS, _MAYBE_LETTER, _MAYBE_MONTH),
}
"""Function -> whether any of several texts, a line and more each, may have what it finds: asked of all at once."""
