"""Explanations of K3xx: rules on the entries of one return, or of the ledger."""

from collections.abc import Mapping

from kosei_xl.words.codes import Code
from kosei_xl.words.explanations.advice import Advice

K3_SUBMISSION: Mapping[str, Advice] = {
    Code.RATING_BLANK: Advice(
        "評価対象の項目に評価がないと、件数も総括表も決まりません。",
        "課に評価を選んでもらいます。急ぐときは事務局が台帳に書けます（その記録が残ります）。",
        "Without a rating on each rated item neither counts nor summary are settled.",
        "Have the department choose one; in a hurry the office can write it into the ledger (this is recorded).",
    ),
    Code.REQUIRED_BY_RATING: Advice(
        "評価区分シートの「記入が要る欄」で、この評価なら書くと決めた欄（遅れの要因など）が空いています。",
        "その欄を書いてもらいます。要らないと決めるなら、評価区分の「記入が要る欄」を直すか、理由を書いて確認済にします。",
        "記入が要る欄 on 評価区分 demands this field (such as the cause of a delay) for this rating, and it is blank.",
        "Have it filled in. If it is not wanted, correct 評価区分, or mark the finding as looked at with a reason.",
    ),
    Code.REQUIRED_BLANK: Advice(
        "帳票列シートで「必ず記入」とした欄が空いています。",
        "その欄を書いてもらいます。書かなくてよい欄なら、帳票列の「調査票での扱い」を「記入」に変えます。",
        "A field that 帳票列 declares as 必ず記入 is blank.",
        "Have it filled in; if it need not be, change 調査票での扱い to 記入.",
    ),
    Code.RATING_OF_UNRATED: Advice(
        "項目シートで「対象外」の項目に評価が入っています。数えると件数が合わなくなります。",
        "評価を空欄にします。評価する項目なら、項目シートの「評価対象」を「評価」にします。",
        "An item that 項目 declares as 対象外 has a rating; counted, it would spoil the figures.",
        "Clear it. If the item is to be rated, set 評価対象 on 項目 to 評価.",
    ),
    Code.NOTHING_FILLED_IN: Advice(
        "配ったときから何も変わっていません。書く前のファイルを間違えて返したものと思われます。台帳の前の記入は消しません。",
        "書いた調査票を送ってもらいます。本当に変更なしなら、前の記入のままでよい理由を書いて確認済にします。",
        "Nothing differs from what was handed out; the unfilled file was probably sent by mistake. The ledger keeps what it had.",
        "Ask for the filled-in one. If nothing has changed indeed, mark the finding as looked at and say so.",
    ),
    Code.NOT_CONFIRMED: Advice(
        "課の責任者が見ていない記入が、そのまま公になるのを防ぐためです。",
        "課長に確かめてもらい、記入要領の「確認者」に名前を書いて出し直してもらいます。",
        "So that nothing is published that the head of the section has not seen.",
        "Have the chief look at it, write the name into 確認者 on 記入要領, and send it again.",
    ),
    Code.SUBMISSION_NO_UNREADABLE: Advice(
        "同じ課から何度か届いたとき、提出回の大きいものを新しいと見ます。読めないと、書き直しが古いものとして扱われることがあります。",
        "記入要領の「提出回」を、2、3のような数字にして出し直してもらいます。",
        "Of several returns the one with the higher 提出回 counts; unread, a correction may pass for the older one.",
        "Have 提出回 on 記入要領 written as a number such as 2, and the survey sent again.",
    ),
    Code.UNITS_DIFFER: Advice(
        "「件」と「人」、「千円」と「円」のように単位が違うと、目標に届いたかを比べられません。",
        "目標値と実績値を同じ単位で書いてもらいます。",
        "In different units (件 and 人) a target and an actual cannot be compared.",
        "Have both written in one unit.",
    ),
    Code.UNIT_CHANGED: Advice(
        "同じ名前の指標の単位が前回と違うと、単位だけ変えて数字を直し忘れていることがあります。",
        "数字も新しい単位で書かれているか、課に確かめます。正しければ確認済にします。",
        "An indicator of the same name had another unit last time; its figures may not have been converted.",
        "Ask whether they are in the new unit; if so, mark the finding as looked at.",
    ),
    Code.TARGET_MISSED: Advice(
        "目標に届いていないのに予定どおり以上の評価だと、会議で説明を求められます。上半期は、年度の目標と比べないので言いません。",
        "評価か数字を直してもらいます。ほかの理由で評価したのなら、理由を書いて確認済にします。",
        "A rating of on schedule or better beside a missed target will be asked about. Half-year points are not compared with the year's targets.",
        "Have rating or figures corrected, or mark the finding as looked at with the reason.",
    ),
    Code.TARGET_REACHED: Advice(
        "指標の目標にはすべて届いているのに、遅れの評価が付いています。間違いとは限りませんが、念のため示します。",
        "評価の理由が要因などの欄に書かれているか確かめます。",
        "All targets were reached, yet the item is rated behind. That need not be wrong.",
        "See whether the reason stands under 要因.",
    ),
    Code.OLD_DATE: Advice(
        "「…日現在」の日付が前回の報告時点より前なので、前回の文が残っている疑いがあります。後の日付も書かれた文では言いません。",
        "今の状況に直してもらいます。その日付でよければ確認済にします。",
        "「…日現在」 names a day before the previous point, so the text may be last time's. Texts that also name a later day are left alone.",
        "Have it brought up to date, or mark the finding as looked at.",
    ),
    Code.TEXT_TOO_LONG: Advice(
        "Excelの行には高さの限りがあるので、A3の一覧の一行に収まらない文は、次の行へ（続き）として分かれます。文は欠けませんが、読みにくくなります。",
        "要点に絞ってもらうか、帳票列の幅を広げます。分かれてよければ、そのままで構いません。",
        "Rows of Excel can be only so high: a text that does not fit one row of the A3 list goes on in another, marked （続き）. Nothing is lost, but it reads badly.",
        "Have it shortened, or widen the column on 帳票列; it may also stay.",
    ),
}
