"""Explanations of K7xx: a finished report beside the ledger (`verify`), and what was edited in it (`adopt`)."""

from collections.abc import Mapping

from kosei_xl.words.codes import Code
from kosei_xl.words.explanations.advice import Advice

K7_FINISHED: Mapping[str, Advice] = {
    Code.FIGURE_DIFFERS: Advice(
        "資料の数を、台帳からもう一度、資料を作るときとは別の計算で数え直した結果と比べています。",
        "台帳が後で変わったのなら資料を作り直し、資料の数を打ち換えたのなら元に戻します。「--explain」で、どの項目を数えたか分かります。",
        "Every figure is compared with what the ledger gives, counted a second time in another way than when the report was made.",
        "If the ledger has changed, make the report again; if the figure was typed over, restore it. --explain shows which items count.",
    ),
    Code.WORDS_DIFFER: Advice(
        "件数の文、見出し、凡例、スケジュールの帯など、台帳と計画から決まる言葉が資料で違っています。",
        "資料を作り直すのが確実です。言葉そのものを変えたいときは、帳票や評価区分のシートを直します。",
        "Sentences with counts, headings, legends and bars follow from ledger and plan, and the report says something else.",
        "Make the report again. To change the words themselves, correct 帳票 or 評価区分.",
    ),
    Code.RELISTED_DIFFERS: Advice(
        "再掲の行は元の項目の内容を写したものなので、片方だけ変えると資料の中で食い違います。",
        "元の項目（台帳）を直して資料を作り直すか、このセルを元に戻します。",
        "A repeated row copies its original; changed alone, the report contradicts itself.",
        "Correct the original in the ledger and make the report again, or restore this cell.",
    ),
    Code.PRINTED_ROW_MISSING: Advice(
        "台帳と計画からは印刷されるはずの行が、資料にありません。行を消したか、後から項目が増えました。",
        "資料を作り直します。載せない項目なら、計画の側（評価対象など）を直します。",
        "Ledger and plan give a row that the report does not have: it was deleted, or an item came later.",
        "Make the report again; an item that is not to be printed is taken out in the plan.",
    ),
    Code.PRINTED_ROW_UNKNOWN: Advice(
        "計画にない項目の行や、今の台帳からは出ない行（遅れでなくなった項目など）が残っています。",
        "資料を作り直すか、その行を消します。",
        "The report holds a row of no item, or one that the ledger no longer gives (no longer behind, for example).",
        "Make the report again, or delete the row.",
    ),
    Code.PRINTED_ROW_TWICE: Advice(
        "行を写して貼り付けると、同じ項目が二度印刷され、数と合わなくなります。",
        "余分な行を消します。二度載せるつもりなら、計画で再掲の項目にします。",
        "A copied row prints an item twice, beside figures that count it once.",
        "Delete one; to print an item twice on purpose, make it a repeated listing in the plan.",
    ),
    Code.PIECE_MISSING: Advice(
        "帳票シートのとおりなら出るはずの部、列、文が資料にありません。",
        "資料を作り直します。要らない部や列なら、帳票・帳票列のシートから消します。",
        "A part, column or text that 帳票 asks for is not in the report.",
        "Make the report again; what is not wanted is taken out of 帳票 or 帳票列.",
    ),
    Code.WORDING_DIFFERS: Advice(
        "数は合っていますが、文が台帳と違います。資料だけを直したか、資料を作った後に台帳を直しています。",
        "資料の文を生かすなら「kosei adopt」で台帳に入れ、台帳を生かすなら資料を作り直します。",
        "The figures agree, but a text was reworded, in the report or in the ledger since.",
        "To keep the report's wording, kosei adopt takes it into the ledger; to keep the ledger's, make the report again.",
    ),
    Code.DIGITS_DIFFER: Advice(
        "値は合っていますが、数字の形が計画シートの「表の数字」「文中の数字」と違います。",
        "気になれば資料を作り直します。形そのものを変えたいときは、計画シートの設定を直します。",
        "The value is right, but its digits are not as 計画 sets them (表の数字, 文中の数字).",
        "Make the report again if it matters; to change the form, correct 計画.",
    ),
    Code.HIDDEN_IN_REPORT: Advice(
        "非表示の行や列は紙に出ないので、見えている数と内容が合わなくなります。",
        "行や列を再表示します。印刷しない列は、帳票列のシートから消して作り直します。",
        "Hidden rows and columns are not printed, so that what is seen does not add up.",
        "Show them again; a column that is not wanted is taken out on 帳票列.",
    ),
    Code.FIGURE_NOT_PROVEN: Advice(
        "人が資料に書き足した、数の入った文です。台帳に元がないので、正しいかどうか計算できません。",
        "元の資料と見比べて確かめます。",
        "A text with a figure that somebody added to the report; the ledger has nothing to check it with.",
        "Check it against its source.",
    ),
    Code.TEXT_NOT_PROVEN: Advice(
        "人が資料に書き足した文です。間違いとは限りませんが、台帳からは確かめられません。作り直すとなくなります。",
        "残したい文なら、帳票シートか台帳に書きます。",
        "A text that somebody added to the report; it cannot be checked, and goes when the report is made again.",
        "To keep it, write it into 帳票 or the ledger.",
    ),
    Code.NOT_A_REPORT: Advice(
        "資料の印（隠しシート）がないブックは、台帳のどこと比べるか分かりません。",
        "「kosei report」で作った資料を指定します。シートを新しいブックに移した資料は照合できません。",
        "A workbook without a report's hidden sheet cannot be put beside the ledger.",
        "Give one made by kosei report; sheets moved into a new workbook cannot be verified.",
    ),
    Code.REPORT_KEYS_GONE: Advice(
        "行と列は隠れたキーで見つけます。A列が消されると、どのセルがどの項目か分かりません。",
        "資料を作り直します。直した文があれば、先に書き控えておきます。",
        "Rows and columns are found by hidden keys; without column A no cell can be told from another.",
        "Make the report again, noting down what was reworded first.",
    ),
    Code.REPORT_OF_OTHER_PLAN: Advice(
        "資料と事務局ブックの「計画の識別名」が違います。",
        "その資料を作った事務局ブックを「--master」で指定します。",
        "Report and master have different 計画の識別名.",
        "Give the master that the report was made from with --master.",
    ),
    Code.REPORT_OF_OTHER_VERSION: Advice(
        "計画を見直す前（後）の資料です。項目が違うので、今の計画とは比べられません。",
        "その版の事務局ブックと照合するか、資料を作り直します。",
        "The report is of the plan before (or after) a revision; its items are others.",
        "Verify it with that version's master, or make it again.",
    ),
    Code.REPORT_OF_UNKNOWN_POINT: Advice(
        "資料の報告時点が、報告時点シートから消えているか、時点キーが変わっています。",
        "時点キーを資料を作ったときのものに戻します。キーは途中で変えないでください。",
        "The report's point is gone from 報告時点, or its key was changed.",
        "Restore the key; keys should not change.",
    ),
    Code.REPORT_OF_UNKNOWN_PART: Advice(
        "資料にある部が、帳票シートから消えているか、帳票キーが変わっています。その部は照合できません。",
        "帳票キーを戻すか、資料を作り直します。",
        "A part of the report is gone from 帳票, or its key was changed; it cannot be verified.",
        "Restore the key, or make the report again.",
    ),
    Code.NO_MASTER_NEAR: Advice(
        "照合には台帳が要ります。資料のフォルダーとその上のフォルダーを探しましたが、同じ計画の事務局ブックがありません。",
        "「--master 事務局ブック.xlsx」を付けます。",
        "Verifying needs the ledger; neither the report's folder nor the one above holds a master of its plan.",
        "Add --master MASTER.xlsx.",
    ),
    Code.SEVERAL_MASTERS_NEAR: Advice(
        "同じ計画の事務局ブックが近くに二つ以上あり、どの台帳が正しいか決められません。",
        "「--master」で一つを指定します。古い写しは別のフォルダーに移しておくと安心です。",
        "Several masters of the plan lie near, and it is not known which ledger is right.",
        "Name one with --master; move old copies elsewhere.",
    ),
    Code.FORMER_MASTER_NEEDED: Advice(
        "見直した件数や一覧は、見直し前の計画がないと数え直せません。ほかの部分は照合しました。",
        "「--before 前の事務局ブック.xlsx」を付けて照合し直します。",
        "What was revised cannot be counted again without the plan before. The rest was verified.",
        "Verify again with --before FORMER_MASTER.xlsx.",
    ),
    Code.NOT_IN_PDF: Advice(
        "ブックにある文がPDFの同じシートのページにありません。PDFを作った後にブックを直したか、文が欠けています。",
        "「kosei report … --pdf」かExcelで、PDFを作り直します。",
        "A text of the workbook is not on its sheet's pages of the PDF: the workbook was edited since, or the text is cut off.",
        "Make the PDF again with kosei report … --pdf or in Excel.",
    ),
    Code.NO_PDF_BESIDE: Advice(
        "同じ名前のPDFがあれば一緒に調べますが、見つかりませんでした。",
        "PDFを配るなら、資料と同じ名前で隣に置いて照合します。",
        "A PDF of the same name would have been checked too; there is none.",
        "If a PDF is to be handed out, put it beside the report and verify again.",
    ),
    Code.PDF_UNREADABLE: Advice(
        "隣のPDFが壊れているか、パスワードで守られていて、文を取り出せません。",
        "PDFを作り直します。パスワードは照合の後に付けます。",
        "The PDF is damaged or protected, and its text cannot be taken out.",
        "Make it again; protect it after verifying.",
    ),
    Code.FIGURE_EDITED: Advice(
        "資料の数、評価、印は台帳から作られます。資料の側だけ書き換えると、ほかの表や文の数と合わなくなります。",
        "示された台帳のセルを直して、資料を作り直します。",
        "Figures, ratings and marks are made from the ledger; changed in the report alone, they disagree with its other figures.",
        "Correct the cell of the ledger that is named, and make the report again.",
    ),
    Code.PLAN_WORDS_EDITED: Advice(
        "見出し、凡例、計画の文は、帳票や項目などのシートから作られます。台帳の欄ではないので、取り込むところがありません。",
        "示されたシートのセルを直して、資料を作り直します。",
        "Headings, legends and texts of the plan come from 帳票, 項目 and the like; the ledger has no field for them.",
        "Correct the cell that is named, and make the report again.",
    ),
    Code.RELISTED_EDITED: Advice(
        "再掲の行は元の項目の写しなので、ここで直しても元は変わりません。",
        "元の項目の行で直します（資料の元の行でも、台帳でも構いません）。",
        "A repeated row is a copy; editing it does not change its original.",
        "Edit the original, in the report or in the ledger.",
    ),
    Code.EDITED_AND_LEDGER_CHANGED: Advice(
        "資料を作った後に台帳の同じ欄も直されています。どちらが新しい考えか、プログラムには分かりません。",
        "残す方の文を台帳に書いて、資料を作り直します。",
        "The same field of the ledger was changed since the report was made; the program cannot know which is meant.",
        "Write the text that stays into the ledger, and make the report again.",
    ),
    Code.EDITED_IN_TWO_WAYS: Advice(
        "一つの台帳の文が資料の二か所以上に印刷されていて、それぞれ違う文に直されています。",
        "同じ文にそろえて、もう一度取り込みます。",
        "One text of the ledger is printed in several places, and they were reworded differently.",
        "Make them the same and adopt again.",
    ),
    Code.EDIT_UNCLEAR: Advice(
        "一つのセルに二つ以上の欄（実績と実績値など）が並んで印刷されていて、直した文をどの欄に入れるか決められません。",
        "示された台帳のセルを直接直します。",
        "The cell prints several fields side by side, and it is not clear to which the edit belongs.",
        "Correct the cells of the ledger that are named.",
    ),
    Code.PRINTED_ROW_DELETED: Advice(
        "資料の行を消しても、項目や台帳の記入は消しません。",
        "載せない項目なら、計画の側（評価対象、終わりの時点など）を直します。そうでなければ作り直すと戻ります。",
        "Deleting a row of a report deletes neither item nor entries.",
        "An item that is not to be printed is taken out in the plan; else making the report again brings it back.",
    ),
    Code.TEXT_ADDED_TO_REPORT: Advice(
        "書き足された文には対応する台帳の欄がないので、取り込めません。作り直すとなくなります。",
        "いつも載せる文なら帳票シートに「文章」の部として、項目の文なら台帳に書きます。",
        "An added text has no field in the ledger and goes when the report is made again.",
        "Write it into 帳票 as a part of its own, or into the ledger.",
    ),
    Code.EDIT_TAKEN: Advice(
        "資料で直した文が台帳に入った記録です。受領にも事務局の記入として残ります。",
        "何もしなくて構いません。間違いなら「kosei undo」で元に戻せます。",
        "The record of a rewording that went into the ledger; 受領 has it too.",
        "Nothing; kosei undo takes it back.",
    ),
    Code.EDITED_CELL_OUT_OF_DATE: Advice(
        "資料を作った後に帳票列や評価区分などが変わり、このセルは今では別の欄から作られます。前の直しをそのまま入れられません。",
        "台帳を直接直すか、資料を作り直して、そこで直し直します。",
        "Settings have changed since the report was made, and this cell is now made of other fields.",
        "Correct the ledger, or make the report again and edit that.",
    ),
    Code.CARRIES_NOTHING: Advice(
        "資料は作ったときの内容を隠しシートに持っていて、それと比べて直しを見つけます。古い版で作ったか、シートが消されています。",
        "資料を作り直し、直しをその上に書き直してから取り込みます。",
        "A report keeps what it said when it was made on a hidden sheet; an old version made this one, or the sheet was deleted.",
        "Make it again, put the edits into that, and adopt it.",
    ),
    Code.SHOWS_DELETED: Advice(
        "見え消しの資料には削った文も並んでいるので、照合も取り込みもできません。",
        "「--show-deleted」を付けずに作った資料を使います。",
        "A report that shows deleted texts holds words that no longer count and can be neither verified nor adopted.",
        "Use one made without --show-deleted.",
    ),
    Code.EDIT_NOT_IN_NEW_REPORT: Advice(
        "同じ名前で作り直すと、資料で直した文が消えてしまいます。黙って消すことはしません。",
        "残すなら先に「kosei adopt」で台帳に入れるか、「--name」で別の名前にします。捨てるなら「--discard-edits」を付けます。",
        "Making the report again under this name would wipe out what was reworded in it.",
        "Adopt it first, or use another --name; --discard-edits throws the edits away.",
    ),
    Code.EDITS_UNKNOWN: Advice(
        "そこにあるファイルが、作ったときのままか人が直したものか分かりません。上書きすると直しが消えるおそれがあります。",
        "「--name」で別の名前にします。要らないファイルなら、消すか「--discard-edits」を付けます。",
        "It is not known whether the file there was edited; writing over it might wipe that out.",
        "Use another --name; if it is not needed, delete it or add --discard-edits.",
    ),
}
