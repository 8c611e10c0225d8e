"""Why each finding exists and what to do about it: for `kosei explain` and the manual. One module a stage.

A new finding: its name in `words.codes`, its message in `words.findings`, its explanation in the module of its stage.
"""

from collections.abc import Mapping

from kosei_xl.words.explanations.advice import Advice
from kosei_xl.words.explanations.k1_reading import K1_READING
from kosei_xl.words.explanations.k2_values import K2_VALUES
from kosei_xl.words.explanations.k3_meaning import K3_MEANING
from kosei_xl.words.explanations.k3_submission import K3_SUBMISSION
from kosei_xl.words.explanations.k4_collecting import K4_COLLECTING
from kosei_xl.words.explanations.k5_report import K5_REPORT
from kosei_xl.words.explanations.k7_finished import K7_FINISHED

STAGES: Mapping[str, tuple[str, str, Mapping[str, Advice]]] = {
    "K1": ("読み取り", "reading", K1_READING),
    "K2": ("記入と写真", "entries and pictures", K2_VALUES),
    "K3": ("記入の決まり", "rules on entries", {**K3_SUBMISSION, **K3_MEANING}),
    "K4": ("課と台帳のあいだ", "between departments and the ledger", K4_COLLECTING),
    "K5": ("委員会資料とPDF、公表", "the papers, their PDF and what is published", K5_REPORT),
    "K7": ("できた資料の照合と取り込み", "a finished report", K7_FINISHED),
}
"""How the codes of a stage begin -> what it is called in Japanese and English, and the explanations of its codes."""
EXPLANATIONS: Mapping[str, Advice] = {code: one for *_, stage in STAGES.values() for code, one in stage.items()}
