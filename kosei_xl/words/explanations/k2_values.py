"""Explanations of K2xx: single entries and pictures, as they were typed or pasted."""

from collections.abc import Mapping

from kosei_xl.words.codes import Code
from kosei_xl.words.explanations.advice import Advice

K2_VALUES: Mapping[str, Advice] = {
    Code.RATING_NOT_IN_SCALE: Advice(
        "評価区分シートにない評価は数えられないので、どれかに読み替えずに止めます。評価区分を変えた後の、前の評価も同じです。",
        "一覧から選び直してもらいます。よく書かれる別の書き方なら、評価区分の「読み替える書き方」に足します。",
        "A rating that is not on 評価区分 cannot be counted and is not guessed at; so are ratings of before the scale was changed.",
        "Have one chosen from the list. A common other spelling can be added under 読み替える書き方.",
    ),
    Code.RATING_READ_AS: Advice(
        "全角・半角や、評価区分の「読み替える書き方」にある書き方を、一つの評価にそろえました。",
        "読み替えが正しければ何もしなくて構いません。",
        "Wide and narrow letters, and the spellings listed under 読み替える書き方, were read as one rating.",
        "Nothing if it is right.",
    ),
    Code.INPUT_IS_FORMULA: Advice(
        "別のファイルを見る数式などは、開くパソコンによって値が変わることがあります。保存されていた値で読みました。",
        "値が正しいか確かめます。「値の貼り付け」で文字にして出し直してもらうと確実です。",
        "A formula, say one that looks into another file, may give another value elsewhere; the stored one was read.",
        "Check it. Pasting it as a value and sending it again is safest.",
    ),
    Code.ENTRY_BECAME_DATE: Advice(
        "「3-1」や「1/2」と打つと、Excelが日付（3月1日など）に変えることがあります。打った文字は残っていないので、元に戻せません。",
        "日付でよければ何もしません。番号や分数のつもりなら、先に「'」を付けて打ち直してもらうか、台帳を直します。",
        "Excel turns 3-1 or 1/2 into a date, and what was typed is not kept, so it cannot be undone here.",
        "Nothing if a date is meant. Else have it typed again with ' in front, or correct the ledger.",
    ),
    Code.ERROR_VALUE: Advice(
        "「#REF!」「#N/A」などは記入ではなく、数式が壊れた印です。資料には印刷できません。",
        "課に内容を打ち直してもらうか、事務局が台帳に書きます。",
        "#REF!, #N/A and the like are no entries but signs of a broken formula; they cannot be printed.",
        "Have the content typed again, or write it into the ledger.",
    ),
    Code.MARK_READ_AS: Advice(
        "○を付ける欄の「〇」「レ」「●」などは、同じ印として数えます。",
        "何もしなくて構いません。",
        "In a field for ○, other circles and ticks count as the same mark.",
        "Nothing.",
    ),
    Code.MARK_UNKNOWN: Advice(
        "○か空欄の欄に言葉が書かれています。○として数えてよいか決められません。",
        "付ける意味なら台帳のその欄を○に、付けない意味なら空欄にします。",
        "Words stand in a field for ○ or nothing, and it cannot be decided whether they count.",
        "Write ○ into the ledger if they do, else clear it.",
    ),
    Code.PICTURE_NOT_USED: Advice(
        "写真は「写真」シートの項目の行に置かれたものだけを使います。ほかの場所の写真は、どの項目のものか決められません。",
        "載せる写真なら、課に「写真」シートへ貼り直してもらうか、事務局ブックの「写真」に貼ります。",
        "Only pictures on a row of the sheet 写真 are used; elsewhere it is not known to which item they belong.",
        "Have it pasted there, or paste it into 写真 of the master.",
    ),
    Code.PICTURE_IN_CELL: Advice(
        "「セルに配置」した写真は、セルの値として入っていて取り出せません。",
        "Excelで写真を右クリックし「セルの上に配置」に変えて、出し直してもらいます。",
        "A picture placed in a cell is stored as the cell's value and cannot be taken out.",
        "In Excel, right-click it, choose Place over Cells, and send the survey again.",
    ),
    Code.PICTURE_UNUSABLE: Advice(
        "写真の形式（HEIC、EMFなど）が使えないか、中身が壊れているか、ファイルへのリンクだけです。",
        "PNG、JPEG、GIFのどれかで保存し直した写真を貼り付けてもらいます。",
        "The picture is in a format that cannot be used (HEIC, EMF …), damaged, or only a link to a file.",
        "Have it saved as PNG, JPEG or GIF and pasted again.",
    ),
    Code.PICTURE_TOO_LARGE: Advice(
        "とても大きい写真は、事務局ブックを重くし、開けなくすることがあります。",
        "Excelの「図の圧縮」か写真のソフトで小さくして、貼り直してもらいます。",
        "Very large pictures make the master heavy, up to not opening.",
        "Have it made smaller (Compress Pictures in Excel) and pasted again.",
    ),
    Code.PICTURES_IN_ONE_ROW: Advice(
        "一つの行には写真が一枚しか印刷されないので、いちばん上に重なっている写真を選びました。",
        "選ばれた写真でよければ何もしません。違えば、使わない写真を消してもらいます。",
        "One picture a row is printed; the one lying on top was chosen.",
        "Nothing if it is the right one; else have the others deleted.",
    ),
    Code.CAPTION_WITHOUT_PICTURE: Advice(
        "写真の説明は写真の下に印刷するものなので、写真がないと載りません。貼り忘れのことがあります。",
        "写真を貼って出し直してもらうか、説明を消します。",
        "A caption is printed below its picture; without one it is not. The picture may have been forgotten.",
        "Have the picture pasted, or delete the caption.",
    ),
    Code.VALUE_UNREADABLE: Advice(
        "合計や比べるための値は、書かれた文から読み取ります。ことばだけの記入、二つの数、ほかの単位、年のない日付は、推し量らずにそのまま置きます。",
        "課に書き直してもらうか、台帳に数（日付、選択肢）を書きます。値の種類を取り違えていたら「欄」を直します。前の記入は消えません。",
        "Values are read from what was typed; words, two numbers, another unit or a day without its year are never guessed at.",
        "Have it written anew, or write the value into the ledger. If the type is wrong, change it on 欄: nothing typed is lost.",
    ),
    Code.VALUE_READ_AS: Advice(
        "欄の単位に直したり、「約」の付いた数を数えたりしたときに、思ったとおりの値かを見てもらうためです。",
        "値が合っていれば何もしません。合っていなければ、課か台帳で書き直します。",
        "So that a value that was converted to the field's unit, or counted although it is only about right, is looked at.",
        "Nothing if the value is right; else write it anew.",
    ),
    Code.VALUE_SHOWN_OTHERWISE: Advice(
        "セルの表示形式で丸められたり、年が隠れたりした記入です。課長が見て確認したのは表示のほうなので、読めるかぎり表示を取ります。",
        "丸めた数でよければ何もしません。元の数を載せるなら、台帳に書きます。",
        "The cell's format rounds the number or hides the year; what people saw and confirmed is taken where it reads.",
        "Nothing if the rounded number will do; else write the exact one into the ledger.",
    ),
    Code.VALUE_HAS_MORE_DECIMALS: Advice(
        "表の数を足したものと合計の数が、四捨五入のために合わなく見えることがあります。",
        "端数が要るなら「欄」の「小数の桁数」を増やします。要らなければ、記入を丸めます。",
        "Rounded figures may not seem to add up to the sum printed below them.",
        "Raise 小数の桁数 on 欄 if the decimals matter, else round the entry.",
    ),
    Code.TABLE_TOO_WIDE: Advice(
        "評価の数と「表示」の数だけ（経過の表では時点の数だけ）列があるので、縮めても読める大きさでは用紙に入りきりません。",
        "帳票シートの「用紙」をA4横やA3横にするか、「表示」を減らすか、表を二つに分けます。",
        "There is a column for each rating and word of 表示 (in a 経過, for each point): more than the paper holds in print that can be read.",
        "Take A4横 or A3横 under 用紙, show less, or make two tables of it.",
    ),
    Code.LIST_WITHOUT_TABLE: Advice(
        "一覧の見出しの行が分からないと、どの列が項目の名前で、どの列が評価か、決められません。",
        "見出しの行に「項目」「事業名」のような名前の列と、担当課か評価の列があるか見ます。別のシートなら --sheet で選びます。",
        "Without a row of heads nobody can tell which column names the items and which rates them.",
        "See that the head names a column of items (項目, 事業名) and one of departments or ratings; choose with --sheet.",
    ),
    Code.MAPPING_UNREADABLE: Advice(
        "対応表の黄色いセルは、選択肢にある言葉で読みます。ほかの言葉では、どの欄のことか分かりません。",
        "セルの選択肢（▼）から選び直し、保存してもう一度取り込みます。直るまで、ブックは作りません。",
        "The yellow cells of a 対応表 are read by the words of their drop-downs; others mean nothing there.",
        "Choose again from the drop-down, save, and import again. No master is made before.",
    ),
    Code.LIST_TEXT_NOT_TAKEN: Advice(
        "題名、注記、集計の行、取消線の語などは、計画の項目ではありません。黙って落とさないよう、すべて知らせます。",
        "要るものがあれば、できたブックに書き足すか、一覧を直してもう一度取り込みます。",
        "Titles, notes, totals and struck words are no items. None of them is left out without being told.",
        "Write what you need into the master, or correct the list and import it again.",
    ),
    Code.LIST_QUESTION: Advice(
        "一覧だけからは決められないことを、いちばんありそうな案で進めました。",
        "対応表のシートで案を直し、--mapping に指定して、もう一度取り込みます。案のとおりなら、何もしません。",
        "The list alone does not tell; the likeliest reading was taken.",
        "Correct it on that sheet of the 対応表 and import again with --mapping; do nothing where it is right.",
    ),
    Code.LIST_RATING_UNKNOWN: Advice(
        "どの評価のことか分からない印を、ほかの評価に読み替えると、印刷する件数が変わってしまいます。",
        "対応表のシート「評価」に足すか、台帳で選び直します。",
        "A mark that is taken for another rating would change the printed counts.",
        "Add it to the sheet 評価 of the 対応表, or choose again in the ledger.",
    ),
    Code.FORMER_PLACEHOLDER: Advice(
        "同じ数を入れる差し込みが二つあったので、一つにしました。前の書き方も、これまでどおり印刷されます。",
        "その文を直すときに、示された書き方に変えます。急ぐ必要はありません。",
        "Two placeholders stood for the same number; one is left. The other is still printed as before.",
        "Write the one that is named here when the text is next touched. There is no hurry.",
    ),
    Code.PLACEHOLDER_OF_RATING: Advice(
        "差し込みの名と評価の名が同じとき、入るのは評価の数です。遅れとする評価がほかにもあると、題名や文の数が、その下の一覧の数と合わなくなります。",
        "遅れとする評価すべての数なら、示された書き方に変えます。その評価だけの数でよければ、「指摘」シートで確認済にします。",
        "A placeholder that is called like a rating stands for the count of that rating. Where others are behind as well, a title would not agree with its list.",
        "Use what is named here for all that are behind. If the one rating is meant, acknowledge the finding on 指摘.",
    ),
    Code.TEXT_OVER_A_CELL: Advice(
        "Excelのセルに入る文は32,767字までです。ほかのソフトで作られたファイルには、それより長い文があることがあります。",
        "本当に要る長さか確かめ、短くするか、いくつかの欄に分けて送り直してもらいます。ほかの欄は読めています。",
        "A cell of Excel holds 32,767 characters. Files of other programs may hold longer texts.",
        "Ask whether all of it is needed, and have it shortened or divided. The other fields were read.",
    ),
    Code.SAVED_AFTER_NOW: Advice(
        "どの調査票が新しいかは、提出回と保存の時刻で決めます。先の時刻を信じると、そのあとに届いた直しが古いものとして扱われます。",
        "その課の時計を直してもらいます。同じ課の調査票がいくつもあるときは、新しいほうの提出回を一つ大きくしてもらいます。",
        "Which return is newer is decided by 提出回 and the time of saving. A time yet to come would win over later corrections.",
        "Have the clock set right. If the department sent several, have 提出回 of the newer one raised.",
    ),
}
