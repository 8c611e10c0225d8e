"""What is said about a city's own list that becomes a master: questions, reasons, and what to look at."""

from collections.abc import Mapping

LIST_MESSAGES: Mapping[str, tuple[str, str]] = {
    # why a column was taken for what it is
    "import_why_bars": ("年度の下の、色や結合のあるセルです", "coloured or merged cells under years"),
    "import_why_blank": ("中身がありません", "nothing stands in it"),
    "import_why_marks": ("印と文が一つのセルにあります", "a mark and a text in one cell"),
    "import_why_ratings": ("短い同じ印が繰り返されています", "a few short marks that come again"),
    "import_why_groups": ("まとまりの最初の行だけに名前があります", "names on the first rows of groups"),
    "import_why_before": ("「前回」がいつかは、一覧に書かれていません", "the list does not say when 前回 was"),
    "import_why_unknown": ("見出しからは分かりません", "its head does not say"),
    "import_why_second_name": ("名前の列がほかにもあります", "another column holds names, too"),
    "import_why_last_area": ("項目の名前の列が見当たりません", "no other column names the items"),
    # why a text is not taken
    "import_beside_table": ("表の列の外にあります", "outside the columns of the table"),
    "import_total": ("集計の行です（件数はプログラムが数えます）", "a row of totals (they are counted anew)"),
    "import_note": ("注記や説明の行です", "a note"),
    "import_single_line": ("項目でも分野でもない一行です", "a line that is neither an item nor an area"),
    "import_before_items": ("最初の項目より前にあります", "before the first item"),
    "import_area_alone": ("項目のない分野です", "an area without items"),
    "import_mark": ("No.{no}の再掲", "listed again: No. {no}"),
    "import_no_original": (
        "再掲の元の項目が見つからず、別の項目としました",
        "its original was not found; it became an item of its own",
    ),
    "import_no_table": ("項目の表のないシートです", "on a sheet without a table of items"),
    "import_title": ("表の上の題名や説明です", "a title or a note above the table"),
    "import_elsewhere": ("表の外にあります", "outside the tables"),
    "import_cells": ("{count}個のセル", "{count} cells"),
    "import_hidden_column": (
        "隠れた列です（要るなら、列を表示して保存し直してください）",
        "a hidden column (show it if it is needed)",
    ),
    "import_hidden_row": ("表の外の隠れた行です", "a hidden row outside the tables"),
    "import_hidden_sheet": (
        "隠れたシートです（要るなら --sheet で選んでください）",
        "a hidden sheet (name it with --sheet)",
    ),
    "import_struck": ("取消線の引かれた語です", "struck out"),
    "import_beside_cells": (
        "セルではないもの（メモ、図形、ヘッダー）に書かれています",
        "in a note, a shape or a header",
    ),
    "import_rating_of_sub": (
        "枝番の行の評価です（評価は項目に一つです）",
        "a rating of a sub-row (only items are rated)",
    ),
    # questions
    "import_ask_column": (
        "列{columns}は「{means}」としました（{why}）。違えば選び直してください。",
        "Columns {columns} were taken for “{means}” ({why}). Choose again if they are not.",
    ),
    "import_ask_year": (
        "評価や実績がいつのものか、どこにも書かれていません。「{point}」としました。年度と種類を直してください。",
        "Nothing says when the ratings and results were given. They were taken for “{point}”. Correct year and kind.",
    ),
    "import_ask_era": (
        "「{heads}」には元号がありません。はじめの時点は「{point}」としました。違えば年度を直してください。",
        "“{heads}” name no era. The first point was taken for “{point}”. Correct the year if it is another.",
    ),
    "import_ask_next": (
        "つぎに調査票を配る時点を「{point}」としました。違えば直してください。",
        "The next point to hand out surveys for was taken for “{point}”. Correct it if it is another.",
    ),
    "import_ask_ratings": (
        "評価の凡例が一覧にありません。意味、順序、「遅れ」を確かめてください。",
        "The list has no legend of its ratings. Check their meaning, their order and which are behind.",
    ),
    "import_ask_names": (
        "「{names}」など{count}件は、一つの課ですか、二つの課ですか。一つの課としました。",
        "“{names}” and others ({count}): one department or two? They were taken for one.",
    ),
    "import_ask_new_names": (
        "「{names}」など{count}件は対応表にない課の書き方です。書かれたとおりの課としました。",
        "“{names}” and others ({count}) are not in the 対応表. They were taken for departments as they are written.",
    ),
    "import_ask_single": (
        "「{text}」など{count}行は、項目でも分野でもないとみて、取り込みません。分野や項目なら、一覧を直してください。",
        "“{text}” and others ({count} rows) were taken for neither items nor areas. If they are, correct the list.",
    ),
    "import_ask_no_number": (
        "「{text}」など{count}行は番号がないので、すぐ上の項目の小項目としました。",
        "“{text}” and others ({count} rows) have no number; they were taken for parts of the item above.",
    ),
    "import_ask_goes_on": (
        "「{text}」など{count}行は、番号も名称もないので、すぐ上の行の続きとしました。",
        "“{text}” and others ({count} rows) have neither number nor name; they were taken to go on from the row above.",
    ),
    "import_ask_original": (
        "「{name}」など{count}項目は再掲とありますが、元の番号がありません。同じ名称の項目の再掲としました。",
        "“{name}” and others ({count}) are listed again, but name no number. The item of the same name was taken.",
    ),
    "import_ask_hidden": (
        "隠れた行が{count}行あり、取り込みました。要らない行なら、一覧から消してください。",
        "There are {count} hidden rows, which were taken. Delete those that are not wanted from the list.",
    ),
    "import_ask_again": (
        "「{text}」など{count}項目は二つ以上の表にあり、一つの項目にまとめました。",
        "“{text}” and others ({count} items) are in several tables; each became one item.",
    ),
    "import_ask_name": (
        "計画の名前が一覧にありません。ファイルの名前の「{name}」としました。",
        "The list does not name the plan. The name of the file, “{name}”, was taken.",
    ),
    "import_ask_period": (
        "計画の期間が一覧にありません。{start}年度から{end}年度までとしました。",
        "The list does not tell the period of the plan. {start} to {end} was taken.",
    ),
    "import_ask_no_area": (
        "分野が一覧にありません。すべての項目を一つの分野「全体」に入れました。",
        "The list has no areas. All items are in one, 全体.",
    ),
    "import_ask_no_department": (
        "担当課が一覧にありません。できたブックの項目シートで選んでください。",
        "The list has no departments. Choose them on the sheet 項目 of the master.",
    ),
    "import_ask_no_rating": (
        "評価が一覧にありません。できたブックの評価区分シートに書いてください。",
        "The list has no ratings. Write them on the sheet 評価区分 of the master.",
    ),
    "import_ask_numbers": (
        "番号が分野ごとに1から始まるなどして重なるので、「{old}」を「{new}」のようにしました（{count}項目）。",
        "Numbers come twice (they begin anew, say), so “{old}” became “{new}” ({count} items).",
    ),
    "import_ask_numbered": (
        "番号のない{count}項目に、「{no}」から番号を付けました。",
        "{count} items without a number were given one, from “{no}” on.",
    ),
    # the two steps
    "import_no_sheet": ("シート「{names}」が一覧にありません。", "The list has no sheet “{names}”."),
    "import_not_text": (
        "「{path}」の文字コードが分かりません。UTF-8のCSVか、Excelブックで保存し直してください。",
        "The encoding of “{path}” is not known. Save it as CSV in UTF-8, or as a workbook.",
    ),
    "import_no_mapping": (
        "「{path}」は対応表ではありません。kosei import が作った「…_対応表.xlsx」を指定してください。",
        "“{path}” is no 対応表. Give the “…_対応表.xlsx” that kosei import wrote.",
    ),
    "import_mapping_there": (
        "「{path}」がもうあります。直した対応表なら --mapping に指定してください。作り直すなら、"
        "名前を変えるか、別のフォルダーに移してください。",
        "“{path}” is there already. If it is the one you corrected, give it as --mapping; to make it anew, rename or "
        "move it.",
    ),
    "import_read": (
        "表{tables}、分野{areas}、項目{items}、枝番{subs}、課{departments}、評価{ratings}、時点ごとの記入{entries}件を読みました。"
        "取り込まないもの{left}件は対応表にあります。",
        "Read {tables} tables, {areas} areas, {items} items, {subs} sub-items, {departments} departments, "
        "{ratings} ratings, {entries} entries. What is not taken ({left}) is in the 対応表.",
    ),
    "import_look": (
        "対応表「{path}」を作りました。まだ何も取り込んでいません。確かめることが{count}件あります。",
        "Made the 対応表 “{path}”. Nothing is imported yet. There are {count} things to look at.",
    ),
    "import_asked": ("・{question}（シート「{sheet}」）", "- {question} (sheet {sheet})"),
    "import_then": (
        "直して保存したら：kosei import {list} --mapping {mapping} --out {out}",
        "When it is corrected and saved: kosei import {list} --mapping {mapping} --out {out}",
    ),
    "import_next_step": (
        "もう一度 kosei import に --mapping でこのブックを指定します"
        "（ボタンでは、このブックを開いて「一覧から」を押します）。",
        "run kosei import again with --mapping and this workbook (or open it and press 一覧から).",
    ),
    "import_closed_why": ("「{name}」から取り込みました", "imported from “{name}”"),
    "import_closed": (
        "{points}は確定した時点として入れました。見ることと比べることはできますが、点検も取り込みもされません。",
        "{points} stand as closed points: shown and compared, never checked, never merged into.",
    ),
    "import_not_written": (
        "「{path}」はもうあるので、書き込みませんでした。取り込むと変わるところは次のとおりです。",
        "“{path}” is there already and was not written. An import would change this:",
    ),
    "import_same": ("変わるところはありません。", "Nothing would change."),
    "import_difference": ("{where}　{kind}：{old} → {new}", "{where} {kind}: {old} -> {new}"),
    "import_count_tables": ("表", "tables"),
    "import_count_areas": ("分野", "areas"),
    "import_count_items": ("項目", "items"),
    "import_count_subs": ("枝番の小項目", "sub-items"),
    "import_count_departments": ("課", "departments"),
    "import_count_ratings": ("評価の種類", "ratings"),
    "import_count_entries": ("時点ごとの記入（項目×時点）", "entries (items × points)"),
    "import_count_left": ("取り込まないもの（すべてシート「取り込まないもの」にあります）", "texts that are not taken"),
}
