"""Explanations of K5xx: the printed report, its PDF, and the published folder."""

from collections.abc import Mapping

from kosei_xl.words.codes import Code
from kosei_xl.words.explanations.advice import Advice

K5_REPORT: Mapping[str, Advice] = {
    Code.TEXT_INCOMPLETE_IN_PDF: Advice(
        "PDFを作った後、ブックのすべての文字がPDFにあるかを数えています。足りない字があるので、紙では文が途中で切れています。",
        "示された欄の幅を帳票列で広げて作り直します。自分のひな形を使っているなら、書体と行の高さも見ます。",
        "After the PDF is made, every character of the workbook is looked for in it; some are missing, so a text is cut off on paper.",
        "Widen that column on 帳票列 and make it again; with a template of your own, look at its fonts too.",
    ),
    Code.NO_PDF: Advice(
        "PDFはExcelかLibreOfficeに作らせます。そのソフトがないか、途中で止まりました。ブックはできています。",
        "かっこの中の理由のとおりに直して、もう一度作ります。急ぐときは、できたブックをExcelで開いてPDFに保存できます。",
        "Excel or LibreOffice makes the PDF; it is missing or stopped. The workbook is there.",
        "Mend what the reason says and try again. In a hurry, open the workbook in Excel and save it as PDF.",
    ),
    Code.PRINT_TOO_SMALL: Advice(
        "列の幅の合計が用紙を超えると、全体を縮めて印刷します。7ポイントより小さいと、紙で読みにくくなります。",
        "帳票列の「幅」を減らすか列を減らし、または帳票の「用紙」をA3横にします。",
        "Columns wider than the paper are shrunk to fit; below 7 pt they are hard to read.",
        "Lower 幅 or drop columns on 帳票列, or set 用紙 to A3横.",
    ),
    Code.PLACEHOLDER_UNKNOWN: Advice(
        "{…}で囲んだ差し込みの名前が決まった名前と違うので、数に置き換わりません。そのまま印刷されてしまいます。",
        "帳票シート（または計画、帳票列）のその文を直します。使える差し込みは「帳票」の章にあります。",
        "The name in {…} is none that is known and would be printed as it stands.",
        "Correct the text on 帳票 (or 計画, 帳票列). The manual's chapter 帳票 lists what may be used.",
    ),
    Code.FONT_MISSING: Advice(
        "行の高さや改行は資料の書体の幅で計算しています。別の書体で印刷すると、ずれることがあります。",
        "示された書体をこのパソコンに入れるか、書体のあるパソコンでPDFを作ります。ひな形の書体を変えても構いません。",
        "Row heights and line breaks are reckoned with the report's font; another one may not fit.",
        "Install the font, or make the PDF where it is; the template's font may be changed too.",
    ),
    Code.INSERT_UNREADABLE: Advice(
        "帳票シートの「PDFの差し込み」に書かれたファイルがないか、PDFとして読めません。その部を抜いたまま冊子になっています。",
        "名前と場所（事務局ブックのフォルダーから見たもの）を確かめ、パスワードを外して、作り直します。",
        "The file of a PDFの差し込み is missing or no readable PDF; the booklet lacks that part.",
        "Check name and place (seen from the master's folder), remove any password, and make it again.",
    ),
    Code.PAGES_DIFFER: Advice(
        "計算したページ数と、Excel（LibreOffice）が作ったページ数が違います。切れ目が予定とずれ、差し込みの位置が決められないので、差し込みは最後に付けました。",
        "PDFを見て、切れ目がおかしければ、書体（K505）やひな形の余白を確かめて作り直します。",
        "The PDF has another number of pages than was reckoned, so breaks differ and inserts were put last.",
        "Look at the PDF; check fonts (K505) and the template's margins, and make it again.",
    ),
    Code.OLD_PDF_SET_ASIDE: Advice(
        "PDFを作らなかった（作れなかった）ので、前のPDFを同じ名前で残すと、新しいブックのものと思われてしまいます。",
        "要らなければ、名前の変わったPDFを消します。新しいPDFは「--pdf」を付けて作ります。",
        "No PDF was made, and the former one under the same name would pass for the new workbook's.",
        "Delete the renamed PDF if it is not needed; make a new one with --pdf.",
    ),
    Code.FORMER_PLAN_NEEDED: Advice(
        "見直した項目の数や一覧は、見直し前の計画と比べて作ります。比べる相手がありません。",
        "「--before 前の事務局ブック.xlsx」を付けて作り直します。見直しを載せないなら、帳票シートのその部を消します。",
        "Counts and lists of what was revised come from comparing with the plan before, which was not given.",
        "Add --before FORMER_MASTER.xlsx, or delete that part on 帳票.",
    ),
    Code.COUNTED_AS_NEW_ITEM: Advice(
        "行キーが違うので「追加」と数えましたが、見直し前に同じ名称の項目があります。行を消して書き直したときに起こります。",
        "本当に新しい項目なら何もしません。同じ項目なら、項目シートのA列を再表示して前の行キーを書きます。",
        "By its row key the item counts as added, yet one of the same name was there before, as when a row was deleted and typed anew.",
        "Nothing if it is new; else write the former key into hidden column A of 項目.",
    ),
    Code.ENTRY_DIGITS_EVENED: Advice(
        "計画シートの「記入文の数字をそろえる」が「そろえる」なので、全角と半角の混じった記入を一つの形で印刷します。メールアドレス、URL、No.5、R7、A4、電話番号のような名前や番号は、そのままです。",
        "することはありません。一覧の「記入」と「印刷」を見比べ、記入のまま印刷するときは、計画シートの設定を「しない」にします。",
        "The plan evens the digits of what is entered. Addresses, No. 5, R7, A4 and telephone numbers stay as typed.",
        "Nothing to do. Compare both columns of the list; to print texts as typed, choose 「しない」 for the setting on 「計画」.",
    ),
    Code.PDF_NOT_TAGGED: Advice(
        "印があると、読み上げのソフトが見出しや表の行と列をたどれます。印は、LibreOfficeの25.2以降がセルごとに付ける目印から作ります。それより古いもの、Excel、差し込んだPDF（決裁資料にまとめたものを含む）には付きません。題、言語、しおりはどのPDFにもあります。",
        "印が要るときは、LibreOffice 25.2以降のあるパソコンでPDFを作ります。だれでも読める形で公表するには「公表」（`kosei publish`）のページを使います。紙に刷る資料なら、何もしなくて構いません。",
        "Tags let a screen reader follow headings and the rows and columns of tables. They are made from marks that LibreOffice 25.2 or newer puts on each cell; older ones, Excel, and PDFs that were inserted or bound for the decision have none. Title, language and bookmarks are in every PDF.",
        "Make the PDF with LibreOffice 25.2 or newer where tags are needed; to publish for everybody, use the page of kosei publish. For paper, nothing.",
    ),
    Code.PUBLIC_FIGURE_DIFFERS: Advice(
        "公表したページの数を、同じフォルダーのデータ（CSV）からもう一度数え直した結果と比べています。ページかデータの数が書き換えられています。",
        "公表のフォルダーを直さず、事務局ブックを直して `kosei publish` で作り直します。",
        "Every figure of the published page is counted again from the CSV in the same folder; one of the two was changed.",
        "Do not edit the folder; correct the master and make it again with kosei publish.",
    ),
    Code.PUBLIC_TEXT_DIFFERS: Advice(
        "ページの文や評価は、同じフォルダーのデータの文と同じはずです。どちらかが書き換えられています。",
        "公表のフォルダーを直さず、事務局ブックを直して `kosei publish` で作り直します。",
        "Texts and ratings on the page are those of the data in the same folder; one of the two was changed.",
        "Do not edit the folder; correct the master and make it again with kosei publish.",
    ),
    Code.PUBLIC_FILE_CHANGED: Advice(
        "フォルダーを作ったときに、すべてのファイルのハッシュ（内容から決まる短い文字）をデータの説明とページに書いています。それと合わないファイルは、作った後で変わっています。",
        "フォルダーを `kosei publish` で作り直し、そのまま公表します。写すときに文字コードや改行が変わることもあるので、フォルダーごと写します。",
        "When the folder was made, the hash of every file was written into datapackage.json and the page; this file has changed since.",
        "Make the folder again and publish it as it is. Copy it as a whole, as some programs change line ends.",
    ),
    Code.PUBLIC_FILE_MISSING: Advice(
        "ページかデータの説明にあるファイルが、フォルダーにありません。写し漏れか、名前を変えたためです。",
        "フォルダーごと写し直すか、`kosei publish` で作り直します。",
        "A file that the page or datapackage.json names is not in the folder: it was not copied, or renamed.",
        "Copy the whole folder again, or make it again with kosei publish.",
    ),
    Code.PUBLIC_NOT_PROVEN: Advice(
        "数や文がどのデータのものかが書かれていないか、そのデータがないので、数え直せません。自分のひな形で作ったページや、手で書き足した数で起こります。",
        "ひな形では、数をひな形の部品（figure）で置きます。手で書き足した数は、事務局ブックに書いて作り直します。",
        "The page does not say which data a figure or text comes from, or that data is not there: so in pages of other templates, or added by hand.",
        "In a template, place figures with its macro; put what was added by hand into the master and make the page again.",
    ),
    Code.PUBLIC_LIST_DIFFERS: Advice(
        "数を選ぶと開く一覧は、その数で数えた項目だけのはずです。ページが書き換えられています。",
        "公表のフォルダーを直さず、`kosei publish` で作り直します。",
        "The list behind a figure holds just the items that it counts; the page was changed.",
        "Make the folder again with kosei publish.",
    ),
    Code.PUBLIC_BAR_DIFFERS: Advice(
        "図の帯の長さは、データから数えた件数に比例するはずです。ページが書き換えられています。",
        "公表のフォルダーを直さず、`kosei publish` で作り直します。",
        "The length of a bar follows from the count; the page was changed.",
        "Make the folder again with kosei publish.",
    ),
    Code.EARLIER_POINT_NOT_PUBLIC: Advice(
        "まだ外に出していない時点の評価が、公表する経過や前回との比べに載らないようにしています。",
        "載せるときは、その時点の資料を発行（`report --final`）するか、確定（`kosei close`）してから作り直します。",
        "Ratings of a point that has not left the office must not appear in what is published.",
        "To show them, publish that point (report --final) or close it (kosei close), and make the folder again.",
    ),
    Code.DATA_SINCE_ISSUE: Advice(
        "台帳を直したあとで公表すると、配った資料とページの数や文が食い違うことがあります。",
        "資料も新しくするなら、`report --final` で発行してから公表し直します。ページだけを直すなら、そのままで構いません。",
        "Where the ledger was edited since, the printed report and the page may say different things.",
        "To renew the report as well, issue it (report --final) and publish again. To correct the page alone, leave it.",
    ),
    Code.DATA_NOT_ISSUED: Advice(
        "公表したデータの指紋（SHA-256）が、発行記録に残したものと違います。発行のあとに台帳かフォルダーが変わっています。",
        "`kosei publish` で作り直し、同じ指摘（K568）が出るなら、発行もし直します。",
        "The SHA-256 of the published data is not the one kept with the issue: the ledger or the folder has changed since.",
        "Make the folder again with kosei publish; where that tells of K568, issue the report again too.",
    ),
    Code.LICENCE_NOT_CHOSEN: Advice(
        "だれがどう使ってよいかは、市が決めることです。決めていないと、ふつう使われる条件が書かれます。",
        "市のオープンデータの決まりを確かめ、「--licence」で指定します。同じ条件でよければ「--licence CC-BY-4.0」とします。",
        "Who may use the data and how is for the city to decide; without a choice the usual licence is named.",
        "See your city's rules for open data and name the licence with --licence; CC-BY-4.0 too, if that is the one.",
    ),
    Code.PUBLIC_LICENCE_DIFFERS: Advice(
        "利用の条件は、ページとデータの説明（datapackage.json）の両方に書いてあります。片方だけが書き換わると、使う人はどちらに従えばよいか分かりません。",
        "市で決めた条件を `--licence` で指定し、`kosei publish` で作り直します。",
        "The licence stands on the page and in datapackage.json. Where they differ, nobody knows which one holds.",
        "Make the folder again with kosei publish and the --licence that the city has decided on.",
    ),
    Code.PUBLIC_FILE_UNNAMED: Advice(
        "フォルダーごと公表するので、後から置かれたファイルも公表されます。中身は確かめられていません。",
        "公表してよいものか確かめます。要らないファイル（表計算ソフトの一時ファイルなど）は消します。",
        "The folder is published as a whole, so whatever was put into it since is published as well, unchecked.",
        "See what it is; take away what does not belong there, such as temporary files.",
    ),
}
