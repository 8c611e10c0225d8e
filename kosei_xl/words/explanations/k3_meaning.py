"""Explanations of K32x to K37x: rules of meaning, which find what entries prove against themselves."""

from collections.abc import Mapping

from kosei_xl.words.codes import Code
from kosei_xl.words.explanations.advice import Advice

K3_MEANING: Mapping[str, Advice] = {
    Code.SUM_DIFFERS: Advice(
        "内訳と計の食い違いは、資料を読む人がまず電卓で確かめるところです。",
        "内訳と計のどちらが正しいかを確かめ、直してもらいます。内訳がすべてでないなら「主な内訳」などと書きます。",
        "A breakdown that does not add up is what readers check first.",
        "Correct the parts or the whole; where the list is not complete, say so.",
    ),
    Code.SHARE_DIFFERS: Advice(
        "割合とその元の件数が並んでいて、計算が合いません。",
        "割合か件数を直してもらいます。",
        "A share stands beside the counts it comes from, and does not follow from them.",
        "Have the share or the counts corrected.",
    ),
    Code.DIRECTION_DIFFERS: Advice(
        "「増加した」「下回った」の前の二つの数が、逆の動きをしています。",
        "数か言葉を直してもらいます。",
        "Two figures and the word behind them say opposite things.",
        "Have the figures or the word corrected.",
    ),
    Code.TEXT_HAS_OTHER_FIGURE: Advice(
        "同じことの数が、指標と文で違っています。片方だけ直したときに起こります。",
        "正しいほうにそろえてもらいます。別のことの数なら、そう分かるように書くか、確認済にします。",
        "The same figure stands in the indicator and in the text, and differs.",
        "Have both made the same; if they are two things, mark it as looked at.",
    ),
    Code.RESTATED_DIFFERS: Advice(
        "「残る16手続」のように同じ言葉で指したものの数が、欄によって違います。",
        "どちらかにそろえてもらいます。",
        "What the same words speak of has another number in another field.",
        "Have them made the same.",
    ),
    Code.RELISTED_NAME_DIFFERS: Advice(
        "再掲は、元の項目と同じ名称で印刷されるはずです。",
        "項目シートの名称をそろえます。違う名称でよければ確認済にします。",
        "A repeated listing should bear the name of its original.",
        "Make the names on 項目 the same, or mark it as looked at.",
    ),
    Code.TEXT_OFF_BY_THOUSANDS: Advice(
        "円と千円の取り違えのように、桁だけが違う数が指標と文に並んでいます。",
        "単位と桁を確かめ、正しいほうにそろえてもらいます。",
        "The indicator and the text give the same digits in another magnitude.",
        "Check the unit and have both made the same.",
    ),
    Code.TEXT_HAS_OTHER_UNIT: Advice(
        "同じ数が、指標と文で違う単位になっています。",
        "正しい単位にそろえてもらいます。",
        "The same number has another unit in the text.",
        "Have the units made the same.",
    ),
    Code.SEEM_SWAPPED: Advice(
        "当初予定の文に実績値の数が、取組実績の文に目標値の数があり、欄を取り違えたと思われます。",
        "二つの欄を確かめ、正しいほうに直してもらいます。",
        "The plan's sentences have the actual's figure and the result's the target's: the cells were probably mixed up.",
        "Check both cells and have them corrected.",
    ),
    Code.NO_SUCH_DAY: Advice(
        "打ち間違いの日付です。",
        "正しい日付に直してもらいます。",
        "The date was mistyped.",
        "Have it corrected.",
    ),
    Code.DAYS_DIFFER: Advice(
        "期間とその日数が合いません。始まりの日を数えない書き方は、間違いとしません。",
        "期間か日数を直してもらいます。",
        "A period and its number of days disagree. Not counting the first day is taken as right.",
        "Have the period or the number corrected.",
    ),
    Code.RESULT_OF_OTHER_YEAR: Advice(
        "年の書き間違いか、前の年度の文が残ったものと思われます。",
        "この年度の実績に直してもらいます。前の年度のことを書いたのなら、そう分かるように書くか、確認済にします。",
        "The year was mistyped, or the text is last year's.",
        "Have it corrected; if it tells of another year on purpose, mark it as looked at.",
    ),
    Code.LAST_DATE_LEFT: Advice(
        "前回の報告の文が、そのまま残っていると思われます。前回より前の日付は、K312で示します。",
        "今回の報告時点の数と日付に直してもらいます。",
        "The text was probably left from the last report. Older days are told by K312.",
        "Have figures and day brought up to date.",
    ),
    Code.BASELINE_STALE: Advice(
        "目標の横に書く前年度末の状況が、前の年に書いたままになっていることがあります。",
        "前年度の実績に直してもらいます。計画策定時の値を書く決まりなら、点検の設定で使わないことにします。",
        "The baseline beside a target is often left as it was written the year before.",
        "Have it brought up to date; where baselines are those of the plan's beginning, switch the rule off.",
    ),
    Code.YEAR_MOVED: Advice(
        "同じ節目の年が、一つの項目の中で違っています。",
        "正しい年にそろえてもらいます。遅れて変わったのなら、変わったことが分かるように書いてもらいます。",
        "The same milestone has two years within one item.",
        "Have the years made the same, or have it said that the year has changed.",
    ),
    Code.TARGET_BEYOND_PLAN: Advice(
        "計画の期間の中では達成を確かめられない目標です。",
        "計画期間の終わりの目標に直すか、別の計画の目標ならそう分かるように書いてもらいます。",
        "Within the plan nobody can say whether this target is reached.",
        "Have a target for the plan's end given, or say which other plan it belongs to.",
    ),
    Code.YEAR_FAR_AWAY: Advice(
        "令和と平成の取り違えと思われます。",
        "元号か年を直してもらいます。昔のことを書いたのなら確認済にします。",
        "令和 and 平成 were probably mixed up.",
        "Have era or year corrected; if it tells of long ago, mark it as looked at.",
    ),
    Code.TOLD_TARGET_MISSED: Advice(
        "一つの欄にいくつも書かれた指標（①…②…）も読んで、評価と比べます。数が一つだけの欄は、K310で示します。",
        "評価か数字を直してもらいます。ほかの理由で評価したのなら、理由を書いて確認済にします。",
        "Indicators told several in one cell are read too and held against the rating. Cells with one figure are told by K310.",
        "Have rating or figures corrected, or mark it as looked at with the reason.",
    ),
    Code.AIM_MISSED: Advice(
        "文に書かれた「○回を目指す」も目標です。実績の文に同じことの数があり、届いていません。",
        "評価か文を直してもらいます。",
        "A sentence that aims at a number is a target as well; the results tell of fewer.",
        "Have the rating or the texts corrected.",
    ),
    Code.ACTUAL_MISSING: Advice(
        "目標だけが印刷され、どうなったかが分かりません。",
        "実績値を書いてもらいます。まだ分からないなら「―（６月に確定）」のように書きます。",
        "The target is printed, and nobody learns what became of it.",
        "Have the actual filled in, or say when it will be known.",
    ),
    Code.TARGET_MISSING: Advice(
        "実績だけが印刷され、よいのか悪いのかが分かりません。",
        "目標値を書いてもらいます。目標を置かない指標なら、点検の設定で使わないことにします。",
        "The actual is printed, and nobody can tell whether it is good.",
        "Have the target filled in; where indicators have none, switch the rule off.",
    ),
    Code.UNIT_NOT_OF_NAME: Advice(
        "「参加者数」が「回」で書かれているように、名前と単位が合いません。名前か数のどちらかが違っています。",
        "名前か単位を直してもらいます。",
        "A name such as 参加者数 does not go with a unit such as 回: one of them is wrong.",
        "Have the name or the unit corrected.",
    ),
    Code.COUNT_BELOW_ZERO: Advice(
        "件や人などで数えるものが、0より小さいことはありません。増減を表す指標なら言いません。",
        "符号を直してもらいます。",
        "What is counted cannot be below zero. Changes may be.",
        "Have the sign corrected.",
    ),
    Code.TOLD_TARGET_REACHED: Advice(
        "一つの欄に書かれた指標の目標にはすべて届いているのに、遅れの評価が付いています。",
        "評価の理由が要因などの欄に書かれているか確かめます。",
        "All targets told in the cells were reached, yet the item is rated behind.",
        "See whether the reason stands under 要因.",
    ),
    Code.NAME_SPELT_OTHERWISE: Advice(
        "同じ名前が、計画や別の文と一字だけ違っています。",
        "正しい書き方にそろえます。別の名前なら確認済にします。",
        "A name differs by a letter from how the plan or another text spells it.",
        "Make them the same; if they are two names, mark it as looked at.",
    ),
    Code.NO_SUCH_ITEM: Advice(
        "番号の書き間違いか、前の計画の番号です。",
        "正しい番号に直してもらいます。",
        "The number was mistyped, or is one of the plan before.",
        "Have it corrected.",
    ),
    Code.FORMER_DEPARTMENT: Advice(
        "組織の変わる前の課の名前が、文に残っています。",
        "今の課の名前に直すか、「旧」を付けます。当時のことなら確認済にします。",
        "The text has the name of a department from before the reorganisation.",
        "Use the present name or write 旧; if it tells of that time, mark it as looked at.",
    ),
    Code.PARTICLE_TWICE: Advice(
        "直しの跡に、助詞が余分に残ることがあります。",
        "余分な助詞を消します。",
        "A particle is easily left behind when a sentence is changed.",
        "Delete the one too many.",
    ),
    Code.PARTICLE_MISSING: Advice(
        "「事業ついて」のように、前に「に」が要る言葉の前に、何もありません。",
        "抜けた助詞を補います。",
        "A word that needs the particle 「に」 before it stands right behind a noun.",
        "Put the particle in.",
    ),
    Code.WORDS_DO_NOT_JOIN: Advice(
        "「研修行った」「引き上げるについて」のように、助詞や「こと」が要るところにありません。文の品詞を調べるので、追加の部品が要ります。",
        "言葉を補います。",
        "A particle or 「こと」 is missing. The rule needs the parts of speech, and so the extra.",
        "Put the word in.",
    ),
    Code.SAID_TWICE: Advice(
        "「約30件程度」「効果的かつ効果的」のように、同じ意味の言葉が重なっています。",
        "どちらかを消します。",
        "The same is said twice.",
        "Delete one of them.",
    ),
    Code.WORD_TYPED_TWICE: Advice(
        "同じ言葉が続けて二度打たれています。",
        "一つを消します。",
        "The same word stands twice in a row.",
        "Delete one of them.",
    ),
    Code.BRACKET_ALONE: Advice(
        "括弧の片方が抜けています。",
        "足りない括弧を補います。",
        "One bracket of a pair is missing.",
        "Put it in.",
    ),
    Code.HALF_KATAKANA: Advice(
        "半角カナは、資料の中で字の形がそろわず、濁点が離れて見えます。半角の「~」は、引用符のように上に寄って印刷されます。",
        "全角に直します（「~」は「～」）。",
        "Half-width katakana looks out of place on paper, its marks apart; “~” is printed high, like a quotation mark.",
        "Write it in full width.",
    ),
    Code.OTHER_BULLET: Advice(
        "一つの欄の中で、行の頭の記号がそろっていません。",
        "記号をそろえます。",
        "The lines of a list begin with different marks.",
        "Use one mark.",
    ),
    Code.PLACEHOLDER_LEFT: Advice(
        "「調整中」「○○」「後日記入」などが、そのまま印刷されてしまいます。",
        "決まった内容に直してもらいます。そのまま出すなら確認済にします。",
        "調整中, ○○ and the like would be printed as they are.",
        "Have it filled in; if it is to stay, mark it as looked at.",
    ),
    Code.TYPING_RESIDUE: Advice(
        "「。。」「、。」や、かなの間の英字などです。",
        "余分な文字を消します。",
        "Such as 「。。」, 「、。」 or a letter between kana.",
        "Delete it.",
    ),
    Code.WIDTHS_MIXED: Advice(
        "同じ一覧の中で、二桁以上の数字の四つに三つ以上が同じ幅なのに、ほかの幅の数字があります。少しだけならそれぞれに、多ければ一度だけ示します。",
        "どちらかにそろえます。",
        "At least three of four figures of two digits and more in a list have one width; others differ. Told at each, or once.",
        "Use one width.",
    ),
}
"""What a rule of meaning is for and what to do about its finding."""
