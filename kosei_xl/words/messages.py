"""Everything kosei_xl says that is not a finding: progress and refusals, in Japanese and English, in one place."""

from collections.abc import Mapping

from kosei_xl.words.list_messages import LIST_MESSAGES
from kosei_xl.words.publish_messages import PUBLISH_MESSAGES


class Message(str):
    """A Japanese text that knows its English."""

    __slots__ = ("en",)
    en: str

    def __new__(cls, ja: str, en: str) -> "Message":
        """The text is the Japanese one; `en` is beside it."""
        made = super().__new__(cls, ja)
        made.en = en
        return made


class Note(Message):
    """A message that a person has to read, also where progress is shown in passing."""

    __slots__ = ()


def noted(message: Message) -> Note:
    """The message as one that has to be read."""
    return Note(str(message), message.en)


def in_language(text: str, lang: str) -> str:
    """A message in "ja" or "en"; other texts as they are."""
    return text.en if lang == "en" and isinstance(text, Message) else str(text)


_TEXTS: Mapping[str, tuple[str, str]] = {
    **LIST_MESSAGES,
    **PUBLISH_MESSAGES,
    # reading and writing files
    "not_there": (
        "「{path}」が見つかりません。名前と場所を確かめてください。",
        "“{path}” does not exist. Check its name and place.",
    ),
    "is_folder": ("「{path}」はフォルダーです。ファイルを指定してください。", "“{path}” is a folder. Give a file."),
    "not_readable": (
        "「{path}」を読めません（{why}）。開いているプログラムを閉じてください。",
        "“{path}” cannot be read ({why}). Close the program that has it open.",
    ),
    "not_ordinary": (
        "「{path}」は普通のファイルではないので、読みませんでした。",
        "“{path}” is not an ordinary file and was not read.",
    ),
    "file_too_large": (
        "「{path}」は大きすぎます（{most}バイトまで）。不要なシートや画像を消して保存し直してください。どれも要るときは、"
        "事務局ブックのシート「計画」の「読み取りの上限」の数を大きくします",
        "“{path}” is too large ({most} bytes at most). Delete sheets or pictures that are not needed. If all of them "
        "are needed, set 読み取りの上限 on the sheet 計画 of the master to a larger number",
    ),
    "open_elsewhere": (
        "「{path}」は誰かが開いています（「{mark}」があります）。閉じてもらってから、やり直してください。"
        "誰も開いていなければ、「{mark}」を消してください。",
        "Somebody has “{path}” open (“{mark}” lies beside it). Have it closed and try again. "
        "If nobody has it open, delete “{mark}”.",
    ),
    "locked": (
        "「{path}」は別の処理が書き込み中です。終わってからやり直してください。",
        "“{path}” is being written by another process. Try again when it has finished.",
    ),
    "claimed": (
        "「{path}」は {who} さん（{pc}、{since} から）が書き込み中です。終わってからやり直してください。"
        "誰も書き込んでいなければ、「{mark}」を消してからやり直してください。",
        "“{path}” is being written by {who} ({pc}, since {since}). Try again when that has finished. "
        "If nobody is writing it, delete “{mark}” and try again.",
    ),
    "claim_text": (
        "kosei_xl が書き込むあいだだけあるファイルです。誰も書き込んでいないのに残っていたら、消してかまいません。",
        "This file is there only while kosei_xl writes. Delete it if it stays while nobody is writing.",
    ),
    "changed_meanwhile": (
        "「{path}」がほかで書き換えられたため、書き込みませんでした。もう一度やり直してください。",
        "“{path}” was changed elsewhere, so nothing was written. Try again.",
    ),
    "not_writable": (
        "「{path}」に書き込めません（{why}）。Excelで開いていれば閉じ、書き込める場所か確かめてください。",
        "“{path}” cannot be written ({why}). Close it in Excel and check that the place can be written to.",
    ),
    "kept_beside": (
        "「{path}」に書き込めず（{why}）、元に戻すこともできませんでした。そこにあったものは「{kept}」に残しました。"
        "ほかのプログラムを閉じ、名前を「{path}」に戻してください。",
        "“{path}” cannot be written ({why}), nor put back. What was there is kept as “{kept}”. Close other programs "
        "and give it back the name “{path}”.",
    ),
    "why_refused": (
        "書き込みや読み取りが許されていないか、ほかのプログラムが開いています",
        "not allowed, or another program has it open",
    ),
    "why_no_program": ("開くプログラムがありません", "there is no program that opens it"),
    "why_full": ("ディスクに空きがありません", "the disk is full"),
    "why_read_only": ("読み取り専用の場所です", "the place is read-only"),
    "why_long": ("名前が長すぎます", "the name is too long"),
    "other_codec": (
        "別の版のkosei_xlが読み取った結果です。調査票をもう一度読み取ってください。",
        "This was read by another version of kosei_xl. Read the workbook again.",
    ),
    "empty_file": ("ファイルが空です", "the file is empty"),
    "not_listed": ("フォルダーの中を見られません：{why}", "the folder cannot be listed: {why}"),
    "kind_xlsx": ("Excelブック（.xlsx）", "an Excel workbook (.xlsx)"),
    "kind_xls": ("Excel 97-2003形式のブック（.xls）", "a workbook of Excel 97-2003 (.xls)"),
    "kind_xlsb": ("Excelバイナリ形式のブック（.xlsb）", "a binary workbook of Excel (.xlsb)"),
    "kind_ods": ("OpenDocument形式の表（.ods）", "a sheet in OpenDocument format (.ods)"),
    "kind_locked": ("パスワードの付いたファイル", "a file with a password"),
    "kind_broken_zip": ("壊れたファイル", "a damaged file"),
    "kind_empty": ("空のファイル", "an empty file"),
    "kind_word": ("文書（Word形式など）", "a text document (such as Word's)"),
    "kind_slides": ("スライド（PowerPoint形式など）", "slides (such as PowerPoint's)"),
    "kind_pdf": ("PDF", "a PDF"),
    "kind_mail": ("電子メール", "an e-mail"),
    "kind_zipped_returns": ("ブックの入ったZIPファイル", "a ZIP file with workbooks inside"),
    "kind_packed": ("圧縮ファイル", "a packed file"),
    "kind_picture": ("画像", "a picture"),
    "kind_table_text": ("文字だけの表（CSVなど）", "a table in plain text (such as CSV)"),
    "kind_page": ("Webページ（HTML）", "a web page (HTML)"),
    "kind_xml_2003": ("XML スプレッドシート 2003", "an XML Spreadsheet 2003"),
    "kind_link": ("ショートカット（ファイルそのものではありません）", "a shortcut (not the file itself)"),
    "kind_other": ("別の種類のファイル", "a file of another kind"),
    "send_workbook": (
        "記入した調査票のExcelブックを送り直してもらってください。",
        "Ask for the survey itself, as an Excel workbook.",
    ),
    "unpack_it": (
        "展開して、中のブックをフォルダーに入れてください。",
        "Unpack it, and put the workbooks inside into the folder.",
    ),
    "take_out": (
        "添付された調査票を取り出して、フォルダーに入れてください。",
        "Take the attached survey out, and put it into the folder.",
    ),
    "save_as_xlsx": (
        "Excelで開いて「.xlsx」で保存し直すか、配布した調査票に記入し直してもらってください。",
        "Open it in Excel and save it as .xlsx, or have the handed-out survey filled in again.",
    ),
    "send_itself": ("指している先のファイルそのものを送ってもらってください。", "Ask for the file that it points to."),
    "not_excel": ("Excelブックの形式ではありません", "it is not in the format of an Excel workbook"),
    "damaged": ("ファイルの中身が壊れています", "its contents are damaged"),
    "far_cell": (
        "「{sheet}」シートの遠いセル（{cell}の付近）に記入があります。消してください",
        "the sheet “{sheet}” holds something in a far cell (near {cell}); delete it",
    ),
    "rows_moved": (
        "「{sheet}」{old}行目（行キーのない行）は、表の下の{new}行目へ移しました。",
        "Row {old} of “{sheet}” (a row without a key) was moved to row {new}, below the table.",
    ),
    "anchored": (
        "「{sheet}」のコメントやセル結合（{cells}）は行と一緒に動きません。位置を確かめてください。",
        "Comments and merged cells of “{sheet}” ({cells}) do not move with their rows. Check where they are.",
    ),
    "too_much": (
        "大きすぎます（{limit}は{most}まで）。不要なシート、書式、画像を消して保存し直してください。どれも要るときは、"
        "事務局ブックのシート「計画」の「読み取りの上限」の数を大きくします",
        "it is too large ({limit}: {most} at most); delete sheets, formats or pictures that are not needed. If all of "
        "them are needed, set 読み取りの上限 on the sheet 計画 of the master to a larger number",
    ),
    "no_output": (
        "結果を書き出せませんでした（{why}）。書き込み先の空きを確かめてください。ブックは、元のままか、新しくなったかのどちらかです",
        "the results could not be written ({why}); is the disk full? Each workbook is the old one or the new one",
    ),
    "reader_died": (
        "読み取りの途中で、読み取り用のプログラムが止まりました（壊れているか、メモリー{most}バイトでは足りません）。Excelで開けるなら、"
        "不要なものを消して別の名前の「.xlsx」で保存し直してください。どれも要るときは、計画シートの「読み取りの上限」の数を大きくします",
        "the program that read it broke off: it is damaged, or needs more than {most} bytes of memory. If Excel opens "
        "it, delete what is not needed and save it under another name; if all is needed, set 読み取りの上限 higher",
    ),
    "reader_not_started": ("始められません：{why}", "not started: {why}"),
    "reader_not_held": ("メモリーの上限を決められません", "its memory cannot be limited"),
    "no_reader": (
        "この形式を読むためのプログラムを、このパソコンでは始められません（{why}）。Excelで「.xlsx」にして保存し直してください",
        "the program that reads this format cannot be started here ({why}); save it in Excel as .xlsx",
    ),
    "no_memory": ("メモリーが足りません", "there is not enough memory"),
    "stumbled": ("{kind}、{where}", "{kind}, {where}"),
    "limit_file": ("ファイルのバイト数", "bytes of the file"),
    "limit_unpacked": ("展開した中身のバイト数", "bytes when unpacked"),
    "limit_xml": ("展開した文字と数値のバイト数", "bytes of words and numbers when unpacked"),
    "limit_nodes": ("中身の要素の数", "pieces of its contents"),
    "limit_area": ("全シートの、A1から最後の記入までのセルの数", "cells from A1 to the last filled one, of all sheets"),
    "limit_pixels": ("画像1枚の画素数", "pixels of a picture"),
    "limit_memory": ("読み取りに使うメモリーのバイト数", "bytes of memory for reading it"),
    "limit_seconds": ("読み取りにかける秒数", "seconds for reading it"),
    "part_twice": ("中に同じ部品（{part}）が二つあり、どちらが正しいか分かりません", "it holds two parts named {part}"),
    "doctype": (
        "中の部品（{part}）に、Excelが書かない宣言（DTD）があります",
        "its part {part} holds a declaration (DTD) that Excel never writes",
    ),
    # templates
    "template_sheet": (
        "ひな形に「{sheet}」シートがありません。ひな形を元に戻してください。",
        "The template has no sheet “{sheet}”. Restore the template.",
    ),
    "template_column": (
        "ひな形の「{sheet}」シートに「{key}」の列がありません。ひな形を元に戻してください。",
        "The sheet “{sheet}” of the template has no column “{key}”. Restore the template.",
    ),
    "template_paper": (
        "資料のひな形に「{sheet}」シートがありません。ひな形を元に戻してください。",
        "The report template has no sheet “{sheet}”. Restore the template.",
    ),
    "template_styles": (
        "資料のひな形に書式の見本がありません：{names}",
        "The report template lacks style samples: {names}",
    ),
    # calls that cannot be carried out
    "workbook_ending": (
        "「{path}」：事務局ブックの名前は「.xlsx」か「.xlsm」（ボタン付き）で終わらせてください。",
        "“{path}”: the name of a master must end in .xlsx, or in .xlsm for one with buttons.",
    ),
    "already_there": (
        "「{path}」はもうあります。別の名前にするか、先に移してください。",
        "“{path}” exists already. Take another name or move it first.",
    ),
    "buttons_there": (
        "このブックには、もう「{sheet}」シートかマクロがあります。ボタンは付けませんでした。",
        "This workbook has a sheet “{sheet}” or macros already. No buttons were added.",
    ),
    "buttons_sheet": (
        "ボタンを付けるには「{sheet}」シートが要ります。シートを戻してからやり直してください。",
        "Buttons need the sheet “{sheet}”. Restore it, then try again.",
    ),
    "buttons_ending": (
        "「{path}」：ボタンの付いた事務局ブックの名前は「.xlsm」で終わらせてください。",
        "“{path}”: the name of a master with buttons must end in .xlsm.",
    ),
    "sample_or_plan": (
        "--sample NAME は、--from PLAN.json や --preset といっしょには使えません。どちらかにしてください。",
        "--sample NAME goes neither with --from PLAN.json nor with --preset. Give one of them.",
    ),
    "entries_without_plan": (
        "--entries は --from PLAN.json といっしょに使ってください。",
        "--entries goes with --from PLAN.json.",
    ),
    "no_sample": (
        "見本「{name}」はありません。midori を指定してください。",
        "There is no sample “{name}”. The sample is midori.",
    ),
    "no_preset": (
        "体裁「{name}」はありません。次から選んでください：{known}",
        "There is no preset “{name}”. Choose from: {known}",
    ),
    "bad_json": ("「{path}」の内容を直してください。\n{lines}", "Correct the contents of “{path}”.\n{lines}"),
    "json_line": ("{where}：{problem}", "{where}: {problem}"),
    "json_no_plan": (
        '計画全体が {{"plan": …}} で囲まれていません。囲んでください（形は kosei schema plan で出ます）。',
        'The plan must stand in {{"plan": …}}. See kosei schema plan.',
    ),
    "json_more": ("ほかに{count}か所あります。", "There are {count} more."),
    "json_missing": ("書かれていません。書き足してください。", "is missing. Add it."),
    "json_unknown": (
        "この名前は使えません。つづりを確かめるか、消してください。",
        "is not a name that can be used. Check its spelling or take it out.",
    ),
    "json_choice": (
        "{value}は書けません。{known}のどれかを書いてください。",
        "{value} is not possible. Give one of {known}.",
    ),
    "json_text": ('{value}は文字ではありません。"…"で囲んでください。', "{value} is no text. Put it into quotes."),
    "json_whole": ("{value}は整数ではありません。", "{value} is no whole number."),
    "json_number": ("{value}は数ではありません。", "{value} is no number."),
    "json_yes": (
        "{value}は書けません。true か false を書いてください。",
        "{value} is not possible. Give true or false.",
    ),
    "json_list": ("{value}は並びではありません。[ ]で囲んでください。", "{value} is no list. Put it into [ ]."),
    "json_record": (
        "{value}は名前と値の組ではありません。{{ }}で囲んでください。",
        "{value} is no record. Put it into {{ }}.",
    ),
    "json_key": ("{value}は書けません（{signs}）。", "{value} is not possible here ({signs})."),
    "json_signs_field": (
        "半角の英小文字で始め、半角の英小文字・数字・「_」だけで書きます",
        "small letters, digits and _, a letter first",
    ),
    "json_signs_key": ("空白と「|」「/」は使えません", "no spaces, | or /"),
    "json_day": (
        "{value}は日付ではありません。2026-03-31 のように書いてください。",
        "{value} is no day. Write it as 2026-03-31.",
    ),
    "json_other": ("{value}は、ここに書ける内容ではありません。", "{value} is not possible here."),
    "json_broken": (
        'JSONとして読めません（{line}行目の{column}文字目）。「,」や「"」、かっこの閉じ忘れを確かめてください。',
        "This is no JSON (line {line}, column {column}). Look for a missing comma, quote or bracket.",
    ),
    "json_not_utf8": (
        "文字コードがUTF-8ではないので読めません。UTF-8で保存し直してください。",
        "This is not UTF-8. Save it as UTF-8.",
    ),
    "json_is_workbook": (
        "Excelブックなので、--from では読めません。「kosei init 事務局ブック.xlsx」で白紙の事務局ブックを作り、"
        "一覧を項目シートに「値」で貼り付けてください。",
        "This is an Excel workbook, which --from does not read. Make a blank master with “kosei init MASTER.xlsx” and "
        "paste the list into its sheet 項目 as values.",
    ),
    "other_plan": (
        "記入データは別の計画のものです（{found}）。「{expected}」のものを指定してください。",
        "The entries belong to another plan ({found}); “{expected}” is expected.",
    ),
    "bad_workbook": ("「{path}」：{problem}", "“{path}”: {problem}"),
    "bad_master": (
        "「{name}」を事務局ブックとして読めません。下の指摘を直してください。",
        "“{name}” cannot be read as a master workbook. Correct the findings below.",
    ),
    "report_as_master": (
        "「{name}」：これは委員会資料です。事務局ブックを指定してください。",
        "“{name}”: this is a report. Give the master workbook.",
    ),
    "newer_format": (
        "「{name}」を読みませんでした。{problem}",
        "“{name}” was not read. {problem}",
    ),
    "row_called": ("No.{no}「{name}」", "No. {no} “{name}”"),
    "cells_more": ("（同じ列のほか{count}セルにも：{cells}）", " (and in {count} more cells below it: {cells})"),
    "placeholder_of_rating": (
        "評価の数なら今の評価（{now}など）を、遅れている項目の数なら{behind}を書きます。",
        " For the count of a rating write it as it is called now ({now}), for the items that are behind {behind}.",
    ),
    "unread_setting": (
        "設定のつもりなら、見出しのある列の、キーのある行に書いてください。",
        "A setting belongs under a heading, in a row with its key.",
    ),
    "unread_entry": (
        "記入のつもりなら、見出しのある列に書き、その行に「時点」と「No.」も書いてください。",
        "An entry belongs under a heading, in a row with its point and No.",
    ),
    "column_without_head": ("{column}（見出しなし）", "{column} (no heading)"),
    "items_head_of_none": (
        "この列の{count}件の文は読んでいません。資料や調査票に出すなら、帳票列シートに「計画」の列を足して、その見出しをこの列の2行目にも書いてください。メモなら別のシートに移してください。",
        "The {count} texts below were not read. To show them add a plan column to the sheet of columns and head this "
        "one the same; move notes to another sheet.",
    ),
    "bars_more": ("（ほか{count}本：{nos}）", " (and {count} more: {nos})"),
    "places_more": ("（ほか{count}か所：{cells}）", " (and in {count} more places: {cells})"),
    "cells_more_of_sheet": ("（ほか：{cells}）", " (others: {cells})"),
    "added_rows": ("追加欄", "the rows for additions"),
    "former_item": ("No.{no}「{name}」（行キー「{key}」）", "No. {no} “{name}” (row key “{key}”)"),
    "gone_entries": ("記入", "entries"),
    "gone_printed": ("調査票を配った記録", "surveys handed out"),
    "items_not_settled": (
        "記入と項目シートの行が合っていないので、確定も、次の計画への移動もしません。直すか、「確認済」にしてください。\n{problems}",
        "Nothing is closed or moved: rows of the items do not fit what was entered. Correct or confirm it.\n{problems}",
    ),
    "keys_undecided": (
        "「{name}」の「{sheet}」シートに、前の項目と同じかどうか決められない行があるので、書き込みません。\n{problems}",
        "“{name}” is not written: on “{sheet}” it cannot be known whether some rows are the items of before.\n"
        "{problems}",
    ),
    "rows_undecided": (
        "「{name}」に、どの項目のものか決められない行があるので、書き込みません。\n{problems}",
        "“{name}” is not written: it cannot be known whose some rows are.\n{problems}",
    ),
    "unfit_settings": (
        "「{name}」の設定に直すところが{count}か所あるので、調査票を作りませんでした。上の指摘のセルを直してください。",
        "Settings of “{name}” need {count} corrections; no survey was made. Correct the cells named above.",
    ),
    "rating_signs": (
        "「{signs}」の記号は評価に使えません。",
        "These signs cannot be in a rating: {signs}.",
    ),
    "levels_differ": (
        "書かれているのは{found}段ですが、分野は{height}段です（分野シートの「上位の分野」でつながります）。数を合わせてください。",
        "It gives {found} levels, but the areas have {height} (by the column of the area above). Make them the same.",
    ),
    "no_such_level": (
        "この名前の階層はありません（{known}から選びます）。空欄として扱いました。",
        "There is no such level (choose one of {known}). It was taken as blank.",
    ),
    "table_words": ("書けるのは次の言葉です：{known}。", "These words can be written: {known}."),
    "table_only": (
        "種類が「総括表」の部だけの設定です。消すか、種類を直してください。",
        "Only summary tables take this setting. Clear it, or correct the kind.",
    ),
    "shows_only": (
        "種類が「総括表」か「経過」の部だけの設定です。消すか、種類を直してください。",
        "Only summary tables and parts of kind 経過 take this setting. Clear it, or correct the kind.",
    ),
    "history_columns": (
        "種類が「経過」の部の列は時点ごとに決まっていて、帳票列の行では変わりません。行を消すか、種類を直してください。",
        "The columns of a part of kind 経過 are the points, whatever this row says. Clear it, or correct the kind.",
    ),
    "one_rating": (
        "一つの部で数える評価は一つで、初めに書いたものを使いました。並べるのは、行の分け方が「評価者」の総括表です。",
        "A part counts one field of ratings; the first was taken. Tables whose rows are 評価者 take several.",
    ),
    "no_ratings_counted": (
        "この種類の部では評価を数えません。消すか、種類を直してください。",
        "Parts of this kind count no ratings. Clear it, or correct the kind.",
    ),
    "list_only": (
        "種類が「一覧」か「年度スケジュール」の部だけの設定です。消すか、種類を直してください。",
        "Only lists take this setting. Clear it, or correct the kind.",
    ),
    "rating_word": (
        "表や文で別の意味に使う言葉です。別の言葉にしてください。",
        "Tables and texts use this word for something else. Take another one.",
    ),
    "equals_shape": ("「:」がありません", "there is no “:”"),
    "equals_own": ("同じ尺度の評価です", "it is of the same scale"),
    "part_unknown": ("帳票シートにこの帳票キーがありません（{known}）。", "No part has this key ({known})."),
    "item_unknown": ("項目シートにこの番号・名称の項目がありません。", "There is no such item."),
    "numbering_without_number": (
        "番号の見本（1、１、①、Ⅰ、８・12など）が入っていません。",
        "It holds no sample of a number (1, １, ①, Ⅰ, ８・12 …).",
    ),
    "no_sub_number": ("{sub}がないので、枝番がどれも同じになります。", "Without {sub} all sub-items look the same."),
    "equals_unknown": ("その尺度にその評価がありません", "that scale has no such rating"),
    "target_due": ("（この時点までの{due}）", " ({due} by this point)"),
    "form_point": (
        "調査票に前の時点から出せるのは、記入の欄（指標を除く）の、前回、前々回か報告時点シートの時点です。直すか、行を消してください。",
        "Of points before a form shows entries (no indicators): the last point, the one before, or one of 報告時点.",
    ),
    "form_before": (
        "前の時点の欄は見せるだけです。時点を消すか、「調査票での扱い」を「見せる」か「出さない」にしてください。",
        "A field of a point before is only shown. Clear the point, or let the column be shown or left out.",
    ),
    "form_key": (
        "調査票に出せるのは、no、name、departments、previousと、計画の文、記入の欄です。行を消すか、「内容の出所」を確かめてください。",
        "A form shows no, name, departments, previous, plan texts and entries. Delete the row, or correct its source.",
    ),
    "form_handling": (
        "「出さない」「見せる」「記入」「必ず記入」から選んでください。空欄のままでは調査票に出ません。",
        "Choose one of the words of the list. A column left blank is not in the survey.",
    ),
    "form_not_entry": (
        "課が記入できるのは、「内容の出所」が「記入」の列だけです。「見せる」か「出さない」にしてください。",
        "Departments fill in columns of entries only. Let it be shown, or left out.",
    ),
    "form_identity": (
        "No.と名称は、課がどの行か分かるように必ず出します。「見せる」にしてください。",
        "The No. and the name are always shown, so that a row is known.",
    ),
    "sum_of_texts": (
        "合計できるのは、値の種類が「数」か「金額」の欄だけです。",
        "Only fields of numbers and money can be summed.",
    ),
    "no_choices": (
        "「選択肢」に選べる言葉を「、」で区切って書いてください。それまでは文章として扱います。",
        "Write the words to choose from, with commas between them. Until then it is a text.",
    ),
    "no_such_field": (
        "その名前の数か金額の欄がありません。「欄」にある欄の名前を書いてください。",
        "There is no field of numbers or money of that name. Write the name of one in the sheet of fields.",
    ),
    "before_label": ("{label}（{point}）", "{label} ({point})"),
    "kind_number": ("数", "a number"),
    "kind_money": ("金額", "an amount of money"),
    "kind_date": ("日付", "a date"),
    "kind_choice": ("選択肢", "one of its choices"),
    "how_number": ("数だけを書いてください（例：1,500、△20、12.5）。", "Write a number only (1,500 or -20 or 12.5)."),
    "how_amount": (
        "{unit}で、数だけを書いてください（例：1,500、△20）。",
        "Write a number only, in {unit} (1,500 or -20).",
    ),
    "not_in_sums": ("合計には入りません。{how}", "It is in no sum. {how}"),
    "how_date": (
        "年のある日付で書いてください（例：2026/3/31、令和8年3月31日、R8.3.31）。",
        "Write a date with its year (2026/3/31, R8.3.31).",
    ),
    "how_mark": ("○か空欄にしてください。", "Write ○ or nothing."),
    "how_choice": ("次から選んでください：{choices}", "Choose from: {choices}"),
    "form_full": (
        "調査票に出せるのは{most}列までです。この行の「調査票での扱い」を「出さない」にするか、行を消してください。",
        "A survey has room for {most} such columns. Leave this one out, or delete the row.",
    ),
    "items_head": (
        "この列の{count}件の文は読んでいません。見出し（2行目）を、帳票列で「計画」とした列の見出しと同じにしてください（置き場所のない列：{labels}）。",
        "The {count} texts below were not read. Head the column as a plan column is called (without one: {labels}).",
    ),
    "no_key_column": (
        "「{name}」の「{sheet}」シートに行キーの列がないので、新しい行の行キーを書き込めません。"
        "1行目（非表示）のキー「row_key」を戻してください。",
        "“{sheet}” in “{name}” has no column of row keys to write those of the new rows in. "
        "Put the key “row_key” back in its hidden first row.",
    ),
    "row_keys_written": (
        "「{sheet}」シートの新しい{count}行に、行キーを書き込みました。",
        "Wrote the row keys of {count} new rows on the sheet “{sheet}”.",
    ),
    "buttons_renewed": (
        "「{sheet}」シートのボタンとマクロを、今の版のものにしました（設定はそのままです）。",
        "The buttons and macros of the sheet “{sheet}” are those of this version now; its settings stay.",
    ),
    "lifted": (
        "前の版で作られた事務局ブックなので、新しい形式（{format}）にしました。書いてあったものは、そのままです。"
        "加えたシート：{sheets}。ほかに、プログラムが使う、ふだんは見えないシート{hidden}。"
        "加えた列：{columns}。"
        "どれも、使わなければ空欄のままでかまいません。書くことは、それぞれの欄の説明と手引きにあります。",
        "This master was made by an earlier version and is now of the new format ({format}). What was written in it is "
        "as it was. Added sheets: {sheets}, and {hidden}, which the program uses and hides. Added columns: {columns}. "
        "Whatever is not needed may stay blank.",
    ),
    "completed": (
        "事務局ブックに、前の版にはなかった列を加えました：{columns}。使わなければ空欄のままでかまいません。",
        "The master workbook has columns now that it lacked: {columns}.",
    ),
    "kept_before_lift": (
        "前の形式のままのブックは、隣の「{name}」に残しました。"
        "前の版のkosei_xlでは、新しい形式のブックに書き込めません。ほかのパソコンのkosei_xlも新しい版にしてください。",
        "The workbook as it was, in the former format, is kept as “{name}”. Earlier versions of kosei_xl cannot write "
        "into the new one: bring them up to date on other computers, too.",
    ),
    "wizard_begin": (
        "事務局ブックを作るための質問です。[ ]の中は、何も書かずに改行したときの答えです。"
        "「やめる」と書くと、何も作らずに終わります。",
        "Questions for a new master. In [ ] stands what a blank line answers. “quit” ends it and makes nothing.",
    ),
    "wizard_name": ("計画名（例：第４次○○市行財政改革大綱実施計画）", "Name of the plan"),
    "wizard_start": ("計画期間の始めの年度（例：令和8年度）", "First fiscal year (such as 2026)"),
    "wizard_end": ("計画期間の終わりの年度（例：令和11年度）", "Last fiscal year (such as 2029)"),
    "wizard_city": ("市の名前（例：○○市）", "Name of the city"),
    "wizard_office": ("事務局の課名", "Department of the office"),
    "wizard_area_term": ("大きなまとまりの呼び方（分野、方針、方向性など）", "What policy areas are called"),
    "wizard_item_term": ("項目の呼び方（項目、取組、プログラムなど）", "What items are called"),
    "wizard_area": ("分野の名称", "Policy area"),
    "wizard_department": ("課名と部名（例：企画課　総務部）", "Department and its bureau"),
    "wizard_rating": (
        "評価と呼び方を、よい順に（例：◎　予定以上に進捗）",
        "Rating and what it is called, the best first",
    ),
    "wizard_late": (
        "このうち、遅れに当たる評価（例：△、×。なければ空欄）",
        "Those of them that mean behind (blank for none)",
    ),
    "wizard_point": (
        "報告する年度と時点（例：令和8年度　上半期）",
        "Fiscal year and half or year_end (such as “2026 half”)",
    ),
    "wizard_documents": ("作る資料の番号", "Number of the documents to make"),
    "wizard_sure": ("この内容で作りますか（はい、いいえ）", "Make it? (yes, no)"),
    "wizard_yes": ("はい", "yes"),
    "wizard_nth": ("{question}　{number}つ目（終わりは空欄）", "{question}, no. {number} (blank to end)"),
    "wizard_needed": ("空欄にはできません。もう一度書いてください。", "This cannot be blank. Once more, please."),
    "wizard_no_year": (
        "年度として読めないか、始めより前です。「令和8年度」「R8」「2026」のように書いてください。",
        "This is no fiscal year, or lies before the first. Write 2026 or R8.",
    ),
    "wizard_no_point": (
        "「令和8年度　上半期」のように、年度と「上半期」か「年度末」を書いてください。",
        "Write a fiscal year and half or year_end, such as “2026 half”.",
    ),
    "wizard_twice": ("同じものがあります。違う名前を書いてください。", "That is there already. Give another name."),
    "wizard_none_of": ("{known}から選んでください。", "Choose from {known}."),
    "wizard_so_far": (
        "分野{areas}、課{departments}、評価{ratings}、報告時点{points}です。項目は、できたブックの「項目」シートに書きます。",
        "{areas} policy areas, {departments} departments, {ratings} ratings, {points} points. Write the items into the "
        "sheet 項目 of the new master.",
    ),
    "wizard_cancelled": ("何も作らずに終わりました。", "Nothing was made."),
    "wizard_alone": (
        "--wizard は、--sample、--from、--preset、--entries といっしょには使えません。",
        "--wizard goes with none of --sample, --from, --preset and --entries.",
    ),
    "first_ready": (
        "準備ができています。つぎは手順8の配布です。配ったら、手順9の回収です。",
        "Everything is there. Next: step 8, to hand out; then step 9, to collect.",
    ),
    "first_now": (
        "いま：{point}　提出{answered}、エラー{errors}件、競合{conflicts}件。つぎは{step}",
        "Now: {point}, {answered} returned, {errors} errors, {conflicts} conflicts. Next: {step}",
    ),
    "first_step_return": ("手順9の回収です。", "step 9, to collect."),
    "first_step_settle": ("手順10の指摘と競合です。", "step 10, findings and conflicts."),
    "first_step_report": ("手順11の資料です。", "step 11, the papers."),
    "first_not_yet": (
        "あと{count}か所を書くと、調査票を配れます。つぎは手順{step}です。",
        "{count} more to write before surveys can be handed out. Next: step {step}.",
    ),
    "first_missing": ("あと{count}", "{count} left"),
    "first_done": ("済", "done"),
    "first_no_name": ("（計画名はまだ書かれていません）", "(the plan has no name yet)"),
    "missing_plan_name": ("計画名を書いてください。", "the name of the plan."),
    "missing_period_start": (
        "計画期間の始めの年度を書いてください（例：令和8年度）。",
        "the first fiscal year of the plan (such as 2026).",
    ),
    "missing_period_end": (
        "計画期間の終わりの年度を書いてください（例：令和11年度）。",
        "the last fiscal year of the plan (such as 2029).",
    ),
    "missing_departments": ("課を1行に一つずつ書いてください。", "the departments, one a row."),
    "missing_department_name": ("課名を書いてください。", "the name of the department."),
    "missing_areas": ("分野（方針、方向性）を1行に一つずつ書いてください。", "the policy areas, one a row."),
    "missing_area_name": ("分野の名称を書いてください。", "the name of the policy area."),
    "missing_ratings": (
        "評価を、よい順に1行に一つずつ書いてください（例：◎、○、△、×）。",
        "the ratings, the best first, one a row.",
    ),
    "missing_rating_label": ("評価の呼び方を書いてください（例：予定どおり）。", "what the rating is called."),
    "missing_rating_counted": (
        "集計に数える評価の「集計する」に○を付けてください。",
        "a mark for the ratings that are counted.",
    ),
    "missing_points": ("報告時点を1行に一つずつ書いてください。", "the reporting points, one a row."),
    "missing_point_year": ("報告時点の年度を書いてください（例：令和8年度）。", "the fiscal year of the point."),
    "missing_point_kind": ("報告時点の種類を選んでください。", "the kind of the point."),
    "missing_point_date": ("報告時点の基準日を書いてください（例：2026/9/30）。", "the date of the point."),
    "missing_point_label": (
        "報告時点の表示名を書いてください（例：令和８年度上半期）。",
        "how the point is printed.",
    ),
    "missing_items": ("取組の項目を1行に一つずつ書いてください。", "the items, one a row."),
    "missing_item_no": ("項目のNo.を書いてください。", "the No. of the item."),
    "missing_item_name": ("No.{at}の名称を書いてください。", "the name of No. {at}."),
    "missing_item_area": ("No.{at}の分野を選んでください。", "the policy area of No. {at}."),
    "missing_item_lead": ("No.{at}の主担当を選んでください。", "the lead department of No. {at}."),
    "missing_form": (
        "調査票がありません。種類が「調査票」の行を書いてください。",
        "the survey: a row of that kind.",
    ),
    "missing_form_columns": (
        "調査票に、課が書く欄がありません。「調査票での扱い」に「記入」か「必ず記入」を選んでください。",
        "anything that departments fill in: choose how the survey treats a column.",
    ),
    "name_of_nobody": (
        "「{sheet}」シートにありません。名前を確かめるか、先に「{sheet}」シートに書いてください。",
        "is not on the sheet “{sheet}”. Check the name, or write it there first.",
    ),
    "name_of_several": (
        "「{sheet}」シートに二つ以上あります。名前を違うものにして、選び直してください。",
        "stands more than once on the sheet “{sheet}”. Give them different names and choose again.",
    ),
    "no_point": (
        "報告時点「{key}」はありません。次から選んでください：{known}",
        "There is no reporting point “{key}”. Choose one of: {known}",
    ),
    "nobody_answers": (
        "回答課の決まっている項目がありません。項目シートの推進担当課を記入してください。",
        "No item has an answering department. Fill in the departments in the sheet of items.",
    ),
    "same_file_name": (
        "二つの課の調査票が同じ名前（{name}）になります。計画シートの「調査票のファイル名」に{{部署番号}}を入れてください。",
        "The surveys of two departments would get the same name ({name}). Put {{部署番号}} into the file-name pattern.",
    ),
    "survey_differs": (
        "「{path}」はもうあり、内容が違います。別のフォルダーを指定するか、先に移してください。",
        "“{path}” exists and differs. Give another folder or move it first.",
    ),
    "nothing_readable": (
        "読める調査票が一つもありませんでした。ファイルやフォルダーの指定を確かめてください。",
        "No workbook at all could be read. Check the files and folders given.",
    ),
    "no_report_readable": (
        "読める資料が一つもありませんでした。ファイルやフォルダーの指定を確かめてください。",
        "No report at all could be read. Check the files and folders given.",
    ),
    "not_answered": (
        "確かめて「確認済」にする注意が{count}件残っているため、案の印のない資料は作りませんでした。",
        "{count} warnings have to be answered (確認済) before a final report is made.",
    ),
    "not_final": (
        "エラーが{count}件残っているため、案の印のない資料は作りませんでした。上の指摘を直してください。",
        "{count} errors are left, so no final report was made. Correct the findings above.",
    ),
    "no_part": (
        "帳票「{names}」はありません。次から選んでください：{known}",
        "There is no part “{names}”. Choose from: {known}",
    ),
    "no_parts": (
        "印刷する帳票がありません。帳票シートに資料の部を書いてください。",
        "There is nothing to print. Fill in the sheet of parts.",
    ),
    # who has sent what
    "bad_day": (
        "「{text}」を日付として読めません。2026-11-21 のように書いてください。",
        "“{text}” is no date. Write it as 2026-11-21.",
    ),
    "status_head": ("{plan}　{point}（{due}、{today}現在）", "{plan}, {point} ({due}, seen on {today})"),
    "status_due": ("提出期限 {day}", "due {day}"),
    "status_no_due": ("提出期限なし", "no due date"),
    "status_line": ("{state}　{name}：{more}", "{state}  {name}: {more}"),
    "status_rows": ("回答する項目 {count}件", "rows to answer: {count}"),
    "status_blank": ("未記入の欄 {count}件", "blank fields: {count}"),
    "status_errors": ("エラー {count}件", "errors: {count}"),
    "status_late": ("期限を{days}日過ぎています", "{days} days late"),
    "status_item": ("  No.{no} {name}：{state}{blanks}", "  No. {no} {name}: {state}{blanks}"),
    "status_blanks": ("（未記入：{names}）", " (blank: {names})"),
    "status_bureau": ("{name}：{all}課のうち提出済 {done}課（{states}）", "{name}: {done} of {all} done ({states})"),
    "status_all": ("全体", "All"),
    # returns that came twice
    "twins_neither": ("この欄はどちらも取り込まず、前の内容を残しました。", "Neither was used here."),
    "twins_first": (
        "この欄は先に取り込んだ「{file}」の内容を残しました。",
        "What was taken from “{file}” before stays here.",
    ),
    # conflicts
    "choice_blank": ("「採用」を{words}から選んでください。", "Choose one of {words}."),
    "choice_unknown": (
        "「採用」の「{text}」が分かりません。{words}から選んでください。",
        "“{text}” is no choice. Choose one of {words}.",
    ),
    "choice_stale": (
        "選んだあとに課か事務局の文が変わりました。新しい文を見て、もう一度選んでください。",
        "One of the texts has changed since. Look at the new ones and choose again.",
    ),
    "choice_without_text": (
        "「採用」が「{word}」ですが、{word}の欄が空です。文を書いてください。",
        "The choice is “{word}”, but that column is blank. Write the text.",
    ),
    "choice_with_text": (
        "{word}の欄に文がありますが、「採用」が「{word}」ではありません。どちらかを消してください。",
        "There is a text under “{word}”, but the choice is another. Delete one of them.",
    ),
    "choice_rating": (
        "評価「{text}」は評価区分にありません。{allowed}から選んでください。",
        "Rating “{text}” is not in the scale. Choose one of {allowed}.",
    ),
    "choice_picture": (
        "課の写真は事務局ブックにありません。写真のある調査票「{file}」を指定して統合してください。",
        "The department's picture is not in the master. Consolidate with its workbook “{file}”.",
    ),
    "choice_picture_text": (
        "写真に文は書けません。「課」か「事務局」を選んでください。",
        "A picture cannot be a text. Choose the department's or the office's.",
    ),
    "copy_mark": ("（ファイル名に「{mark}」とあります）", " (the file name says “{mark}”)"),
    # the add-in and its buttons
    "vba_name": (
        "マクロのモジュール名「{name}」は使えません。英字で始まる31文字までの英数字にしてください。",
        "“{name}” cannot be the name of a macro module. Use up to 31 letters and digits, a letter first.",
    ),
    "vba_line": (
        "マクロのモジュール「{name}」の{line}行目が長すぎます（{most}文字まで）。",
        "Line {line} of the macro module “{name}” is too long ({most} characters at most).",
    ),
    "vba_letter": (
        "マクロのモジュール「{name}」の{line}行目に、日本語のWindowsで表せない文字「{letter}」があります。",
        "Line {line} of the macro module “{name}” holds “{letter}”, which Japanese Windows cannot show.",
    ),
    "vba_twice": (
        "マクロのモジュール「{name}」が二つあります。どちらかの名前を変えてください。",
        "There are two macro modules called “{name}”. Rename one of them.",
    ),
    "addin_xlwings": (
        "xlwingsの版が違うため、アドインを作れません（{what}）。requirements.lock の版を入れてください。",
        "The add-in cannot be built with this version of xlwings ({what}). Install the one of requirements.lock.",
    ),
    "addin_no_workbook": (
        "編集できるブックが開いていません。事務局ブックを開き（保護ビューなら「編集を有効にする」を押し）、"
        "もう一度押してください。",
        "No workbook is open for editing. Open the master (in Protected View, click “Enable Editing”) and press again.",
    ),
    "addin_no_python": (
        "Pythonの場所が決まっていません。コマンド「kosei addin install」を実行してください。",
        "The place of Python is not set. Run the command “kosei addin install”.",
    ),
    "addin_python_gone": (
        "Pythonが見つかりません（{path}）。コマンド「kosei addin install」をもう一度実行してください。",
        "Python was not found ({path}). Run the command “kosei addin install” again.",
    ),
    "addin_no_package": (
        "Pythonに必要な部品（kosei_xl、xlwingsなど）が入っていません。"
        "コマンド「kosei addin doctor」で確かめ、「kosei addin install」をもう一度実行してください。",
        "Python lacks a package that is needed (kosei_xl, xlwings …). "
        "Check with the command “kosei addin doctor”, then run “kosei addin install” again.",
    ),
    "addin_python_failed": (
        "Pythonの処理を始められませんでした。コマンド「kosei addin doctor」で確かめてください。"
        "ファイルは元のままです。",
        "Python could not start. Check with the command “kosei addin doctor”. The files are as they were.",
    ),
    "addin_not_started": (
        "処理を始められませんでした。事務局ブックを前に出して、もう一度押してください。",
        "The work could not start. Bring the master workbook to the front and press again.",
    ),
    "addin_no_function": (
        "Pythonで計算できません。コマンド「kosei addin doctor」で確かめてください。",
        "Python could not be called. Check with the command “kosei addin doctor”.",
    ),
    "addin_running": ("行革進捗：準備しています…", "kosei_xl: starting …"),
    "addin_not_loaded": (
        "アドイン「kosei.xlam」が読み込まれていません。"
        "コマンド「kosei addin install」を実行し、Excelを開き直してください。",
        "The add-in kosei.xlam is not loaded. Run the command “kosei addin install” and start Excel again.",
    ),
    "addin_made": ("アドインを作りました：{path}", "Made the add-in: {path}"),
    "button_said": ("行革進捗：{line}", "kosei_xl: {line}"),
    "button_never_saved": (
        "このブックはまだ保存されていません。名前を付けて保存してから、もう一度押してください。",
        "This workbook was never saved. Save it under a name, then press again.",
    ),
    "button_cloud": (
        "このブック（{path}）はクラウド上にあり、パソコンの中の場所が分かりません。"
        "同期されたフォルダーから開くか、パソコンに保存し直してから押してください。",
        "This workbook ({path}) lies in the cloud and its place on this computer is not known. "
        "Open it from the synchronised folder, or save it on this computer first.",
    ),
    "button_no_master": (
        "「{name}」は事務局ブックではありません。事務局ブックを前に出してから、もう一度押してください。",
        "“{name}” is not a master workbook. Bring the master to the front, then press again.",
    ),
    "button_no_survey": (
        "「{name}」は調査票ではありません。配布された調査票を前に出してから、もう一度押してください。",
        "“{name}” is not a survey workbook. Bring the survey to the front, then press again.",
    ),
    "button_read_only": (
        "「{name}」は読み取り専用で開いています。ほかの人が開いていないか確かめ、書き込めるように開き直してください。",
        "“{name}” is open read-only. Check that nobody else has it open, and open it again for writing.",
    ),
    "button_claimed": (
        "{problem}\n\n誰も書き込んでいないと確かめましたか。「はい」で、印を消して続けます。",
        "{problem}\n\nAre you sure that nobody is writing it? Yes deletes the mark and goes on.",
    ),
    "button_not_asked": (
        "尋ねる窓を出せませんでした（{why}）。Excelの画面に出ている窓を閉じてから、もう一度押してください。何も変えていません。",
        "The question could not be asked ({why}). Close the window that Excel shows, then press again. "
        "Nothing was changed.",
    ),
    "button_history": (
        "項目ごとの経過、時点の状況、引き継ぎの表を作りました：{path}",
        "Made the course of the items, the state of the points and the hand-over: {path}",
    ),
    "ask_close": (
        "「{point}」を確定します（発行{number}番「{file}」）。\n\n"
        "確定すると、この時点の資料はいつ印刷しても同じになり、遅れて届く調査票は台帳に入りません。確定しますか。",
        "“{point}” will be closed (publication no. {number}, “{file}”). Its papers then print the same for ever, and "
        "late returns do not enter the ledger. Close it?",
    ),
    "ask_close_changed": (
        "「{point}」は、発行{number}番のあとに台帳が変わっています（{fields}）。\n\n"
        "「はい」：発行したときの内容のまま確定します。\n"
        "「いいえ」：何もしません。案の印のない資料を作り直してから、もう一度押してください。",
        "The ledger of “{point}” has changed since publication no. {number} ({fields}).\n\nYes: close it as it was "
        "published. No: nothing is done; make the final papers anew and press again.",
    ),
    "ask_reopen": (
        "「{point}」は{date}に確定しています。\n\n確定を解きますか。解くと、直して、もう一度発行して確定することになります。",
        "“{point}” has been closed since {date}.\n\nOpen it again? It then has to be published and closed anew.",
    ),
    "ask_reopen_ended": (
        "「{point}」は、計画の終わりとともに{date}に確定しています（{why}）。\n\n"
        "確定を解きますか。解くと、計画終了の項目は続いている項目に戻り、次の時点も足せるようになります。",
        "“{point}” was closed when the plan ended ({date}: {why}).\n\nOpen it again? The items that ended with the "
        "plan then go on, and further points can be added.",
    ),
    "ask_reopen_why": (
        "「{point}」の確定を解く理由を書いてください（記録に残ります）。",
        "Why is “{point}” opened again? (It is kept.)",
    ),
    "ask_end_plan": (
        "計画を「{point}」で終わりにします。\n\n"
        "・{how}\n・続いている項目{count}件は「計画終了」になります。\n・次の時点は足せなくなります。\n\n"
        "この時点の記入を次の計画に移したいときは「いいえ」を押し、ボタン「次の計画」を使ってください。\n計画を終えますか。",
        "The plan ends with “{point}”.\n\n{how}\n{count} items end with it. No further point can be added.\n\nTo take "
        "the entries of this point along to the plan after, answer No and press 次の計画. End the plan?",
    ),
    "ask_how_closed": ("「{point}」は確定したままです。", "“{point}” stays closed."),
    "ask_how_unpublished": (
        "「{point}」は発行していないので、今の台帳のまま、案として確定します。",
        "Nothing was published of “{point}”: it is closed as the ledger stands, as a draft.",
    ),
    "ask_how_published": (
        "「{point}」は、発行{number}番のとおりに確定します。",
        "“{point}” is closed as in publication no. {number}.",
    ),
    "ask_how_changed": (
        "「{point}」は、発行{number}番のとおりに確定します（そのあと変わったもの：{fields}）。",
        "“{point}” is closed as in publication no. {number} (changed since: {fields}).",
    ),
    "ask_day": (
        "計画が終わった日（議決の日など）を書いてください。",
        "On what day did the plan end (the day of the decision, say)?",
    ),
    "ask_day_again": (
        "「{text}」は日付として読めません。令和8年5月1日、2026-05-01 のように書いてください。",
        "“{text}” is no day. Write it as 2026-05-01.",
    ),
    "ask_end_why": (
        "計画が終わった理由（選挙、議決など）を書いてください。記録と経過に残ります。",
        "For what reason did the plan end? It is kept, and shown with the course of the items.",
    ),
    "ask_plan_ends": (
        "次の計画の事務局ブックを作ります。\n\n今の計画「{name}」（{period}）は、期間の途中で終わりますか。\n\n"
        "「はい」：終わります。「{point}」をどうするか、次に尋ねます。\n"
        "「いいえ」：今の計画はそのまま続けます（このブックは変わりません）。\n「キャンセル」：やめます。",
        "The master of the plan after will be made.\n\nDoes the plan of now, “{name}” ({period}), end before its time?"
        "\n\nYes: it ends; next you are asked about “{point}”. No: it goes on; this workbook stays as it is.",
    ),
    "ask_open_point": (
        "「{point}」は、まだ開いています。\n\n"
        "「はい」：今の計画に残し、今の台帳のまま確定します。\n"
        "「いいえ」：次の計画に移します。届いた記入も移り、まだ届いていない調査票は次の計画のブックで統合します。\n"
        "「キャンセル」：やめます。",
        "“{point}” is still open.\n\nYes: it stays and is closed as the ledger stands. No: it goes along to the plan "
        "after, with what came in; surveys that are still out are consolidated there.",
    ),
    "ask_follow_up": (
        "フォローアップの印のある項目が{count}件あります。\n\n"
        "「はい」：その項目だけを引き継ぎます（フォローアップの計画）。\n"
        "「いいえ」：続いている項目をすべて引き継ぎます。\n「キャンセル」：やめます。",
        "{count} items are marked for a follow-up.\n\nYes: only these go on (a follow-up plan). No: every item that "
        "continues goes on.",
    ),
    "ask_plan_name": ("次の計画の名称を書いてください。", "What is the plan after called?"),
    "ask_plan_until": (
        "次の計画の終わりの年度を書いてください（始まりは{first}です）。",
        "What is its last fiscal year (it begins in {first})?",
    ),
    "ask_plan_until_again": (
        "「{text}」は年度として読めません。令和12年度、2030 のように書いてください。",
        "“{text}” is no fiscal year. Write it as 2030.",
    ),
    "ask_goes_on": (
        "今の計画「{name}」はそのまま続きます（このブックは変わりません）。",
        "The plan of now, “{name}”, goes on (this workbook stays as it is).",
    ),
    "ask_ends_closed": (
        "今の計画は終わります。{how}続いている項目{count}件は「計画終了」になります。",
        "The plan of now ends. {how} {count} items end with it.",
    ),
    "ask_ends_moved": (
        "今の計画は終わります。「{point}」は次の計画に移し、今の計画ではもう統合も資料作りもしません。",
        "The plan of now ends. “{point}” goes to the plan after; nothing more is done with it here.",
    ),
    "ask_next_plan": (
        "次のとおりに作ります。\n\n・次の計画：{title}（{until}まで）\n・{then}\n\nよろしいですか。",
        "This will be made:\n\nThe plan after: {title} (until {until})\n{then}\n\nIs that right?",
    ),
    "name_of_follow_up": ("{name}　フォローアップ", "{name} follow-up"),
    "button_not_saved": (
        "「{name}」を保存できませんでした（{why}）。保存先に書き込めるか確かめてください。何も変えていません。",
        "“{name}” could not be saved ({why}). Check that its place can be written to. Nothing was changed.",
    ),
    "button_closing": (
        "「{name}」を閉じられませんでした（{why}）。Excelの画面に出ている窓を閉じてから、もう一度押してください。",
        "“{name}” could not be closed ({why}). Close the window that Excel shows, then press again.",
    ),
    "button_not_caller": (
        "Excelのボタンから呼ばれていません（{why}）。ブック名に「=」などの記号があれば、名前を変えてください。",
        "Not called from a button in Excel ({why}). If the workbook's name holds signs such as “=”, rename it.",
    ),
    "button_no_sheet": (
        "このブックに「{sheet}」シートがありません。{hint}",
        "This workbook has no sheet “{sheet}”. {hint}",
    ),
    "button_make_buttons": (
        "コマンド「kosei addin master」で、操作シートとボタンの付いた事務局ブック（.xlsm）を作れます。",
        "The command “kosei addin master” makes a master (.xlsm) with that sheet and its buttons.",
    ),
    "button_consolidate_first": ("先に「統合」を押してください。", "Press 統合 first."),
    "button_which_point": (
        "報告時点を、「操作」シートの「報告時点」で選んでください。",
        "Choose the reporting point on the sheet 操作.",
    ),
    "button_nothing_before": (
        "「{point}」より前の報告時点がないので、比べるものがありません。",
        "There is no reporting point before “{point}” to compare with.",
    ),
    "button_lines": ("一覧", "List"),
    "button_mapping": (
        "対応表を作りました：{path}\n先頭のシートの「確かめること」を見て、直して保存し、もう一度「一覧から」を押してください。",
        "Made the 対応表: {path}\nLook at its first sheet, correct and save it, and press 一覧から again.",
    ),
    "button_imported": ("一覧から事務局ブックを作りました：{path}", "Made the master from the list: {path}"),
    "button_import_nothing": (
        "「{path}」は作りませんでした。もうあるか、対応表に直すところがあります。",
        "“{path}” was not made: it is there already, or the 対応表 has something to correct.",
    ),
    "button_new_master": (
        "白紙の事務局ブックを作りました：{path}\n「はじめに」シートの順に書いてください。",
        "Made a blank master: {path}\nFollow its sheet はじめに.",
    ),
    "button_checked_master": ("この事務局ブックを点検しました。{counts}", "Checked this master. {counts}"),
    "button_annotated": (
        "印を付けた写しと課への文を{count}件作りました：{folder}",
        "Made {count} marked copies and letters: {folder}",
    ),
    "button_reminded": ("課への文を{count}件作りました：{folder}", "Made {count} letters: {folder}"),
    "button_traced": ("台帳の経過を一覧にしました。", "Listed where the ledger's texts came from."),
    "button_undone": ("元に戻しました。{what}", "Undone. {what}"),
    "button_packed": ("決裁資料を{count}件作りました：{folder}", "Made {count} papers for the decision: {folder}"),
    "button_compared": ("違いを一覧にしました。", "Listed what differs."),
    "button_no_points": (
        "報告時点が一つもありません。報告時点シートに記入してください。",
        "There is no reporting point. Fill in the sheet 報告時点.",
    ),
    "button_verified": (
        "資料を台帳と照合しました（{read}件）。{counts}",
        "The reports were held against the ledger ({read}). {counts}",
    ),
    "button_adopted": (
        "「{name}」で直した文を台帳に取り込みました。{counts}",
        "The wording edited in “{name}” went into the ledger. {counts}",
    ),
    "button_no_manual": (
        "手引きのファイルが見つかりません（{path}）。kosei_xlを入れ直すか、情報担当課に見せてください。",
        "The manual was not found ({path}). Install kosei_xl again.",
    ),
    "button_not_shown": (
        "「{path}」を開けませんでした（{why}）。フォルダーから開いてください。",
        "“{path}” could not be opened ({why}). Open it from its folder.",
    ),
    "button_reopen": (
        "「{name}」を開けませんでした。Excelの「開く」から開いてください。",
        "“{name}” could not be opened. Open it in Excel yourself.",
    ),
    "button_crashed": (
        "思いがけない誤りで止まりました（{what}）。事務局ブックは元のままです。詳しい記録：{log}",
        "Stopped by an unexpected error ({what}). The master workbook is as it was. Details: {log}",
    ),
    "button_distributed": ("調査票を{count}件作りました。\n{folder}", "Made {count} surveys.\n{folder}"),
    "button_checked": ("点検しました（{read}ファイル）。{counts}", "Checked {read} files. {counts}"),
    "button_consolidated": ("統合しました（{read}ファイル）。{counts}", "Consolidated {read} files. {counts}"),
    "button_reported": ("資料ができました。{counts}\n{files}", "The papers are made. {counts}\n{files}"),
    "button_counts": (
        "エラー {errors}件、注意 {warnings}件、お知らせ {infos}件",
        "errors: {errors}, warnings: {warnings}, notes: {infos}",
    ),
    "button_list": ("点検結果", "Findings"),
    # installing the add-in
    "install_copy": ("アドインを置きます：{path}", "Putting the add-in at {path}"),
    "install_unblock": (
        "インターネットから来たという印を外します：{path}",
        "Taking the mark of a downloaded file off {path}",
    ),
    "install_config": ("Pythonの場所を書きます：{path}", "Writing the place of Python into {path}"),
    "install_trust": (
        "Excelの信頼できる場所に加えます：{path}（レジストリー {key} の {values}）",
        "Adding to Excel's trusted locations: {path} (registry {key}: {values})",
    ),
    "install_compile": (
        "始まりを速くする準備をします（数分かかることがあります）：{path}",
        "Preparing for a quick start (this can take minutes): {path}",
    ),
    "too_much_for_one": (
        "「{name}」には多すぎるので、統合しませんでした。",
        "Too much for “{name}”: nothing was consolidated.",
    ),
    "returns_counted": ("調査票{count}冊", "{count} surveys"),
    "received_counted": ("受領の行{count}行", "{count} rows of received entries"),
    "install_forget": (
        "前の統合で読み取った内容の写し（次の統合を速くするもの）を消します：{path}",
        "Removing what earlier runs had read (it makes the next one quick): {path}",
    ),
    "install_remove": ("消します：{path}", "Removing {path}"),
    "install_distrust": (
        "Excelの信頼できる場所から外します：{path}",
        "Taking out of Excel's trusted locations: {path}",
    ),
    "install_done": (
        "終わりました。Excelを開き直すと、タブ「行革進捗」が出ます。",
        "Done. Start Excel again: it shows the tab 行革進捗.",
    ),
    "install_removed": ("アドインを外しました。", "The add-in was removed."),
    "install_nothing": ("アドインは入っていません。", "The add-in is not installed."),
    "install_dry": ("（確かめただけです。何も変えていません）", "(Nothing was changed.)"),
    "install_letters": (
        "Pythonのある場所（{path}）に、Excelのマクロが読めない文字があります。英数字の場所にPythonを入れ直してください。",
        "The place of Python ({path}) holds letters that Excel's macros cannot read. Install Python elsewhere.",
    ),
    "install_store": (
        "Microsoft Store版のPython（{path}）はExcelから使えません。"
        "python.orgのPythonを入れ、そちらで実行してください。",
        "Excel cannot use the Python of the Microsoft Store ({path}). Install the one from python.org and use that.",
    ),
    # the doctor
    "doctor_no_windows": (
        "アドインはWindowsのExcelで動きます。WindowsのPCで実行してください。",
        "The add-in works in Excel on Windows. Run this there.",
    ),
    "doctor_old_python": (
        "Python {version} は古くて使えません（{path}）。3.11以上を入れてください。",
        "Python {version} is too old ({path}). Install 3.11 or newer.",
    ),
    "doctor_python": ("Python {version}（{bits}ビット）：{path}", "Python {version} ({bits} bit): {path}"),
    "doctor_remote": (
        "Pythonがネットワークドライブにあり、ボタンを押してから始まるまでが遅くなります：{path}",
        "Python lies on a network drive, so that every click starts slowly: {path}",
    ),
    "doctor_synchronised": (
        "PythonがOneDriveのフォルダーにあります。同期の途中で動かなくなることがあるので、ほかの場所に入れてください：{path}",
        "Python lies in a OneDrive folder and can fail while it is synchronised. Install it elsewhere: {path}",
    ),
    "doctor_packages": (
        "必要な部品がありません：{names}。kosei_xl を入れ直してください。",
        "Packages are missing: {names}. Install kosei_xl again.",
    ),
    "doctor_packages_fine": (
        "必要な部品はそろっています（xlwings {xlwings}）",
        "All packages are there (xlwings {xlwings})",
    ),
    "doctor_no_config": (
        "Pythonの場所が書かれていません（{path}）。「kosei addin install」を実行してください。",
        "The place of Python is not written down ({path}). Run “kosei addin install”.",
    ),
    "doctor_python_gone": (
        "設定（{config}）のPythonがありません：{path}。「kosei addin install」をもう一度実行してください。",
        "The Python in the settings ({config}) is not there: {path}. Run “kosei addin install” again.",
    ),
    "doctor_other_python": (
        "アドインは別のPythonを使います：{path}。"
        "こちら（{this}）に変えるには「kosei addin install」を実行してください。",
        "The add-in uses another Python: {path}. Run “kosei addin install” to change to {this}.",
    ),
    "doctor_config": ("アドインはこのPythonを使います：{path}", "The add-in uses this Python: {path}"),
    "doctor_no_addin": (
        "アドインが入っていません（{path}）。「kosei addin install」を実行してください。"
        "入れた後に消えたのなら、ウイルス対策ソフトの記録を確かめてください。",
        "The add-in is not there ({path}). Run “kosei addin install”. "
        "If it vanished after that, look into the log of the antivirus program.",
    ),
    "doctor_blocked": (
        "アドインがWindowsに止められています（{path}）。「kosei addin install」をもう一度実行してください。",
        "Windows blocks the add-in ({path}). Run “kosei addin install” again.",
    ),
    "doctor_old_addin": (
        "アドインが古い版（{version}）です。今の版は{now}です（{path}）。"
        "Excelを閉じて、もう一度「kosei addin install」を実行してください。",
        "The add-in is of an older version ({version}); this is {now} ({path}). "
        "Close Excel and run “kosei addin install” again.",
    ),
    "doctor_other_macros": (
        "アドインのマクロが今の版（{now}）と違います（{path}）。"
        "Excelを閉じて、もう一度「kosei addin install」を実行してください。",
        "The macros of the add-in are not those of this version, {now} ({path}). "
        "Close Excel and run “kosei addin install” again.",
    ),
    "doctor_other_texts": (
        "アドインのマクロは今の版（{now}）と同じですが、リボンか文が違います（{path}）。"
        "Excelを閉じて、もう一度「kosei addin install」を実行してください。",
        "The macros of the add-in are those of this version, {now}, but the ribbon or the texts are not ({path}). "
        "Close Excel and run “kosei addin install” again.",
    ),
    "doctor_addin": (
        "アドインは今の版（{version}）と同じです：{path}",
        "The add-in is that of this version, {version}: {path}",
    ),
    "doctor_no_excel": ("Excelが見つかりません。", "Excel was not found."),
    "doctor_excel": ("Excel（{bits}ビット）：{path}", "Excel ({bits} bit): {path}"),
    "doctor_disabled": (
        "Excelがアドインを「使用できないアイテム」にしています。"
        "「ファイル」→「オプション」→「アドイン」→管理「使用できないアイテム」で有効にしてください。",
        "Excel has put the add-in among its disabled items. Enable it under File, Options, Add-ins, Disabled Items.",
    ),
    "doctor_addins_off": (
        "Excelの設定で、すべてのアドインが止められています。情報担当課に相談してください。",
        "All add-ins are switched off in Excel's settings. Ask the IT department.",
    ),
    "doctor_signature": (
        "Excelの設定で、署名のないアドインが止められています。情報担当課に相談してください。",
        "Excel's settings allow signed add-ins only. Ask the IT department.",
    ),
    "doctor_publisher": (
        "署名のあるアドインだけが許されています。このアドインには署名があります。"
        "その発行元が「信頼できる発行元」にあるか、情報担当課に確かめてください。",
        "Only signed add-ins are allowed. This one is signed. "
        "Ask the IT department whether its publisher is among the trusted ones.",
    ),
    "doctor_user_locations": (
        "ポリシー（Allow User Locations = 0：利用者の決めた場所を信頼しない）で、Excelはここを信頼しません：{path}。"
        "情報担当課に、この場所をポリシーの信頼できる場所に加えるか、アドインに署名するよう頼んでください。",
        "A policy (Allow User Locations = 0) keeps Excel from trusting this place: {path}. "
        "Ask the IT department to add it to the trusted locations of the policy, or to sign the add-in.",
    ),
    "doctor_network_location": (
        "アドインの場所がネットワークにあります（{path}）。Excelは、許可（AllowNetworkLocations = 1）がなければ、"
        "ネットワークの場所を信頼しません。情報担当課に相談してください。",
        "The place of the add-in is on the network ({path}). Excel does not trust it unless that is allowed "
        "(AllowNetworkLocations = 1). Ask the IT department.",
    ),
    "doctor_macros_off": (
        "信頼できる場所が効かないうえに、ポリシー（VBAWarnings = {value}）がマクロを止めています。"
        "情報担当課に、アドインへの署名か信頼できる場所を頼んでください。",
        "Trusted locations have no effect here, and a policy (VBAWarnings = {value}) stops the macros. "
        "Ask the IT department to sign the add-in or to trust its place.",
    ),
    "doctor_applocker": (
        "AppLocker（{kinds}）がこのフォルダーのプログラムを止めることがあります：{path}。"
        "止められたら、情報担当課に、すべての利用者のための入れ方（Program Files）か、この場所の許可を頼んでください。",
        "AppLocker ({kinds}) may stop programs in this folder: {path}. If it does, ask the IT department for the "
        "installation for all users (Program Files), or to allow this place.",
    ),
    "doctor_restricted": (
        "ソフトウェアの制限のポリシーが、このフォルダーのプログラムを止めることがあります：{path}。"
        "止められたら、情報担当課に、すべての利用者のための入れ方（Program Files）か、この場所の許可を頼んでください。",
        "Software Restriction Policies may stop programs in this folder: {path}. If they do, ask the IT department for "
        "the installation for all users (Program Files), or to allow this place.",
    ),
    "doctor_signed": (
        "アドインは今の版（{version}）に署名を付けたものです：{path}",
        "The add-in is that of this version, {version}, with a signature: {path}",
    ),
    "doctor_locations_off": (
        "Excelの設定で、信頼できる場所が使えなくなっています。情報担当課に相談してください。",
        "Trusted locations are switched off in Excel's settings. Ask the IT department.",
    ),
    "doctor_not_trusted": (
        "アドインの場所がExcelの信頼できる場所にありません（{path}）。"
        "「kosei addin install」をもう一度実行してください。",
        "The add-in's place is not a trusted location of Excel ({path}). Run “kosei addin install” again.",
    ),
    "doctor_no_dll": (
        "ワークシート関数に要るファイルがありません（{path}）。ボタンは使えます。"
        "ウイルス対策ソフトの記録を確かめ、xlwings を入れ直してください。",
        "The file that worksheet functions need is missing ({path}). Buttons work. "
        "Look into the log of the antivirus program and install xlwings again.",
    ),
    "doctor_dll": (
        "ワークシート関数に要るファイルがあります：{names}",
        "What worksheet functions need is there: {names}",
    ),
    "doctor_not_compiled": (
        "始まりを速くする準備がまだです（{path}）。「kosei addin install」を実行すると速くなります。",
        "Not prepared for a quick start ({path}). “kosei addin install” does it.",
    ),
    "doctor_cache": (
        "前の統合で読み取った内容の写し（次の統合を速くするもの）：{path}（{size}MB。多くても{most}MB。消してもかまいません）",
        "What earlier runs have read, to make the next quick: {path} ({size} MB, {most} MB at most; may be deleted)",
    ),
    "doctor_no_cache": (
        "統合で読み取った内容の写しは、残さない設定です（環境変数 {variable}）。",
        "What a run has read is not kept for the next one (environment variable {variable}).",
    ),
    "doctor_pythons": ("ほかのPython（使いません）：{paths}", "Other Pythons (not used): {paths}"),
    "doctor_fine": ("問題はありません。", "No problem was found."),
    # the kit for PCs without Internet
    "kit_no_checkout": (
        "キットは、プロジェクトのフォルダー（requirements.lock のあるところ）で作ります。{path} にはありません。",
        "A kit is made from a checkout (with requirements.lock). {path} is none.",
    ),
    "kit_fetching": ("Windows用の部品を{count}個集めます", "Fetching {count} packages for Windows"),
    "kit_building": ("kosei_xl を包みます", "Building kosei_xl"),
    "kit_failed": (
        "部品を集められませんでした（{why}）。インターネットにつながるPCで、もう一度実行してください。",
        "The packages could not be fetched ({why}). Try again on a computer with Internet.",
    ),
    "kit_missing": ("キットに部品が足りません：{names}", "The kit lacks packages: {names}"),
    "kit_made": (
        "キットができました（部品{count}個）：{path}",
        "Made the kit ({count} packages): {path}",
    ),
    "kit_read_me": (
        """\
行革進捗アドイン（kosei_xl） インストールキット

インターネットにつながらないパソコンに、管理者の権限なしで入れるためのものです。

1. このフォルダーを丸ごと、パソコンの中（デスクトップなど）に写します。ZIPで受け取ったら、先に「すべて展開」します。
2. Python {python}（64ビット）が入っていなければ、先に入れます。manual.html の「Pythonを入れる」をご覧ください。
3. install.cmd をダブルクリックします。「終わりました。」と出るまで数分かかります。
4. Excelを開くと、タブ「行革進捗」が出ます。使い方は manual.html をご覧ください。

入れる場所は %LOCALAPPDATA%\\kosei_xl です。新しい版のキットで install.cmd を実行すれば、入れ替わります。
情報部門のかたへ：書き込むファイルとレジストリー、通信、部品とライセンス、署名、すべての利用者のための入れ方は
「情報部門向け説明書.html」に、部品の一覧（CycloneDX）は sbom.cdx.json にあります。

外すときは、コマンドプロンプトで次の行を実行し、そのあと入れた場所のフォルダーを消します。

    "%LOCALAPPDATA%\\kosei_xl\\venv\\Scripts\\kosei.exe" addin uninstall

うまく動かないときは、次の行を実行すると、直すところが表示されます。

    "%LOCALAPPDATA%\\kosei_xl\\venv\\Scripts\\kosei.exe" addin doctor
""",
        "See manual.html. Install Python {python} (64 bit), then run install.cmd.\n",
    ),
    # answers to findings
    "answered": ("確認済：{message}（{code}、理由：{reason}）", "answered: {message} ({code}, reason: {reason})"),
    "answer_conflict": (
        "どちらの文にするかは、「競合」シートか新しい提出で決めてください。",
        "Choose one of the texts on the sheet of conflicts, or ask for a new return.",
    ),
    "answer_without_mark": ("「確認済」に○を付けてください。", "Mark it as looked at (○)."),
    "answer_without_reason": ("「理由」を書いてください。", "Write the reason."),
    # PDF
    "pdf_missing": (
        "PDFを作るソフトが見つかりません。ExcelかLibreOfficeを入れてお試しください。",
        "No program to make a PDF was found. Install Excel or LibreOffice.",
    ),
    "pdf_hanging": (
        "PDFを作るソフトが時間内に終わらないため止めました。もう一度お試しください。",
        "The program that makes the PDF did not end in time and was stopped. Try again.",
    ),
    "pdf_failed": (
        "PDFを作れませんでした。ブックがExcelで開けるか、保存先に書き込めるかをお確かめください。",
        "The PDF could not be made. Check that the workbook opens in Excel and the place can be written to.",
    ),
    "pdf_unreadable": ("PDFを読めません。（{why}）", "The PDF cannot be read. ({why})"),
    "letters_of_text": ("「{label}」の「{text}」の〓", "The 〓 in “{text}” under “{label}”"),
    "every_page": ("どのページにも", "Every page"),
    "these_pages": ("{pages}ページには", "Page {pages}"),
    "tags_of_newer": (
        "{name}の付ける目印からは作れないためです。LibreOffice 25.2以降で作ると付きます。",
        "None can be made of what {name} marks; print it by LibreOffice 25.2 or newer.",
    ),
    "tags_not_of_inserts": ("差し込んだPDFのページには付けません。", "Pages of inserted PDFs are not tagged."),
    "some_program": ("PDFを作ったソフト", "The program that made it"),
    "letters_of_pages": ("PDFの{pages}ページで□になった字", "A letter that is an empty box on page {pages} of the PDF"),
    # answers of worksheet functions, as short as a cell
    "fn_failed": (
        "計算できませんでした（{why}）。範囲の指定を確かめてください。",
        "This could not be calculated ({why}). Check the ranges given.",
    ),
    "fn_no_rating": ("数える評価を指定してください", "Give the rating to count"),
    "fn_no_scale": ("評価区分の範囲を指定してください", "Give the range of the rating scale"),
    "fn_not_in_scale": ("評価「{value}」は評価区分にありません", "“{value}” is not in the rating scale"),
    "fn_unequal": ("範囲の大きさが違います（{heights}）", "The ranges differ in size ({heights})"),
    "fn_no_ledger": ("台帳の範囲を見出しの行から指定してください", "Give the ledger's range with its heads"),
    "fn_needs_sheets": (
        "「{by}」で分けるには、{sheets}の範囲を見出しの行から指定してください",
        "To group by “{by}”, give the ranges of {sheets} with their heads",
    ),
    "fn_no_level": ("分野シートに「{value}」という階層はありません", "The areas have no level “{value}”"),
    "fn_no_point": ("台帳に時点「{key}」の行がありません", "The ledger has no row of the point “{key}”"),
    "fn_no_points": ("評価区分に得点がありません", "The scale has no points"),
    "fn_no_before": (
        "「前回」に前回の時点キーを指定してください",
        "Give the key of the point before under 「前回」",
    ),
    "fn_no_shown": (
        "「{value}」は表示できません。{words}か、台帳の列の見出しを書いてください",
        "“{value}” cannot be shown: {words}, or the head of a column of the ledger",
    ),
    "fn_no_rating_column": (
        "見出し「評価」の列がありません。見出しの行から指定してください",
        "There is no column “評価”. Give the range with its heads",
    ),
    "fn_no_wish": (
        "「{names}」という指定はありません（{known}）",
        "There is nothing called {names} to ask for ({known})",
    ),
    "fn_no_column": ("見出し「{names}」の列がありません", "There is no column “{names}”"),
    "fn_error_value": ("エラー値：{names}", "Error value: {names}"),
    "fn_rating_not_wanted": (
        "評価の対象でない行に評価「{value}」があります",
        "A rating “{value}” in a row that is not rated",
    ),
    "fn_missing": ("未記入：{names}", "Missing: {names}"),
    "fn_done": ("済", "Done"),
    "fn_no_counts": ("評価と件数の2列を指定してください", "Give two columns: rating and count"),
    "fn_no_style": ("数字の形は 半角・全角・混在 のどれかです", "The digit style is half, full or mixed"),
    "fn_no_day": ("「{value}」は日付として読めません", "“{value}” is not a date"),
    "fn_no_sample": (
        "番号の形を見本（Ⅰ、①、１ など）で指定してください",
        "Give a sample of the numbering (Ⅰ, ①, １ …)",
    ),
    "fn_no_answer": ("「{value}」は使えません。率・差・判定 のどれかです", "“{value}” is none of 率, 差, 判定"),
    "fn_no_amount": (
        "一つの数として読めないため比べられません（{actual}／{target}）",
        "Not one number on each side ({actual} / {target})",
    ),
    "fn_units_differ": (
        "単位が違うため比べられません（{actual}／{target}）",
        "The units differ ({actual} / {target})",
    ),
    "fn_no_bound": (
        "目標「{target}」に「以上」か「以下」を付けるか、少ないほどよいかをTRUEかFALSEで指定してください",
        "Say 以上 or 以下 in the target “{target}”, or give TRUE or FALSE for whether less is better",
    ),
    "fn_target_zero": ("目標が0なので率になりません", "No ratio: the target is 0"),
    # progress
    "made_master": ("事務局ブックを作りました：{path}", "Made the master workbook: {path}"),
    "reading": ("読み込み {number}/{count}：{name}", "Reading {number}/{count}: {name}"),
    "survey": ("調査票 {number}/{count}：{name}", "Survey {number}/{count}: {name}"),
    "typing": ("記入 {number}/{count}：{name}", "Filling in {number}/{count}: {name}"),
    "address_needs": (
        "「{address}」を読む部品（fsspec）が入っていません。`pip install kosei_xl[cluster]` で入れるか、"
        "パソコンに写してから指定してください。",
        "What reads “{address}” (fsspec) is not installed. Install it with pip install kosei_xl[cluster], or copy the "
        "files to this machine first.",
    ),
    "address_not_opened": (
        "「{address}」を開けません：{why}",
        "“{address}” cannot be opened: {why}",
    ),
    "cluster_address": (
        "「{address}」はクラスターのアドレスではありません。tcp://名前:8786 のように書いてください。",
        "“{address}” is no address of a cluster. Write one like tcp://name:8786.",
    ),
    "cluster_needs": (
        "クラスターを使う部品（distributed）が入っていません。`pip install kosei_xl[cluster]` で入れるか、"
        "「--cluster」を付けずに行ってください。",
        "What uses a cluster (distributed) is not installed. Install it with pip install kosei_xl[cluster], or leave "
        "out --cluster.",
    ),
    "cluster_reads": (
        "クラスター（{address}、同時に{threads}冊）で読みます",
        "Reading by the cluster ({address}, {threads} at a time)",
    ),
    "cluster_read_here": (
        "お知らせ：クラスター（{address}）で読まなかった{what}{count}冊は、このパソコンで読みました（{why}）。結果は同じです。",
        "Notice: {count} {what} were not read by the cluster ({address}) but by this machine ({why}). The result is "
        "the same.",
    ),
    "read_surveys": ("調査票", "surveys"),
    "read_masters": ("事務局ブック", "masters"),
    "cluster_unreachable": (
        "スケジューラーにつながりませんでした",
        "the scheduler could not be reached",
    ),
    "cluster_no_workers": ("ワーカーがありませんでした", "it had no workers"),
    "cluster_gone": ("途中でつながらなくなりました", "the connection was lost on the way"),
    "cluster_no_answer": ("ワーカーが読めませんでした", "its workers could not read them"),
    "cluster_without_us": ("ワーカーにkosei_xlが入っていません", "its workers have no kosei_xl"),
    "cluster_none": ("なし", "none"),
    "cluster_other_version": (
        "版が違います：ワーカーの{name}は {theirs}、このパソコンは {ours}",
        "versions differ: {name} of a worker is {theirs}, here it is {ours}",
    ),
    "taking_in": ("台帳に取り込んでいます", "Taking the entries into the ledger"),
    "consolidated": ("事務局ブックに取り込みました：{path}", "Taken into the master workbook: {path}"),
    "made_report": (
        "委員会資料を作りました：{path}（{sheets}シート、{pages}ページ）",
        "Made the report: {path} ({sheets} sheets, {pages} pages)",
    ),
    "making_pdf": ("PDFにしています", "Making the PDF"),
    "made_pictures": ("ページの画像を{count}枚作りました：{folder}", "Made {count} page pictures: {folder}"),
    "diff_other_plan": (
        "「{name}」は別の計画です（{found}）。「{expected}」の事務局ブックを指定してください。",
        "“{name}” holds another plan ({found}). Give a master workbook of “{expected}”.",
    ),
    "diff_same_version": (
        "どちらの事務局ブックも計画の第{version}版です。見直し後の計画シートの「計画の版」に1を足してください。",
        "Both masters hold version {version} of the plan. Add 1 to the version in the sheet 計画 of the new one.",
    ),
    "diff_swapped": (
        "見直し前（第{old}版）と見直し後（第{new}版）が逆です。古い方を見直し前に指定してください。",
        "The former plan (version {old}) and the new one (version {new}) are swapped. Give the older one first.",
    ),
    "diff_kinds": (
        "「{old}」と「{new}」は比べられません。調査票どうし、または事務局ブックどうしを指定してください。",
        "“{old}” and “{new}” cannot be compared. Give two surveys or two master workbooks.",
    ),
    "diff_other_department": (
        "別の課の調査票です（{old}と{new}）。同じ課の調査票を指定してください。",
        "The surveys belong to two departments ({old}, {new}). Give two of the same department.",
    ),
    "diff_plan_too": (
        "計画の内容も違います（{count}か所）が、どちらも計画の第{version}版なので、台帳だけを比べました。"
        "計画を比べるには、見直し後の計画シートの「計画の版」に1を足してください。",
        "The plans differ too ({count} changes), but both are version {version}, so only the ledgers were compared. "
        "To compare the plans, add 1 to the version in the sheet 計画 of the new one.",
    ),
    "diff_points_needed": (
        "比べるブックを二つ指定するか、事務局ブック一つと --from・--to（報告時点）を指定してください。",
        "Give two workbooks to compare, or one master with --from and --to (reporting points).",
    ),
    "diff_head": ("{old} → {new}", "{old} → {new}"),
    "diff_survey": ("{file}（提出回{number}、{saved}）", "{file} (no. {number}, {saved})"),
    "diff_unsaved": ("保存日時なし", "no time of saving"),
    "diff_point": ("{file}（{point}）", "{file} ({point})"),
    "diff_item": ("No.{no}「{name}」", "No. {no} “{name}”"),
    "diff_where": ("（{place}）", " ({place})"),
    "diff_other_gone": ("  その他の記入（なくなりました）：{text}", "  other text (gone): {text}"),
    "diff_other_new": ("  その他の記入（加わりました）：{text}", "  other text (new): {text}"),
    "diff_total": ("違い {count}件（{items}項目）", "Differences: {count} ({items} items)"),
    "diff_change": ("  {kind}{where}：{old} → {new}", "  {kind}{where}: {old} → {new}"),
    "diff_text": ("「{text}」", "“{text}”"),
    "diff_nothing": ("（なし）", "(nothing)"),
    "diff_sub_item": ("（{no}）", " ({no})"),
    # what happened to the ledger
    "log_no_item": (
        "No.「{no}」の項目はありません。項目シートの番号（枝番は「4-1」）を指定してください。",
        "There is no item No. “{no}”. Give a number of the sheet of items (a sub-item as “4-1”).",
    ),
    "log_no_field": (
        "欄「{field}」はありません。次から選んでください：{known}",
        "There is no field “{field}”. Choose from: {known}",
    ),
    "log_head": ("No.{no}「{name}」{label}（{point}）：{now}", "No. {no} “{name}”, {label} ({point}): {now}"),
    "log_taken": ("台帳に入れました", "taken into the ledger"),
    "log_kept": ("競合したため、台帳は変えませんでした", "in conflict, the ledger stayed"),
    "log_recorded": ("台帳には入れませんでした", "recorded only"),
    "log_edited": ("台帳に書きました", "written into the ledger"),
    "log_decided": ("競合の採用を決めました", "conflict decided"),
    "log_line": (
        "  {when} {who} {what}：{old} → {text}（{place}）",
        "  {when} {who}, {what}: {old} → {text} ({place})",
    ),
    "log_no_time": ("（日時なし）", "(no time)"),
    "log_by": ("{department}（{person}、提出回{number}）", "{department} ({person}, no. {number})"),
    "log_by_nobody": ("{department}（提出回{number}）", "{department} (no. {number})"),
    "log_by_office": ("{office}（{person}）", "{office} ({person})"),
    "log_pending": ("・次の統合で記録します", " (to be recorded with the next consolidation)"),
    "log_kept_out": (
        "  {when} {who} {what}：{text}（{place}）",
        "  {when} {who}, {what}: {text} ({place})",
    ),
    "log_nothing": ("記録はありません。", "There is no record."),
    "log_japan": (
        "日時は、そのファイルが保存された日時（日本時間）です。",
        "Times are those of saving, in Japan time.",
    ),
    # undo
    "no_backup": (
        "「{path}」の前の内容（{backup}）がないので、元に戻せません。",
        "There is no backup of “{path}” ({backup}), so nothing can be undone.",
    ),
    "bad_backup": (
        "「{backup}」を事務局ブックとして読めないので、元に戻しませんでした。",
        "“{backup}” cannot be read as a master workbook, so nothing was undone.",
    ),
    "nothing_to_undo": (
        "「{path}」は前の内容（{backup}）と同じなので、戻すものがありません。",
        "“{path}” is the same as its backup ({backup}); there is nothing to undo.",
    ),
    "edited_since": (
        "「{path}」は統合のあとに直されています（{what}）。"
        "元に戻すと、その内容は「{backup}」へ移ります。それでよければ --force を付けてください。",
        "“{path}” was changed after the last consolidation ({what}). "
        "Undoing would move that to “{backup}”. Give --force if that is what you want.",
    ),
    "edited_saved": ("保存 {time} {person}", "saved {time} {person}"),
    "edited_texts": ("台帳の記入 {count}件", "{count} texts of the ledger"),
    "edited_unreadable": ("ブックとして読めません", "it is no readable workbook"),
    "no_item": ("No.{no}の項目はありません。", "There is no item No. {no}."),
    "course_item": ("No.{no} {name}（{state}）", "No. {no} {name} ({state})"),
    "course_stop": ("  {point}：{rating}{more}", "  {point}: {rating}{more}"),
    "step_none": ("確定しています", "closed"),
    "step_close": ("発行しました。会議や公表が済んだら確定します", "published; close it when it is through"),
    "step_distribute": ("調査票を配ります", "hand out the surveys"),
    "step_collect": ("調査票を待っています（{count}課）", "waiting for surveys ({count} departments)"),
    "step_decide": ("競合を決めます（{count}件）", "conflicts to decide ({count})"),
    "step_publish": ("資料を作り、案でないものを発行します", "make the papers, then the final ones"),
    "next_plan_nothing_entered": (
        "まだ何も記入されていないので、次の計画に引き継ぐものがありません。",
        "Nothing has been entered yet, so there is nothing for the next plan.",
    ),
    "next_plan_same": (
        "次の計画の識別名を、今の計画（{id}）と違うものにしてください（--id）。",
        "Give the next plan another key than the one of now, {id} (--id).",
    ),
    "next_plan_no_items": (
        "「{point}」で次の計画に引き継ぐ項目（継続、またはフォローアップの印のあるもの）がありません。",
        "At “{point}” there is no item to go on (one that continues, or is marked for the follow-up).",
    ),
    "next_plan_end": (
        "次の計画の終わりの年度（{end}）は、始まり（{start}）より前にはできません。",
        "The last year of the next plan ({end}) cannot be before its first one ({start}).",
    ),
    "next_plan_made": (
        "「{point}」から項目{count}件を引き継ぎ、次の計画のブックを作りました（はじめの時点は「{first}」）。"
        "番号はそのままです。統合や新規の項目は、項目シートで直してください。",
        "Made the master of the next plan with {count} items of “{point}” (first point “{first}”). Numbers are kept; "
        "merge and add items on 項目.",
    ),
    "next_plan_open": (
        "「{point}」は、まだ今の計画で開いています。今の計画が期間の途中で終わるときは、ボタン「次の計画」で聞かれたとおりに選ぶか、"
        "--open-point close（そのまま確定）か --open-point move（次の計画に移す）を付けて作り直してください。",
        "“{point}” is still open in the plan of now. If that plan ends before its time, make this again with "
        "--open-point close (closed as it stands) or --open-point move (taken along).",
    ),
    "next_plan_nothing_open": (
        "次の計画に移せる、開いている報告時点がありません。--open-point を付けずに作ってください。",
        "No reporting point is open that could be taken along. Make the plan without --open-point.",
    ),
    "moved_why": (
        "計画が終わり、「{point}」を次の計画に移す理由を、--why に書いてください（記録に残ります）。",
        "Say with --why for what reason the plan ends and “{point}” goes to the plan after; it is kept.",
    ),
    "moved": (
        "「{point}」を次の計画のブック「{out}」に移しました（{date}）。届いている記入と受領も入っています。"
        "まだ届いていない調査票は、配ったときのまま「{out}」で統合できます。今の計画では、この時点の統合も資料も行いません。",
        "“{point}” went to “{out}” ({date}) with what was entered and received. Surveys that are still out can be "
        "consolidated there as they are. Nothing is done with this point in the master of before.",
    ),
    "moved_into": (
        "No.{no}「{name}」の記入は、統合先のNo.{into}に、どこから来たかを付けて入れました。",
        "What was entered for No. {no} “{name}” stands with No. {into}, into which it was merged, marked as such.",
    ),
    "moved_not": (
        "No.{no}「{name}」の{fields}は次の計画に移していません。今の計画のブックに残っています。",
        "{fields} of No. {no} “{name}” did not go along; they are kept in the master of the plan before.",
    ),
    "moved_text": ("（「{name}」から）{text}", "(from “{name}”) {text}"),
    "point_moved": (
        "「{point}」は{date}に次の計画「{successor}」に移しました。届いた調査票の統合も、資料作りも、そのブックで行ってください。",
        "“{point}” went to the plan after, “{successor}”, on {date}. Consolidate surveys and make papers with that "
        "master.",
    ),
    "reopened_moved": (
        "「{point}」は次の計画「{successor}」にもあります。どちらのブックで続けるかを決め、使わないほうは消してください。",
        "“{point}” stands in “{successor}”, too. Decide with which master to go on, and do away with the other.",
    ),
    "step_moved": ("次の計画「{successor}」に移しました", "went to the plan after, “{successor}”"),
    "next_plan_left": ("引き継がなかった項目：{nos}", "Items that do not go on: {nos}"),
    "no_such_number": (
        "発行記録に{number}番の資料はありません。番号は発行したときに出ます。",
        "There is no publication no. {number}. The number is said when it is published.",
    ),
    "no_such_publication": ("その番号の発行がありません", "there is no such publication"),
    "no_such_row": ("そのNo.の項目がありません", "there is no such No."),
    "no_such_column": ("その欄がありません", "there is no such column"),
    "errata_none": (
        "「{point}」は、発行{number}番と今の内容に違いがありません。正誤表は作りませんでした。",
        "“{point}” is just what was published (no. {number}). No errata were made.",
    ),
    "errata_note": (
        "「{file}」（発行{number}番{day}）に、次のとおり誤りがありました。",
        "“{file}” (publication no. {number}{day}) had the following errors.",
    ),
    "errata_line": (
        "{document} {page}ページ No.{no} {label}：誤「{wrong}」→ 正「{right}」",
        "{document} p. {page}, No. {no}, {label}: “{wrong}” should be “{right}”",
    ),
    "button_errata": (
        "正誤表を作りました（{count}か所）。Webに載せるページもできています。\n{files}",
        "Made the errata ({count} places), and the page for the web.\n{files}",
    ),
    "button_next": ("{lines}", "{lines}"),
    "next_no_point": ("{sheet}シートに、はじめの報告時点の行を書いてください。", "Write the first point on {sheet}."),
    "next_not_later": (
        "新しい時点の基準日（{date}）は、「{last}」（{last_date}）より後の日にしてください。",
        "The date of the new point ({date}) has to be after “{last}” ({last_date}).",
    ),
    "next_period_over": (
        "「{label}」は計画の期間（{end}年度まで）の後です。期間を延ばすときは、計画シートの終わりの年度を直してください。",
        "“{label}” lies after the period of the plan (until {end}). To extend it, correct its last year on 計画.",
    ),
    "next_made": (
        "報告時点「{point}」（基準日 {date}、提出期限 {due}）を足しました。違うところは報告時点シートで直します。",
        "Added the reporting point “{point}” (date {date}, due {due}). Correct it on 報告時点 where it differs.",
    ),
    "next_carried": (
        "{what}を「{last}」から写しました：{count}件。",
        "Carried over from “{last}”: {what}, {count}.",
    ),
    "next_carried_nothing": (
        "「{last}」から写すものはありませんでした。",
        "There was nothing to carry over from “{last}”.",
    ),
    "next_shows_before": (
        "調査票には、前回の「{what}」が灰色で並びます（{sheet}シートに行を足しました。「出さない」にすると出ません）。",
        "Surveys will show the last “{what}” in grey (a row was added to {sheet}; it may be left out there).",
    ),
    "next_asked": (
        "「{last}」の委員会の意見{count}件を、次の調査票に灰色で出します。",
        "What the committee wrote at “{last}” is shown in grey in the next survey: {count}.",
    ),
    "item_goes_on": ("続いている項目として扱います", "it is taken to go on"),
    "item_has_ended": ("その次の時点から載せません", "it is not listed after that point"),
    "undo_published": (
        "「{path}」は、一つ前の内容のあとに{what}があるので、元に戻しません。直すときは台帳を直し、"
        "確定した時点ならボタン「確定」（kosei close --reopen）で理由を付けて確定を解いてください。",
        "“{path}” is not put back: since what it was before there was {what}. Correct the ledger instead; "
        "a closed point is opened with a reason by kosei close --reopen.",
    ),
    "undo_publication": ("資料の発行（{number}番）", "a publication (no. {number})"),
    "undo_closing": ("報告時点の確定（{number}番）", "a closing of a point (no. {number})"),
    "published": (
        "「{point}」の資料を、発行記録の{number}番として事務局ブックに残しました。",
        "The papers of “{point}” stand in the master as publication no. {number}.",
    ),
    "closed": (
        "「{point}」を確定しました（発行{number}番）。資料はいつでも同じものを印刷できます。"
        "遅れて届く調査票は台帳に入りません。",
        "“{point}” is closed (publication no. {number}). Its papers print again just so; late returns do not enter.",
    ),
    "set_aside": (
        "確定した時点（{points}）の受領、配布記録、発行記録の行を、非表示のシート「…（確定分）」に移しました。"
        "統合では読まないので速くなります。内容は同じで、確定を解くと元の場所に戻ります。",
        "The rows of the closed points ({points}) among what was received, handed out and published lie on hidden "
        "sheets of their own now, which taking in does not read. They say the same, and go back when it is reopened.",
    ),
    "reopened": (
        "「{point}」の確定を解きました。直したら、案の印のない資料を作って（--final）発行し、もう一度確定してください。"
        "確定のあとに届いた調査票を入れるときは、そのファイルをもう一度統合してください。",
        "“{point}” is open again. Publish it anew (--final) and close it. Take late returns in again.",
    ),
    "rows_stay": (
        "ここにあった{count}行は、シート「{sheet}」（非表示）にあります。",
        "The {count} rows that stood here lie on the hidden sheet 「{sheet}」.",
    ),
    "photos_smaller": (
        "写真{count}枚を、印刷する大きさの{dpi}dpiに縮めて事務局ブックに入れました。課のファイルの写真はそのままです。",
        "{count} photos went into the master at {dpi} dpi of the size they are printed in; the departments' files keep "
        "theirs.",
    ),
    "ended": (
        "計画は「{point}」で終わりました（{date}）。項目{count}件を計画終了としました。"
        "次の計画はボタン「次の計画」（kosei next-plan）で作れます。",
        "The plan ended with “{point}” ({date}); {count} items ended with it. kosei next-plan makes the plan after it.",
    ),
    "ended_unpublished": (
        "「{point}」の資料は発行していません。今の台帳と計画のままの資料を、案として残しました。これからも同じものが印刷されます。",
        "Nothing was published of “{point}”. Its papers are kept as they stand, as a draft, and print so from now on.",
    ),
    "ended_why": (
        "計画が「{point}」で終わった理由を、--why に書いてください（記録に残ります）。",
        "Say with --why for what reason the plan ended with “{point}”; it is kept.",
    ),
    "ended_not_last": (
        "「{last}」に記入があるので、計画を「{point}」で終わりにはできません。--point に「{last}」を書いてください。",
        "The plan cannot end with “{point}”: there are entries of “{last}”. Give that as --point.",
    ),
    "ended_surveys_out": (
        "「{last}」の調査票を配っているので、計画を「{point}」で終わりにはできません。「{last}」で終わりにするか、"
        "「次の計画」で「{last}」を次の計画に移してください。",
        "The plan cannot end with “{point}”: surveys of “{last}” went out. End it with that point, or take that along "
        "to the plan after (next-plan --open-point move).",
    ),
    "next_plan_over": (
        "計画は「{last}」で終わりました（{date}、{why}）。次の計画はボタン「次の計画」（kosei next-plan）で作れます。"
        "続けるときは、ボタン「確定」（kosei close --reopen）で確定を解いてください。",
        "The plan ended with “{last}” ({date}: {why}). kosei next-plan makes the plan after it; to go on with this "
        "one, open that point again (kosei close --reopen).",
    ),
    "closed_already": (
        "「{point}」は{date}に確定しています。"
        "確定を解くには、ボタン「確定」を押すか、--reopen と --why（理由）を付けてください。",
        "“{point}” has been closed since {date}. To open it again give --reopen and --why.",
    ),
    "not_closed": ("「{point}」は確定していません。", "“{point}” is not closed."),
    "reopen_why": (
        "「{point}」の確定を解く理由を、--why に書いてください（記録に残ります）。",
        "Say with --why for what reason “{point}” is opened again; it is kept.",
    ),
    "nothing_published": (
        "「{point}」には、確定できる発行がありません。先に案の印のない資料を作ってください（「操作」シートの「案の印を外す」を○にして「委員会資料」か「決裁資料」。"
        "命令なら kosei report --final か kosei pack。一部だけ、修正箇所付きのものは確定できません）。",
        "Nothing has been published of “{point}” that can be confirmed. Make the final papers first "
        "(kosei report --final, or kosei pack; neither in part nor with marks).",
    ),
    "no_publication": (
        "「{point}」に発行{number}番はありません。あるのは{known}です。",
        "“{point}” has no publication no. {number}; there are: {known}.",
    ),
    "published_in_part": (
        "「{point}」の発行{number}番は一部の資料か、修正箇所付きのものなので、確定できません。",
        "Publication no. {number} of “{point}” is of some parts only, or has marks; it cannot be confirmed.",
    ),
    "publication_broken": (
        "「{point}」の発行{number}番の控えが、書いたときの内容ではありません。案の印のない資料を作り直して（--final）ください。",
        "What was kept of publication no. {number} of “{point}” is not what was written. Publish it anew (--final).",
    ),
    "changed_since_published": (
        "「{point}」は、発行{number}番のあとに台帳が変わっています（{fields}）。"
        "もう一度 --final で発行してから確定してください。"
        "発行したときの内容のまま確定するなら、--publication {number} を付けてください。",
        "The ledger of “{point}” has changed since publication no. {number} ({fields}). Publish it anew (--final), or "
        "close it as it was published with --publication {number}.",
    ),
    "closed_point": (
        "「{point}」は確定しているので、{what}。"
        "直すときは訂正とするか、ボタン「確定」（kosei close --reopen）で確定を解いてください。",
        "“{point}” is closed: {what}. Make it a correction, or open the point again with kosei close --reopen.",
    ),
    "closed_no_surveys": ("調査票は配りません", "no surveys are handed out"),
    "closed_no_edits": ("資料での直しは取り込みません", "edits in its papers are not taken in"),
    "closed_whole": (
        "「{point}」は確定しているので、資料は確定したときのまま全部を印刷します。"
        "帳票の指定（--part）、--marks-since、--before は付けられません。",
        "“{point}” is closed: its papers print as they were confirmed, all of them. "
        "--part, --marks-since and --before cannot be given.",
    ),
    "printed_as_ended": (
        "「{point}」は発行しないまま計画が終わったので、そのとき残した資料（案）を印刷します。",
        "The plan ended at “{point}” before anything was published: this prints the draft that was kept then.",
    ),
    "ended_not_final": (
        "「{point}」は、発行しないまま計画が終わって確定しています。案の印のない資料を作るには、"
        "ボタン「確定」（--reopen）で確定を解き、発行してから、もう一度「計画を終える」（--ended）を押してください。",
        "The plan ended at “{point}” before anything was published. For final papers open the point again (--reopen), "
        "publish, and close it once more with --ended.",
    ),
    "printed_as_closed": (
        "「{point}」は確定しているので、確定した資料（発行{number}番）を印刷します。",
        "“{point}” is closed: this prints the papers that were confirmed (publication no. {number}).",
    ),
    "undone": (
        "「{path}」を一つ前の内容に戻しました。戻す前の内容は「{backup}」にあります。"
        "もう一度 kosei undo を行うと、入れ替わって元に返ります。",
        "“{path}” is back as it was before. What it was until now is in “{backup}”; undo once more to swap them again.",
    ),
    "diff_count": ("見直し {items}件", "Revised: {items}"),
    "diff_kind": ("、{kind} {count}件", ", {kind} {count}"),
    # verify
    "verify_blank": ("（空欄）", "(blank)"),
    "verify_head": ("ページの頭の題", "the running head"),
    "verify_heads": ("{part}の見出し", "the head of {part}"),
    "verify_column": ("{part}の{column}", "{column} of {part}"),
    "verify_row": ("{part}の{row}", "{row} of {part}"),
    "verify_stamp": ("「{sheet}」の始めの行", "the first row of “{sheet}”"),
    "verify_as_kept": (
        "「{report}」は、確定した資料のとおりです（発行のときに照合したもの）。",
        "“{report}” says what was confirmed; it was verified when it was published.",
    ),
    "verify_master": ("「{report}」を「{master}」と照合します", "Verifying “{report}” against “{master}”"),
    "verify_before": ("見直し前の計画は「{master}」です", "The former plan is “{master}”"),
    "verify_no_cell": (
        "「{cell}」を「進捗状況!C12」のように、シート名とセルで書いてください。",
        "Write “{cell}” as a sheet and a cell, such as Sheet1!C12.",
    ),
    "verify_one_report": (
        "--explain では資料を一つだけ指定してください。",
        "Give one report alone with --explain.",
    ),
    "explain_figure": (
        "{cell}　{about}：「{expected}」（資料では「{found}」）",
        "{cell}  {about}: “{expected}” (in the report: “{found}”)",
    ),
    "explain_group": ("  〔{what}〕", "  [{what}]"),
    "explain_origin": ("  {about}　{place}　{said}", "  {about}  {place}  {said}"),
    "explain_nothing": ("台帳や計画の決まった言葉です。", "Words that are fixed, or set in the plan."),
    "explain_unknown": (
        "{cell}には、台帳から作られたものがありません。",
        "Nothing in {cell} was made from the ledger.",
    ),
    # adopt
    "adopted": (
        "資料の直しを{count}欄、台帳に入れました：{path}",
        "Took {count} edited fields of the report into the ledger: {path}",
    ),
    "adopt_master": ("事務局ブック", "the master workbook"),
    "adopt_places": ("{named}ほか{count}か所", "{named} and {count} more"),
    # what changed since an earlier report
    "changes_new_part": ("（新しい資料）", "(new part)"),
    "changes_new_row": ("（行の追加）", "(new row)"),
    "changes_gone_row": ("（行の削除）", "(row deleted)"),
    "changes_head": ("見出し", "heading"),
    "changes_text": ("文", "text"),
    "verify_chart": ("{part}の図", "the chart of {part}"),
    "verify_a_chart": ("図", "a chart"),
    "evened_note": (
        "記入された文の数字を「{style}」にそろえて印刷したところです。下線がその数字です。台帳と受領は、記入のままです。",
        "Numbers of what was entered that are printed as “{style}”, underlined. The ledger keeps them as typed.",
    ),
    "evened_none": ("そろえた数字はありません。", "No digits were evened."),
    "evened_list": ("そろえた数字の一覧を作りました：{path}", "Made the list of evened digits: {path}"),
    "changes_note": (
        "「{name}」から変わったところです。下線は加えた文、取消線は削った文です。",
        "What changed since “{name}”: new words are underlined, deleted ones struck out.",
    ),
    "changes_note_deleted": (
        "「{name}」から変わったところです。下線は加えた文、取消線は削った文です（資料の中にも示しています）。",
        "What changed since “{name}”: new words are underlined, deleted ones struck out, also in the report.",
    ),
    "changes_none": ("変わったところはありません。", "Nothing has changed."),
    "changes_sheet_taken": (
        "帳票シートに「{sheet}」というシート名があります。別の名前にしてください。",
        "The sheet of parts uses the sheet name “{sheet}”. Give it another name.",
    ),
    "changes_no_report": (
        "「{name}」は前に作った資料ではありません（または行の見出しキーが消えています）。",
        "“{name}” is no earlier report, or its keys are gone.",
    ),
    "changes_other_plan": (
        "「{name}」は別の計画か別の報告時点の資料です。同じ計画、同じ時点の資料を指定してください。",
        "“{name}” is a report of another plan or another point. Give one of the same plan and point.",
    ),
    "changes_shows_deleted": (
        "「{name}」は削った文も見せている資料です。「--show-deleted」を付けずに作った資料を指定してください。",
        "“{name}” shows deleted texts too. Give one that was made without --show-deleted.",
    ),
    "final_shows_deleted": (
        "--show-deleted は --final と一緒には使えません。",
        "--show-deleted cannot be used together with --final.",
    ),
    "deleted_since": (
        "--show-deleted は --marks-since と一緒に指定してください。",
        "Give --show-deleted together with --marks-since.",
    ),
    "date_of_a_draft": (
        "--date（発行の日）は --final と一緒に指定してください。案には発行の日がありません。",
        "Give --date (the day of publication) together with --final. A draft is not published.",
    ),
    # the decision folder
    "packing": ("資料と別紙を作り、照合しています", "Making the report and its papers, and verifying them"),
    "decision_verified": (
        "資料の数と文を、資料を作るのとは別の数え方で台帳から求め、一つずつ照合しました。",
        "Every figure and text of the report was compared with what a second way of counting finds in the ledger.",
    ),
    "decision_hashes": (
        "※照合したファイルかどうかを後で確かめるための値（SHA-256）",
        "Note: by these values (SHA-256) the files that were compared can be told later.",
    ),
    "decision_agrees": ("すべて一致しました。", "Everything agrees."),
    "decision_differs": ("違いがあります。資料を直してください。", "There are differences. Correct the report."),
    "decision_sums": (
        "資料に印刷した数が、台帳のどの項目を数えたものかを示します。",
        "Which items of the ledger each printed figure counts.",
    ),
    "note_title": ("数えた項目", "Items counted"),
    "decision_none": ("該当なし", "none"),
    "decision_set": ("計画の設定による数", "a figure set in the plan"),
    "decision_findings": (
        "資料を確定したときに残っていた指摘です。そのままにする理由を右の欄に書いてください。",
        "The findings left when the report was made final. Write why they are left in the column at the right.",
    ),
    "decision_no_findings": ("残っている指摘はありません。", "No finding is left."),
    "other_report_there": (
        "「{path}」は別の計画か別の時点の資料なので、上書きしませんでした。「--name」で別の名前にするか、別のフォルダーを指定してください。",
        "“{path}” is the report of another plan or point and was not written over. Give --name or another folder.",
    ),
    "unadopted": (
        "「{path}」には台帳に入れていない直しがあるため、作り直しませんでした。"
        "「kosei adopt」で台帳に入れるか、「--name」で別の名前にしてください。"
        "捨てるときは「--discard-edits」を付けます。",
        "“{path}” holds edits that are not in the ledger, so it was not made again. "
        "Take them over with kosei adopt, or give another name with --name; --discard-edits discards them.",
    ),
    "not_annotated": (
        "「{name}」には印を付けられませんでした（{why}）。指摘は画面のとおりです。",
        "“{name}” could not be marked ({why}). Its findings are as shown.",
    ),
    # kosei explain
    "no_such_code": (
        "「{text}」という番号の指摘はありません。近い番号：{near}。「kosei explain」だけで、すべての番号が出ます。",
        "There is no finding “{text}”. Near it: {near}. kosei explain alone lists them all.",
    ),
    "explain_why": ("  なぜ：{why}", "  Why: {why}"),
    "explain_do": ("  どうすればよいか：{do}", "  What to do: {do}"),
    "explain_place": ("  手引き：manual.html#{code}", "  Manual (Japanese): manual.html#{code}"),
    "explain_how": (
        "「kosei explain K405」のように番号を付けると、わけと、どうすればよいかが出ます。",
        "kosei explain K405 says why there is such a finding and what to do.",
    ),
    "rules_how": (
        "どの規則も資料を止めません。使わないもの、課にも知らせるものは、事務局ブックの「点検の設定」で決められます。",
        "None of these holds up a paper. 点検の設定 in the master says which are used, and which departments hear of.",
    ),
    "rules_not_run": (
        "言葉を調べる部品がないので、次の点検はしませんでした：{codes}（pip install kosei_xl[{extra}] で入ります）。",
        "Not checked, as the part that looks at words is not installed: {codes} (pip install kosei_xl[{extra}]).",
    ),
    "new_rules": (
        "― 新しい点検（{version}から）：直さなくても先に進めます ―",
        "- New rules (since {version}): nothing waits for these -",
    ),
    "new_rule": ("【新しい点検】{message}", "[new rule] {message}"),
    "rule_fires": ("  見つける例：{text}", "  Finds: {text}"),
    "rule_near": ("  見つけない例：{text}", "  Leaves alone: {text}"),
    "rule_in_survey": (
        "  調査票の「点検」の欄も、はっきり分かるものは入力中に示します。",
        "  The survey's 点検 column says the plain cases while they are typed, too.",
    ),
    "made_tables": (
        "できました：{path}（{sheets}シート、{rows}行）",
        "Made: {path} ({sheets} sheets, {rows} rows)",
    ),
    "text_too_long": (
        "「{sheet}」シートの{cell}は、文がExcelのセルの上限（32,767文字）を超えるため途中までです。"
        "全文は「{other}」シートにあります。",
        "{cell} of the sheet “{sheet}” holds only the beginning of a text longer than a cell of Excel takes (32,767 "
        "characters). All of it is on the sheet “{other}”.",
    ),
    "too_many_rows": (
        "「{sheet}」は{rows}行あり、Excelのシートに入りません。",
        "“{sheet}” has {rows} rows, more than a sheet of Excel takes.",
    ),
    "plain_ending": (
        "「{path}」には書き出せません。名前の終わりを「.xlsx」にしてください。",
        "“{path}” cannot be written. Let its name end in “.xlsx”.",
    ),
    "plain_over_other": (
        "「{path}」には別のファイルがあるため、書き出しませんでした。別の名前にするか、先に移してください。",
        "“{path}” is another file, so nothing was written. Take another name or move it first.",
    ),
    "list_without_photos": (
        "写真（{count}枚）は一覧に入りません。事務局ブックの「写真」シートにあります。",
        "Photos ({count}) are not in the list. They are on the sheet 写真 of the master.",
    ),
    "list_without_lines": (
        "「項目」シートにない項目の記入（{count}件：{keys}）は一覧に入りません。"
        "事務局ブックの「台帳」で確かめてください。",
        "Entries of {count} items that are not on the sheet 項目 ({keys}) are not in the list. Look at 台帳 of the "
        "master.",
    ),
    "export_what": (
        "何を書き出すかを指定してください。項目の一覧なら「--list」を付けます。",
        "Say what to write: “--list” for the list of items.",
    ),
    "no_package": (
        "この処理に要る部品「{package}」が、このPCのPythonに入っていないか壊れています。ほかの処理は使えます。"
        "kosei_xlを入れ直してください（管理担当者へ：pip install {package}）。",
        "“{package}”, which this needs, is missing from this computer's Python or broken. Other commands still work. "
        "Install kosei_xl again (administrators: pip install {package}).",
    ),
    "made_file": ("できました：{path}", "Made: {path}"),
    "made_surveys": ("調査票を{count}件作りました：{folder}", "Made {count} surveys: {folder}"),
    "demo_done": (
        "統合しました：{departments}課、指摘{findings}件。",
        "Consolidated {departments} departments, {findings} findings.",
    ),
    "demo_open": ("次のファイルを開いてください。", "Open these files:"),
    "demo_master": ("  事務局ブック：{path}", "  master workbook: {path}"),
    "demo_report": ("  委員会資料：{path}", "  report: {path}"),
    "demo_not_printed": ("  印刷の問題：{problem}（{code}）", "  printing: {problem} ({code})"),
    "demo_surveys": ("  記入済みの調査票：{path}", "  filled-in surveys: {path}"),
}


def told(key: str, /, **params: object) -> Message:
    """The message with its placeholders filled in; messages among the parameters keep their English."""
    ja, en = _TEXTS[key]
    english = {name: in_language(value, "en") if isinstance(value, str) else value for name, value in params.items()}
    return Message(ja.format_map(params), en.format_map(english))


def text_of_message(key: str) -> str:
    """The Japanese text of a message with its placeholders as they stand, for quoting it."""
    return _TEXTS[key][0]
