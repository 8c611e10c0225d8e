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
}
