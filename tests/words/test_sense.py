"""What a text says: figures with their units, years and periods, and slips, by their places."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kosei_xl.words.meaning import MEANING
from kosei_xl.words.sense import days as sense_days
from kosei_xl.words.sense import figures as sense_figures
from kosei_xl.words.sense import slips
from kosei_xl.words.sense.days import days_mentioned
from kosei_xl.words.sense.figures import figures, sums
from kosei_xl.words.sense.spelling import Known, misspelt
from kosei_xl.words.sense.text import KATAKANA, LETTERS, found_from, is_kanji, is_katakana, narrow, sentences
from tests.tools.growth import calls

_SPANS = (
    slips.doubled_particles,
    slips.missing_particles,
    slips.pleonasms,
    slips.repeated_words,
    slips.unbalanced_brackets,
    slips.half_katakana,
    slips.other_bullets,
    slips.placeholders,
    slips.residue,
)


@given(st.text())
def test_narrow__any_text__as_long_as_before_and_stable(text: str) -> None:
    assert len(narrow(text)) == len(text)
    assert narrow(narrow(text)) == narrow(text)


@given(st.text(alphabet="０１9,，．.年月日令和R7度()（）「」件人％をがののにに、。・ｱﾞ\n○X ", max_size=60))
def test_texts__any_signs__places_lie_in_the_text(text: str) -> None:
    plain = narrow(text)
    for sentence in sentences(plain):
        assert plain[sentence.start :].startswith(sentence.text)
    said = [(one.start, one.end, one.said) for one in figures(plain)]
    said += [(one.start, one.end, one.said) for one in days_mentioned(plain)]
    assert all(plain[start:end] == text_said for start, end, text_said in said)
    for spans in _SPANS:
        assert all(0 <= start <= end <= len(text) for start, end in spans(text))
    assert all(one.parts for one in sums(plain))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("登録者は１２８人となった。", [(128, "人")]),
        ("約1億2,000万円", [(120000000, "円")]),
        ("68,450千円を超えた", [(68450000, "円")]),
        ("令和７年４月１日に３回、延べ1,053組", [(3, "回"), (1053, "組")]),
        ("第３回の会議とNo.12", []),
        ("△11.6％減", [(Decimal("-11.6"), "%")]),
        ("３か月に５か所", [(3, "か月"), (5, "か所")]),
    ],
)
def test_figures__in_a_sentence__value_and_unit(text: str, found: list[tuple[int | Decimal, str]]) -> None:
    assert [(one.value, one.unit) for one in figures(narrow(text)) if one.unit] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("令和７年度", [(2025, 2025)]),
        ("令和元年５月", [(2019, 2019)]),
        ("平成31年３月31日", [(2019, 2018)]),
        ("Ｒ８．２．１", [(2026, 2025)]),
        ("令和５～６年度", [(2023, 2023)]),
        ("2026年１月", [(2026, 2025)]),
        ("令和７年", [(2025, None)]),
        ("A7年度、60歳、2026", []),
    ],
)
def test_mentions__year_as_people_write_it__and_its_fiscal_year(text: str, found: list[tuple[int, int | None]]) -> None:
    assert [(one.year, one.fiscal_year) for one in days_mentioned(narrow(text))] == found


def test_misspelt__rarer_spelling__told_with_the_other() -> None:
    known = Known.of((), {"人財育成基本方針": 3, "人材育成基本方針": 1})
    assert list(misspelt("「人財育成基本方針」と「人材育成基本方針」", known)) == [
        ("人財育成基本方針", "人材育成基本方針")
    ]
    assert list(misspelt("第１回市民会議", Known.of(("第２回市民会議",), {}))) == []
    assert list(misspelt("ニュースレターを配る", Known.of(("ニュースレター",), {}))) == []


def test_misspelt__fifty_times_the_names__the_same_work() -> None:
    text = "窓口の待ち時間を短縮し、市民協動課と毎月打合せを行った。" * 3
    many = [f"{chr(0x4E00 + n)}{chr(0x5000 + n)}{chr(0x6000 + n)}推進計画" for n in range(1_000)]

    def work(names: list[str]) -> int:
        known = Known.of(names, {})
        assert [*misspelt(text, known)] == [("市民協働課", "市民協動課")]
        steps: int = calls(lambda: [*misspelt(text, known)])
        return steps

    assert work(["市民協働課", *many]) <= 1.1 * work(["市民協働課", *many[:20]])


_PIECES = st.sampled_from(
    [text for one in MEANING.values() for text in (*one.fires.values(), *one.near.values())]
    + [
        "。。",
        "、",
        "a。",
        "lの",
        "l",
        "年度9月",
        "10件以上を超え",
        "効果的かつ効果的",
        "まず最初",
        "実施実施",
        "したした",
    ]
    + [
        "を拡大を図",
        "機会の",
        "のなど",
        "事業ついて",
        "向け、",
        "(10月",
        "1) ",
        "ｶﾞ",
        "~3",
        "○月",
        "  人",
        "っ。",
        "\n・",
        "\n●",
    ]
)


@given(st.lists(st.lists(_PIECES, max_size=4).map("".join), min_size=1, max_size=4))
def test_may_have__texts_together__wherever_one_of_them_has_a_slip(texts: list[str]) -> None:
    for spans, may_have in slips.MAY_HAVE.items():
        if any(True for text in texts for _ in spans(text)):
            assert may_have("\n".join(texts)), spans


@given(st.text(alphabet="1０9,.年月日末令和平成RHS20件A-△/・~現在 \n", max_size=40))
def test_found_from__any_text__what_the_pattern_finds_by_itself(text: str) -> None:
    for begin, pattern in (
        (sense_figures._FIGURE_BEGINS, sense_figures._FIGURE),
        (sense_days._YEAR_BEGINS, sense_days._MENTION),
        (sense_days._MONTH, sense_days._ANY_DAY),
    ):
        tried = [found.span() for found in found_from(begin, pattern, text)]
        assert tried == [found.span() for found in pattern.finditer(text)]


_WITH_KANJI = [
    ((slips._MAYBE_WITHOUT_NI,), slips._WITHOUT_NI),
    (slips._MAYBE_TWICE, re.compile(slips._TWICE)),
    ((slips._MAYBE_LEFT, slips._MAYBE_PLACE), re.compile(slips._LEFT)),
    ((sense_figures._MAYBE_FROM_TO,), sense_figures._FROM_TO),
    ((sense_figures._MAYBE_BESIDE,), sense_figures._BESIDE),
]
_LETTERS_OF_THESE = "つおよ向対基関応加伴超けいてるしきりじたえ実施達成時間々〆ア、。はもそこ0１12,.m人%件から前年を上下回増減で○×X月調整中( 　\n"


@given(
    st.text(alphabet=_LETTERS_OF_THESE, max_size=12) | st.lists(_PIECES, max_size=4).map("".join), st.text(max_size=2)
)
def test_plainer_patterns__any_text__found_wherever_the_others_are(text: str, more: str) -> None:
    for searched in (text, text + more, narrow(text)):
        for plainer, pattern in _WITH_KANJI:
            if pattern.search(searched):
                assert any(one.search(searched) for one in plainer), pattern.pattern


def test_known__names_of_many__those_few_that_stand_there_alone_are_looked_at() -> None:
    """However many quoted names there are, they are found by class, not one by one."""
    many = {f"{chr(0x4E00 + n)}{chr(0x5000 + n)}{chr(0x6000 + n)}推進計画": 1 for n in range(1_000)}
    text = "窓口の待ち時間を短縮し、市民協動課と毎月打合せを行った。"
    known, few = (Known.of(["市民協働課"], quoted) for quoted in (many, dict(list(many.items())[:40])))
    assert [*misspelt(text, known)] == [*misspelt(text, few)] == [("市民協働課", "市民協動課")]
    steps: int = calls(lambda: [*misspelt(text, known)])
    assert steps <= 1.1 * calls(lambda: [*misspelt(text, few)])


def test_is_kanji_and_katakana__every_letter__as_their_classes() -> None:
    letters = ["", *map(chr, range(0x110000))]
    for named, is_one in ((LETTERS, is_kanji), (KATAKANA, is_katakana)):
        found = re.compile(f"[{named}]").fullmatch
        assert [one for one in letters if is_one(one)] == [one for one in letters if found(one)]
