"""Explanations of K4xx: between departments and the ledger, and the sheet of what was received."""

from collections.abc import Mapping

from kosei_xl.words.codes import Code
from kosei_xl.words.explanations.advice import Advice

K4_COLLECTING: Mapping[str, Advice] = {
    Code.ROW_OF_ANOTHER_DEPARTMENT: Advice(
        "一つの項目は、項目シートの「回答課」だけが答えます。別の課の記入を黙って台帳に入れることはしません。",
        "内容を採るなら台帳に書き写します。答える課が変わったのなら、項目シートの「回答課」を直して統合し直します。",
        "Each item is answered by one department (回答課 on 項目); what another one writes does not slip into the ledger.",
        "Copy it into the ledger if it is to count. If the answering department has changed, correct 回答課 and consolidate again.",
    ),
    Code.ROW_OF_SEVERAL_DEPARTMENTS: Advice(
        "回答課のほかに、参考として見えている課も同じ項目に書いています。二つを合わせるかどうかは人が決めることです。",
        "回答課でない課の文も要るなら台帳で合わせます。そのうえで、その課に消して出し直してもらうか、理由を書いて確認済にします。",
        "Beside the answering department another one, that only sees the item, wrote into it. Whether to join the two is for people to decide.",
        "Join them in the ledger if both are needed; then ask for a return without it, or mark the finding as looked at.",
    ),
    Code.REPEAT_DIFFERS: Advice(
        "再掲は元の項目と同じ内容を別の分野にも載せるものなので、二か所で違うことを書くと資料の中で矛盾します。空白と全角・半角の違いは数えません。",
        "どちらかを直して同じにします。再掲の欄を空にしておけば、いつも元の項目の評価と記入が使われます。",
        "A repeated listing shows its original's content again; saying two things would contradict itself. Spaces and letter width do not count.",
        "Make them agree. Left blank, a repeated listing always has its original's rating and entries.",
    ),
    Code.TWINS_DIFFER: Advice(
        "提出回も保存日時も同じ二つの調査票（同期フォルダーの写しなど）のどちらが後のものか分かりません。違う欄だけを止め、同じところは取り込みました。",
        "課に正しい方を選んでもらい、提出回を1つ増やして出し直してもらいます。その欄が届くと終わります。",
        "Two returns of the same number and time (as sync folders make) cannot be put in order. Only the fields that differ are held up.",
        "Have the department choose, and send it again with a higher 提出回; this ends when that field arrives.",
    ),
    Code.CONFLICT: Advice(
        "前に取り込んだ後、台帳の文を事務局が直し、課も別の文を出してきました。どちらかを黙って捨てることはしません。",
        "「競合」シートで三つの文（課、事務局、前回）を見比べ、「採用」で「課」「事務局」「自由記入」を選んで、もう一度統合します（ファイルの指定は要りません）。",
        "Since the last consolidation the office reworded the ledger and the department sent another text. Neither is dropped silently.",
        "On 競合 compare the texts, choose 課, 事務局 or 自由記入 under 採用, and consolidate again (no files needed).",
    ),
    Code.NOT_RETURNED: Advice(
        "答える項目のある課から、この時点の調査票がまだ一つも届いていません。",
        "督促します。「kosei status … --reminders フォルダー」で、課ごとのお願いの文ができます。",
        "A department with items to answer has sent nothing for this point.",
        "Remind it: kosei status … --reminders FOLDER writes a letter for each department.",
    ),
    Code.RATED_BY_OFFICE: Advice(
        "項目シートで「事務局評価」が○の項目（枝番のある親の項目など）は、課に評価を尋ねていません。",
        "台帳のその項目の行に、事務局が評価を書きます。",
        "Items marked 事務局評価 on 項目 (such as parents of sub-items) ask no department for a rating.",
        "Write the rating into the item's row of the ledger.",
    ),
    Code.NOBODY_ANSWERS: Advice(
        "推進担当課も回答課もない項目は、どの調査票にも載らず、だれも答えません。",
        "項目シートで回答課を決めて配るか、事務局が台帳に書きます。",
        "An item without a department stands in no survey, and nobody answers it.",
        "Set 回答課 on 項目 and hand out, or write into the ledger.",
    ),
    Code.PICTURE_CONFLICT: Advice(
        "事務局が写真を貼り替えた後に、課も別の写真を出してきました。事務局の写真を残してあります。",
        "「競合」シートの「採用」で「課」か「事務局」を選んで統合します。",
        "After the office replaced a picture, the department sent another one. The office's stays.",
        "Choose 課 or 事務局 under 採用 on 競合 and consolidate.",
    ),
    Code.COPY_OF_A_RETURN: Advice(
        "名前は違っても中身の同じファイルが二つあります（コピーや二重の送信）。二度数えることはありません。",
        "何もしなくて構いません。",
        "Two files of different names say the same (a copy, or sent twice). Nothing counts twice.",
        "Nothing.",
    ),
    Code.SAVED_LATER_USED: Advice(
        "提出回を増やさずに書き直したものと思われるので、後に保存された方を新しいと見なしました。",
        "後の方でよければ何もしません。違えば、正しい方の提出回を増やして出し直してもらいます。",
        "The survey was probably corrected without raising 提出回, so that the one saved later counts.",
        "Nothing if that is right; else have the right one sent with a higher 提出回.",
    ),
    Code.REVISED_BUT_OLDER: Advice(
        "新しさは提出回と保存日時で決めます。名前に「最終」「修正版」とあるのに古い、という食い違いは人が見る必要があります。",
        "どちらが正しいか課に尋ね、こちらが正しければ提出回を増やして出し直してもらいます。",
        "提出回 and saved time decide which return counts. One that is named 最終 or 修正版 and yet is older needs a look.",
        "Ask the department; if this one is right, have it sent with a higher 提出回.",
    ),
    Code.CHOICE_NOT_APPLIED: Advice(
        "「競合」シートの採用が決まった言葉でない、自由記入の文がない、選んだ後で元の文が変わった、などのため、まだ決まったとは言えません。",
        "続きの説明のとおりに「競合」シートを直して、統合し直します。",
        "A choice on 競合 is none of the words, lacks its text, or was made beside texts that have changed since.",
        "Correct 競合 as the message goes on to say, and consolidate again.",
    ),
    Code.CHOICE_WITHOUT_CONFLICT: Advice(
        "選んでいる間に課が出し直すなどして、競合がなくなりました。書かれたことは受領の「その他の記入」に残してあります。",
        "台帳の文でよければ何もしません。選んだ文にしたければ、台帳に直接書きます。",
        "The conflict went away meanwhile, as when the department sent again. What was typed is kept on 受領.",
        "Nothing if the ledger is right; else write the text into it.",
    ),
    Code.ACKNOWLEDGEMENT_INCOMPLETE: Advice(
        "確認済は、印と理由の両方がそろって初めて効きます。競合のように別のところで決める指摘は、確認済にできません。",
        "続きの説明のとおり、足りない方を書くか、「競合」シートで決めます。",
        "An answer to a finding holds with both mark and reason; conflicts are decided elsewhere.",
        "Write what is missing, or choose on 競合.",
    ),
    Code.WORD_UNKNOWN: Advice(
        "提出状況シートに事務局が書いたことが、選べる言葉や日付になっていません。書いたつもりで効かないのを防ぎます。",
        "示された言葉を選ぶか、日付を「2026-11-21」のように書きます。",
        "What the office typed on 提出状況 is none of the words to choose from, or no date, and would have no effect.",
        "Choose one of the words, or write the date as 2026-11-21.",
    ),
    Code.LEFT_BLANK: Advice(
        "前は文のあった欄が空で戻りました。消したのか書き忘れたのか、空欄だけでは分かりません。",
        "「競合」シートで「残す」か「消す」を選びます。調査票ごとに一度に決める行もあります。課は「（削除）」と書けば消せます。",
        "A field that had a text came back blank; whether it was cleared or forgotten cannot be told.",
        "Choose 残す or 消す on 競合, where one row decides for the whole survey. A department deletes by writing 「（削除）」.",
    ),
    Code.ROWS_LEFT_BLANK: Advice(
        "何も書かれていない行は「変わりなし」とも「書き忘れ」とも取れるので、前の記入を残します。",
        "並んだ項目が本当に変わりないのか、気になるものだけ課に確かめます。",
        "A row without any entry may mean no change or be forgotten; what was there before stays.",
        "Ask the department about those that matter.",
    ),
    Code.DELETED_AS_WRITTEN: Advice(
        "課が「（削除）」と書いた欄なので、台帳の文を消しました。消した文は受領にも残っています。",
        "消してよければ何もしません。間違いなら、示された文を台帳に書き戻します。",
        "The department wrote 「（削除）」, so the text was deleted from the ledger; 受領 still has it.",
        "Nothing if that is right; else write the quoted text back.",
    ),
    Code.NOTHING_FROM_DEPARTMENT: Advice(
        "部ごとの調査票の中で、この課の項目だけが一つも書かれていません。ほかの課が書いたところで返されたのかもしれません。",
        "部の取りまとめの人に、この課の分を書いて出し直してもらいます。",
        "In the survey of a 部, the rows of this department alone are all blank; it may have been sent before they were filled in.",
        "Ask the person who gathers it for this department's part.",
    ),
    Code.OBJECT_NOT_READ: Advice(
        "手書き（インク）や、埋め込まれたWord・PDFの中身は読めません。大事なことが書かれているかもしれません。",
        "Excelで開いて見て、載せるべきことは台帳に書きます。見たら確認済にします。",
        "Ink and embedded files cannot be read, and may say something important.",
        "Open the workbook and look; write into the ledger what matters, then mark the finding as looked at.",
    ),
    Code.ROWS_SORTED: Advice(
        "表を並べ替えると、隠れた行キーと見えている番号・名称がずれます。どちらを信じても別の項目に入るおそれがあるので、どちらにも入れません。",
        "配布した調査票の並びで書き直してもらいます。内容は受領の「その他の記入」にあるので、急ぐときは台帳に書き写せます。",
        "Sorting parts hidden row keys from visible numbers and names; trusting either may fill the wrong item, so neither is used.",
        "Have it filled in in the order handed out. The texts are on 受領, to be copied into the ledger in a hurry.",
    ),
    Code.ANSWERS_SORTED: Advice(
        "配ったときに別の行にあった文（前回の記入など）がこの行にあるので、記入欄だけが動いたと見られます。項目と記入の組み合わせが信じられません。",
        "配布した調査票の並びで書き直してもらうか、内容を確かめて台帳に書き写します。",
        "A text that was handed out in another row stands here, so the answers alone were moved and belong to nobody knows which item.",
        "Have it filled in in the order handed out, or check the texts and copy them into the ledger.",
    ),
    Code.EARLIER_VERSION: Advice(
        "計画を見直す前に配った調査票ですが、続いている項目は行キーで正しく分かるので取り込みました。",
        "何もしなくて構いません。新しい項目の分は、別に尋ねてください。",
        "The survey was handed out before the plan was revised; items that go on were read by their keys.",
        "Nothing; but ask separately about items that are new.",
    ),
    Code.ROW_OF_FORMER_ITEM: Advice(
        "見直しでなくなった項目についての記入です。今の計画には入れるところがありません。",
        "引き継いだ項目があれば、台帳のその項目に書き写します。",
        "An answer to an item that the revision has taken out; the plan has no place for it.",
        "If another item took over, copy it into that one's row of the ledger.",
    ),
    Code.RECEIVED_CHANGED: Advice(
        "受領は「何が届いたか」の証拠で、台帳はここから作り直せます。後から書き換えると、届いたものと違う経過になってしまいます。",
        "控え（.bak）から戻します（kosei undo）。戻せないときは、指摘シートで理由を書いて確認済にすると、このまま進められます。",
        "受領 is the evidence of what arrived, from which the ledger can be made anew; edited, it tells another story.",
        "Go back to the backup (kosei undo), or mark the finding as looked at with a reason and go on as it is.",
    ),
    Code.RECEIVED_MOVED: Advice(
        "受領の行が消えたり、足されたり、並べ替えられたりしています。順番も経過の一部なので、どこからずれたかを知らせます。",
        "控え（.bak）から戻します（kosei undo）。見たいだけなら、並べ替えではなく絞り込みを使います。",
        "Rows of 受領 are missing, were added or sorted; their order is part of the story.",
        "Go back to the backup (kosei undo). To look at some rows, use a filter instead of sorting.",
    ),
    Code.RECEIVED_FINDING_UNREADABLE: Advice(
        "届いたファイルの指摘は受領にも書いてありますが、その行が読めません。あるはずの指摘がないまま進むのを防ぎます。",
        "そのファイルをもう一度統合します。新しい版で書いたブックなら、kosei_xlを新しい版にします。",
        "Findings of returned files are kept on 受領, and this one cannot be read; going on without it would hide it.",
        "Consolidate that file again; if a newer version wrote it, update kosei_xl.",
    ),
    Code.LEFT_AS_PRINTED: Advice(
        "配ったときに印刷してあった文のままの欄は、課の記入とは見ません。新しく開いた様式で一か所だけ直して出すと、"
        "ほかの欄は印刷のまま届くためです。課が前に出した文を残しました。",
        "元の文に戻すつもりだったかどうかを課に尋ねます。戻すなら台帳を直します。そうでなければ何もしません。",
        "A field that holds what was printed when the form was handed out is no answer: who corrects one item in a fresh "
        "form sends the others as printed. What the department wrote before stays.",
        "Ask the department whether it meant to go back to the printed text; if so, correct the ledger.",
    ),
    Code.FORM_GUESSED: Advice(
        "ファイルの無害化などで非表示シートが消えると、何回目に配った様式かが分かりません。記入がいちばん近いものとして読みました。",
        "配布記録の番号と課の話が合っていれば、何もしなくてかまいません。違うときは、配り直した様式に書いて出し直してもらいます。",
        "Without its hidden sheet (file cleaning) nothing says which of several forms this was; the most similar one counts.",
        "Nothing to do if that is the one; otherwise ask for a return in the form that was handed out last.",
    ),
    Code.LATE_RETURN: Advice(
        "確定した報告時点の資料は、いつ刷り直しても同じでなければなりません。遅れて届いた調査票は受領シートに「確定後」として残し、台帳には入れません。",
        "直しが要らなければ、何もしなくてかまいません。公表したものを直すときは訂正シートに理由とともに書き、正誤表を作ります。確定前からやり直すときは、理由を付けて確定を解き、ファイルをもう一度統合します。",
        "Papers of a closed point must print the same for ever; what comes late is kept in 受領 and changes nothing.",
        "Nothing to do if nothing is to change. Otherwise make a correction, or reopen the point with a reason and take the file in again.",
    ),
    Code.CLOSED_POINT_CHANGED: Advice(
        "確定した報告時点の台帳を直すと、公表した資料と、次の資料の「前回の評価」などが食い違います。理由の書いてある訂正だけを認めます。",
        "公表したものの誤りなら、訂正シートに発行の番号、No.、欄、理由を書きます（正誤表はそこから作ります）。うっかり直したときは、指摘にある確定時の内容に戻します。",
        "A changed ledger of a closed point contradicts what was published; only corrections with a reason may.",
        "Write the correction and its reason on 訂正, or put back what the finding quotes.",
    ),
    Code.CORRECTION_UNKNOWN: Advice(
        "訂正シートの一行は、発行した資料の一つの欄のことです。発行の番号、No.、欄が分からないと、正誤表に載せられません。",
        "発行の番号は、発行したときと確定したときに出ます。No.と欄は、そのときの資料に印刷した番号と見出しを書きます。",
        "A line of the corrections is about one column of what was published; it has to be clear which.",
        "Write publication, No. and column as they were printed then.",
    ),
    Code.KEPT_RECORD_CHANGED: Advice(
        "確定した資料は、発行記録シート（非表示）に残した行から刷ります。その行が消えたり書き換えられたりすると、刷ったものが公表した資料と同じとは言えません。",
        "事務局ブックの控え（.bak、共有フォルダーの以前のバージョン）から戻します。どこにもないときは、理由を付けて確定を解き、発行し直します。",
        "Papers of a closed point are printed from the rows of 発行記録; these were changed or deleted.",
        "Go back to a copy of the master; if there is none, reopen the point with a reason and publish it anew.",
    ),
    Code.CORRECTION_WITHOUT_REASON: Advice(
        "公表したものを後から直したわけは、後任の人や監査の人が必ず尋ねます。",
        "訂正の理由の欄に、何をどう誤ったのかを一行で書きます。",
        "Why something published was changed is what successors and auditors ask.",
        "Write in a line what was wrong and why.",
    ),
    Code.CORRECTION_NOT_IN_LEDGER: Advice(
        "訂正シートに書いても、台帳が前のままでは、次の資料の「前回の評価」などに誤った内容が残ります。",
        "台帳のその時点の行を、訂正の「正」のとおりに直します。",
        "What follows is printed from the ledger: it has to have the right text too.",
        "Correct the row of that point in the ledger.",
    ),
    Code.HEADING_OF_ANOTHER_YEAR: Advice(
        "会議名、会議の日、見出しに書いた年度は、時点が変わっても自分では変わりません。前の年度の会議名のまま資料になるのを防ぎます。",
        "帳票シートの表題、会議名、会議の日を、この時点のものに直します。年度は {年度} などの差し込みで書くと、直さずに済みます。",
        "Years written into titles and meetings do not follow the point; this keeps last year's from being printed.",
        "Correct 表題, 会議名 or 会議の日 on 帳票; placeholders such as {年度} follow the point by themselves.",
    ),
    Code.KEPT_PICTURE_GONE: Advice(
        "写真は写真シートにあるものを刷ります。確定した時点の写真を消すと、同じ資料を刷れません。",
        "控えのブックの写真シートから、同じ写真をその行に貼り直します。",
        "Photos are printed from the sheet 写真; those of closed points must stay there.",
        "Put the same photo back into its row from a copy of the workbook.",
    ),
    Code.RETURN_OF_PREDECESSOR: Advice(
        "組織の変更の日からは、引き継いだ課が回答します。前の課の名前で配った調査票が後から届いたときは、引き継いだ課の記入として扱います。",
        "引き継いだ課が違うときは、組織の変更シートを直し、もう一度統合します。",
        "From the date of a change the successor answers; a survey handed out under the old name is its return.",
        "If another department has taken over, correct the sheet of reorganisations and take the file in again.",
    ),
    Code.NOBODY_SUCCEEDS: Advice(
        "廃止した課には調査票を配りません。引き継いだ課が分からないと、この項目はだれも答えません。",
        "組織の変更シートに、変更日、前の課、後の課を書きます。項目ごと別の課に移したときは、項目シートの主担当を直します。",
        "An abolished department gets no survey; without a successor nobody would answer the item.",
        "Write date, old and new department on the sheet of reorganisations, or give the item another lead.",
    ),
    Code.SUCCESSOR_UNDECIDED: Advice(
        "課が分かれたときは、項目ごとにどの課が引き継いだかを決めないと、調査票を配れません。",
        "組織の変更シートに、後の課ごとに一行ずつ書き、「引き継ぐ項目」にNo.を「、」で区切って書きます。",
        "When a department was split it must be said for each item who answers it now.",
        "Write one row for each new department on the sheet of reorganisations, with the No. of the items that it takes over.",
    ),
    Code.REORGANISED_UNKNOWN: Advice(
        "組織の変更の前の課、後の課は、部署シートの名前か部署番号で書きます。",
        "部署シートに新しい課の行（開始日）を足し、同じ名前を書きます。同じ名前の課がいくつもあるときは、部署番号で書きます。",
        "Reorganisations name departments as 部署 does, by name or code.",
        "Add the row of the new department on 部署, and write the same name; the code where names recur.",
    ),
    Code.ITEM_END_UNCLEAR: Advice(
        "項目は終わっても消さず、「状態」と「終わりの時点」を書きます。次の時点からは調査票にも資料にも載りません。",
        "終わったのなら、終わりの時点（最後に載る報告時点）と状態（終了、統合、移管）の両方を書きます。続いているのなら、状態を「継続」に、終わりの時点を空欄にします。",
        "An item that has ended keeps its row; state and last point say so. From the next point on it is not listed.",
        "Write both, or neither.",
    ),
    Code.ORIGINAL_NOT_THERE: Advice(
        "再掲は元の項目の評価と文を載せるので、元の項目がない時点には載せられません。",
        "元の項目が終わっていれば、再掲の行にも同じ「終わりの時点」と状態を書きます。",
        "A repeated listing shows its original, which is not there at that point.",
        "Give the listing the same first and last point as its original.",
    ),
    Code.ENTRY_NOT_AT_POINT: Advice(
        "始まる前、終わった後の時点の行に記入があっても、数えず、印刷もしません。書いた人がそれに気づかないことを防ぎます。",
        "項目がその時点にもあるなら、始まりの時点か終わりの時点を直します。ないなら、記入を本来の時点の行に移します。",
        "Entries before an item begins or after it has ended are neither counted nor printed; nobody would notice.",
        "Correct the first or last point of the item, or move the entry to the point that it belongs to.",
    ),
}
