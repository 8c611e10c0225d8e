"""The rules of meaning as people see them: group, who hears of them, since when, what they need, and an example.

Severity and message stand in `words.findings`, the reason in `words.explanations`, the rule itself in
`collect.rules.meaning`, all under the same code.
"""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from kosei_xl.words.codes import Code
from kosei_xl.words.terms import FIELD_LABELS

Audience = Literal["department", "office"]
Example = Mapping[str, str]
"""Texts of one row by field; those of an indicator stand under indicator, target, actual and unit."""

GROUPS: Mapping[str, tuple[str, str]] = {
    "sums": ("計と内訳、数の一致", "sums and figures said twice"),
    "periods": ("日付と期間", "dates and periods"),
    "indicators": ("指標と評価", "indicators and ratings"),
    "names": ("名前と用語", "names and terms"),
    "language": ("言葉づかい", "language"),
}
"""Groups of rules in the order of the list, in Japanese and English."""
AUDIENCES: Mapping[Audience, tuple[str, str]] = {
    "department": ("課", "departments"),
    "office": ("事務局", "the office"),
}
EXTRA = "meaning"
"""The extra of the package that some rules need: `pip install kosei_xl[meaning]`."""


OF_PLAN: Mapping[str, str] = {
    "listed_again": "再掲の項目の名称",
    "original": "元の項目の名称",
    "ended": "時点の前に廃止された部署",
}
"""What an example says of the plan -> what it is called."""


class Meaning(NamedTuple):
    """A rule of meaning: its group, who hears of it, the version it came with, a row that it finds and one that it does
    not; `extra` where it needs the words of sentences, `survey` where a native formula of the survey's 点検 says it too
    (of the plainer cases). What an example needs of the plan stands under the names of `OF_PLAN`.
    """

    group: str
    audience: Audience
    since: str
    fires: Example
    near: Example
    extra: bool = False
    survey: bool = False


_NEW = "0.2"


def example_text(example: Example) -> str:
    """An example in one line: 「取組実績：…　成果指標：登録者数」."""
    labels = {**FIELD_LABELS, **OF_PLAN}
    shown = ((labels.get(field, field), " ".join(text.split())) for field, text in example.items())
    return "　".join(f"{label}：{text}" for label, text in shown)


def is_new(code: str, version: str) -> bool:
    """Whether the rule of a finding came with a version of the program (0.2 for 0.2.0): its findings stand apart then."""
    rule = MEANING.get(Code(code)) if code in MEANING else None
    return rule is not None and version.startswith(f"{rule.since}.")


MEANING: Mapping[Code, Meaning] = {
    Code.SUM_DIFFERS: Meaning(
        "sums",
        "department",
        _NEW,
        {"results": "相談は計312件（市民120件、団体90件、その他92件）であった。"},
        {"results": "相談は計302件（市民120件、団体90件、その他92件）であった。"},
    ),
    Code.SHARE_DIFFERS: Meaning(
        "sums",
        "department",
        _NEW,
        {"results": "目標に届いたものは74.4%（109指標のうち92指標）であった。"},
        {"results": "目標に届いたものは84.4%（109指標のうち92指標）であった。"},
    ),
    Code.DIRECTION_DIFFERS: Meaning(
        "sums",
        "department",
        _NEW,
        {"results": "参加者は前年度の50人から42人に増加した。"},
        {"results": "参加者は前年度の42人から50人に増加した。"},
    ),
    Code.TEXT_HAS_OTHER_FIGURE: Meaning(
        "sums",
        "department",
        _NEW,
        {"results": "登録者は128人となった。", "indicator": "登録者数", "target": "125", "actual": "182", "unit": "人"},
        {"results": "登録者は128人となった。", "indicator": "登録者数", "target": "125", "actual": "128", "unit": "人"},
    ),
    Code.RESTATED_DIFFERS: Meaning(
        "sums",
        "department",
        _NEW,
        {"results": "残る16手続は翌年度とした。", "next_steps": "残る17手続を６月に始める。"},
        {"results": "残る16手続は翌年度とした。", "next_steps": "残る16手続を６月に始める。"},
    ),
    Code.RELISTED_NAME_DIFFERS: Meaning(
        "sums",
        "office",
        _NEW,
        {"listed_again": "相談の窓口", "original": "相談窓口の開設"},
        {"listed_again": "相談窓口の開設", "original": "相談窓口の開設"},
    ),
    Code.TEXT_OFF_BY_THOUSANDS: Meaning(
        "sums",
        "department",
        _NEW,
        {
            "results": "土地の売却収入は68,450円であった。",
            "indicator": "土地の売却収入",
            "target": "60,000",
            "actual": "68,450",
            "unit": "千円",
        },
        {
            "results": "土地の売却収入は6,845万円であった。",
            "indicator": "土地の売却収入",
            "target": "60,000",
            "actual": "68,450",
            "unit": "千円",
        },
    ),
    Code.TEXT_HAS_OTHER_UNIT: Meaning(
        "sums",
        "department",
        _NEW,
        {
            "results": "窓口の相談は312人であった。",
            "indicator": "窓口の相談件数",
            "target": "280",
            "actual": "312",
            "unit": "件",
        },
        {
            "results": "窓口の相談は312件であった。",
            "indicator": "窓口の相談件数",
            "target": "280",
            "actual": "312",
            "unit": "件",
        },
    ),
    Code.SEEM_SWAPPED: Meaning(
        "sums",
        "department",
        _NEW,
        {
            "annual_plan": "143種類の原価を算定する。",
            "results": "92種類の算定を終えた。",
            "indicator": "原価の算定",
            "target": "92",
            "actual": "143",
            "unit": "種類",
        },
        {
            "annual_plan": "143種類の原価を算定する。",
            "results": "92種類の算定を終えた。",
            "indicator": "原価の算定",
            "target": "143",
            "actual": "92",
            "unit": "種類",
        },
    ),
    Code.NO_SUCH_DAY: Meaning(
        "periods",
        "department",
        _NEW,
        {"results": "11月31日に説明会を開いた。"},
        {"results": "11月30日に説明会を開いた。"},
        survey=True,
    ),
    Code.DAYS_DIFFER: Meaning(
        "periods",
        "department",
        _NEW,
        {"results": "募集は令和７年９月17日から11月27日（62日間）に行った。"},
        {"results": "募集は令和７年９月17日から11月27日（72日間）に行った。"},
    ),
    Code.RESULT_OF_OTHER_YEAR: Meaning(
        "periods",
        "department",
        _NEW,
        {"results": "令和６年11月３日に講座を開催した。"},
        {"results": "令和７年11月３日に講座を開催した。"},
    ),
    Code.LAST_DATE_LEFT: Meaning(
        "periods",
        "department",
        _NEW,
        {"results": "登録は９月30日現在で24件である。"},
        {"results": "登録は３月31日現在で24件である。"},
        survey=True,
    ),
    Code.BASELINE_STALE: Meaning(
        "periods",
        "department",
        _NEW,
        {"annual_plan": "平均139時間以下を目指す（令和４年度実績：157時間）。"},
        {"annual_plan": "平均139時間以下を目指す（令和６年度実績：157時間）。"},
    ),
    Code.YEAR_MOVED: Meaning(
        "periods",
        "department",
        _NEW,
        {
            "annual_plan": "複合施設の基本設計（令和７～８年度）を進める。",
            "next_steps": "複合施設の基本設計（令和８～９年度）を進める。",
        },
        {
            "annual_plan": "複合施設の基本設計（令和７～８年度）を進める。",
            "next_steps": "複合施設の基本設計（令和７～８年度）を進める。",
        },
    ),
    Code.TARGET_BEYOND_PLAN: Meaning(
        "periods",
        "office",
        _NEW,
        {"annual_plan": "令和12年度までに利用率90％を目指す。"},
        {"annual_plan": "令和９年度までに利用率90％を目指す。"},
    ),
    Code.YEAR_FAR_AWAY: Meaning(
        "periods",
        "department",
        _NEW,
        {"results": "平成７年度予算に反映した。"},
        {"results": "令和７年度予算に反映した。"},
    ),
    Code.TOLD_TARGET_MISSED: Meaning(
        "indicators",
        "department",
        _NEW,
        {
            "rating": "A",
            "results": "進めた。",
            "indicator": "成果",
            "target": "①講座数10回 ②参加者数200人",
            "actual": "①講座数12回 ②参加者数140人",
        },
        {
            "rating": "A",
            "results": "進めた。",
            "indicator": "成果",
            "target": "①講座数10回 ②参加者数200人",
            "actual": "①講座数12回 ②参加者数240人",
        },
    ),
    Code.AIM_MISSED: Meaning(
        "indicators",
        "department",
        _NEW,
        {"rating": "A", "annual_plan": "人材養成講座２回を目指す。", "results": "人材養成講座を１回開催した。"},
        {"rating": "A", "annual_plan": "人材養成講座２回を目指す。", "results": "人材養成講座を２回開催した。"},
    ),
    Code.ACTUAL_MISSING: Meaning(
        "indicators",
        "department",
        _NEW,
        {"results": "進めた。", "indicator": "講座数", "target": "10", "unit": "回"},
        {"results": "進めた。", "indicator": "講座数", "target": "10", "actual": "12", "unit": "回"},
        survey=True,
    ),
    Code.TARGET_MISSING: Meaning(
        "indicators",
        "office",
        _NEW,
        {"results": "進めた。", "indicator": "講座数", "actual": "12", "unit": "回"},
        {"results": "進めた。", "indicator": "講座数", "target": "10", "actual": "12", "unit": "回"},
        survey=True,
    ),
    Code.UNIT_NOT_OF_NAME: Meaning(
        "indicators",
        "department",
        _NEW,
        {"results": "進めた。", "indicator": "講座", "target": "参加者数10人", "actual": "参加者数１回"},
        {"results": "進めた。", "indicator": "講座", "target": "参加者数10人", "actual": "参加者数12人"},
    ),
    Code.COUNT_BELOW_ZERO: Meaning(
        "indicators",
        "department",
        _NEW,
        {"results": "進めた。", "indicator": "講座の回数", "target": "10", "actual": "△12", "unit": "回"},
        {"results": "進めた。", "indicator": "参加者の増減", "target": "10", "actual": "△12", "unit": "人"},
        survey=True,
    ),
    Code.TOLD_TARGET_REACHED: Meaning(
        "indicators",
        "department",
        _NEW,
        {
            "rating": "B",
            "results": "進めた。",
            "cause": "人手",
            "next_steps": "急ぐ",
            "indicator": "成果",
            "target": "①講座数10回 ②参加者数200人",
            "actual": "①講座数12回 ②参加者数240人",
        },
        {
            "rating": "B",
            "results": "進めた。",
            "cause": "人手",
            "next_steps": "急ぐ",
            "indicator": "成果",
            "target": "①講座数10回 ②参加者数200人",
            "actual": "①講座数12回 ②参加者数140人",
        },
    ),
    Code.NAME_SPELT_OTHERWISE: Meaning(
        "names",
        "office",
        _NEW,
        {"results": "「市民活動支援センター」と協議し、「市民活動支授センター」で行った。"},
        {"results": "「市民活動支援センター」と協議し、「市民活動支援センター」で行った。"},
    ),
    Code.NO_SUCH_ITEM: Meaning(
        "names",
        "department",
        _NEW,
        {"results": "No.99の取組と合わせて進めた。"},
        {"results": "No.2の取組と合わせて進めた。"},
    ),
    Code.FORMER_DEPARTMENT: Meaning(
        "names",
        "office",
        _NEW,
        {"ended": "市民協働課", "results": "市民協働課と協議した。"},
        {"ended": "市民協働課", "results": "旧市民協働課から引き継いだ。"},
    ),
    Code.PARTICLE_TWICE: Meaning(
        "language",
        "office",
        _NEW,
        {"results": "交流の機会を拡大を図った。"},
        {"results": "交流の機会の拡大を図った。"},
    ),
    Code.PARTICLE_MISSING: Meaning(
        "language",
        "office",
        _NEW,
        {"results": "対象とした事業ついて、調整した。"},
        {"results": "対象とした事業について、調整した。"},
    ),
    Code.WORDS_DO_NOT_JOIN: Meaning(
        "language",
        "office",
        _NEW,
        {"results": "職員研修行った。"},
        {"results": "職員研修を行った。"},
        extra=True,
    ),
    Code.SAID_TWICE: Meaning(
        "language",
        "office",
        _NEW,
        {"results": "約30件程度を処理した。"},
        {"results": "約30件を処理した。"},
        survey=True,
    ),
    Code.WORD_TYPED_TWICE: Meaning(
        "language",
        "office",
        _NEW,
        {"results": "講座を実施実施した。"},
        {"results": "講座を実施した。"},
    ),
    Code.BRACKET_ALONE: Meaning(
        "language",
        "office",
        _NEW,
        {"results": "講座（10月を開催した。"},
        {"results": "講座（10月）を開催した。"},
        survey=True,
    ),
    Code.HALF_KATAKANA: Meaning(
        "language",
        "office",
        _NEW,
        {"results": "ｺﾐｭﾆﾃｨの場を設けた。"},
        {"results": "コミュニティの場を設けた。"},
        survey=True,
    ),
    Code.OTHER_BULLET: Meaning(
        "language",
        "office",
        _NEW,
        {"results": "・講座を開いた。\n●相談を受けた。\n・手引を作った。"},
        {"results": "・講座を開いた。\n・相談を受けた。\n・手引を作った。"},
    ),
    Code.PLACEHOLDER_LEFT: Meaning(
        "language",
        "office",
        _NEW,
        {"results": "○○課と協議した。"},
        {"results": "福祉課と協議した。"},
        survey=True,
    ),
    Code.TYPING_RESIDUE: Meaning(
        "language",
        "office",
        _NEW,
        {"results": "講座を開催した。。"},
        {"results": "講座を開催した。"},
        survey=True,
    ),
    Code.WIDTHS_MIXED: Meaning(
        "language",
        "office",
        _NEW,
        {"results": "講座を12回開き、34人、56人、78人が参加した。相談は１５件であった。"},
        {"results": "講座を12回開き、34人、56人、78人が参加した。相談は15件であった。"},
    ),
}
"""By the code of the finding, in the order of the codes."""
