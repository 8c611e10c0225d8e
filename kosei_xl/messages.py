"""Everything kosei_xl says that is not a finding: progress and refusals, in Japanese and English, in one place."""

from collections.abc import Mapping


class Message(str):
    """A Japanese text that knows its English."""

    __slots__ = ("en",)
    en: str

    def __new__(cls, ja: str, en: str) -> "Message":
        """The text is the Japanese one; `en` is beside it."""
        made = super().__new__(cls, ja)
        made.en = en
        return made


def in_language(text: str, lang: str) -> str:
    """A message in "ja" or "en"; other texts as they are."""
    return text.en if lang == "en" and isinstance(text, Message) else str(text)


_TEXTS: Mapping[str, tuple[str, str]] = {
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
    "locked": (
        "「{path}」は別の処理が書き込み中です。終わってからやり直してください。",
        "“{path}” is being written by another process. Try again when it has finished.",
    ),
    "changed_meanwhile": (
        "「{path}」がほかで書き換えられたため、書き込みませんでした。もう一度やり直してください。",
        "“{path}” was changed elsewhere, so nothing was written. Try again.",
    ),
    "not_writable": (
        "「{path}」に書き込めません（{why}）。Excelで開いていれば閉じ、書き込める場所か確かめてください。",
        "“{path}” cannot be written ({why}). Close it in Excel and check that the place can be written to.",
    ),
    "empty_file": ("ファイルが空です", "the file is empty"),
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
    "too_large": ("展開すると大きすぎます", "it is too large when unpacked"),
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
    "already_there": (
        "「{path}」はもうあります。別の名前にするか、先に移してください。",
        "“{path}” exists already. Take another name or move it first.",
    ),
    "sample_or_plan": (
        "--sample NAME か --from PLAN.json のどちらか一つを指定してください。--preset は --from と使います。",
        "Give either --sample NAME or --from PLAN.json. --preset goes with --from.",
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
    "other_plan": (
        "記入データは別の計画のものです（{found}）。「{expected}」のものを指定してください。",
        "The entries belong to another plan ({found}); “{expected}” is expected.",
    ),
    "bad_workbook": ("「{path}」：{problem}", "“{path}”: {problem}"),
    "bad_master": (
        "「{name}」を事務局ブックとして読めません。下の指摘を直してください。",
        "“{name}” cannot be read as a master workbook. Correct the findings below.",
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
    "status_item": ("  No.{no} {state}{blanks}", "  No. {no} {state}{blanks}"),
    "status_blanks": ("（未記入：{names}）", " (blank: {names})"),
    "status_bureau": ("{name}：{all}課のうち提出済 {done}課（{states}）", "{name}: {done} of {all} done ({states})"),
    "status_all": ("全体", "All"),
    # returns that came twice
    "twins_neither": ("どちらも取り込まず、前の内容を残しました。", "Neither was used."),
    "twins_first": ("先に取り込んだ「{file}」の内容を残しました。", "What was taken from “{file}” before stays."),
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
    # progress
    "made_master": ("事務局ブックを作りました：{path}", "Made the master workbook: {path}"),
    "reading": ("読み込み {number}/{count}：{name}", "Reading {number}/{count}: {name}"),
    "survey": ("調査票 {number}/{count}：{name}", "Survey {number}/{count}: {name}"),
    "typing": ("記入 {number}/{count}：{name}", "Filling in {number}/{count}: {name}"),
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
    "log_utc": (
        "日時は、そのファイルが保存された日時（UTC、日本時間の9時間前）です。",
        "Times are those of saving, in UTC.",
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
    "not_annotated": (
        "「{name}」には印を付けられませんでした（{why}）。指摘は画面のとおりです。",
        "“{name}” could not be marked ({why}). Its findings are as shown.",
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
    "demo_surveys": ("  記入済みの調査票：{path}", "  filled-in surveys: {path}"),
}


def told(key: str, /, **params: object) -> Message:
    """The message with its placeholders filled in; messages among the parameters keep their English."""
    ja, en = _TEXTS[key]
    english = {name: in_language(value, "en") if isinstance(value, str) else value for name, value in params.items()}
    return Message(ja.format_map(params), en.format_map(english))
