Attribute VB_Name = "KoseiMacros"
Option Explicit

' The macros behind the ribbon and the buttons of a master: each starts one Python function in
' kosei_xl.addin.buttons; no rule lives here. Masters made before call a macro of each verb, those of now call Press.
' Japanese texts stand in the sheet "texts": VBA source is ASCII.

Private Const BUTTONS As String = "kosei_xl.addin.buttons"

Private PendingVerb As String
Private PendingBook As String

Public Sub Kosei_Distribute()
    Press "distribute"
End Sub

Public Sub Kosei_Status()
    Press "status"
End Sub

Public Sub Kosei_Check()
    Press "check"
End Sub

Public Sub Kosei_Consolidate()
    Press "consolidate"
End Sub

Public Sub Kosei_Report()
    Press "report"
End Sub

Public Sub Kosei_Pdf()
    Press "pdf"
End Sub

Public Sub Kosei_Verify()
    Press "verify"
End Sub

Public Sub Kosei_Adopt()
    Press "adopt"
End Sub

Public Sub Kosei_Settings()
    Press "settings"
End Sub

Public Sub Kosei_Manual()
    Press "manual"
End Sub

Public Sub Kosei_CheckSurvey()
    Press "check_survey"
End Sub

Public Sub Press(ByVal Verb As String)
    ' Python closes the master and opens it again. No code of the master may be running then (Excel would stop it,
    ' and everything that it called), so the work begins only after the button's own macro has ended.
    If ActiveWorkbook Is Nothing Then
        Tell KoseiText("no_workbook")
    ElseIf PythonIsThere() Then
        PendingVerb = Verb
        PendingBook = ActiveWorkbook.Name
        Application.OnTime Now, "'" & ThisWorkbook.Name & "'!KoseiMacros.Kosei_Run"
    End If
End Sub

Public Sub Kosei_Run()
    Dim Verb As String
    Verb = PendingVerb
    PendingVerb = ""
    If Verb = "" Then Exit Sub
    On Error GoTo Failed
    Workbooks(PendingBook).Activate
    Application.StatusBar = KoseiText("running")
    RunPython "import " & BUTTONS & " as buttons; buttons." & Verb & "()"
    Application.StatusBar = False
    Exit Sub
Failed:
    Application.StatusBar = False
    Tell KoseiText("not_started") & vbNewLine & Err.Description
End Sub

Public Sub Kosei_Failed(ByVal Details As String)
    ' The xlwings module calls this, instead of showing a bare traceback, when Python ended with an error.
    Dim Message As String
    If InStr(Details, "ModuleNotFoundError") > 0 Or InStr(Details, "ImportError") > 0 Then
        Message = KoseiText("no_package")
    Else
        Message = KoseiText("python_failed")
    End If
    Tell Message & vbNewLine & vbNewLine & Right$(Trim$(Details), 500)
End Sub

Private Function PythonIsThere() As Boolean
    Dim Interpreter As String
    Interpreter = GetConfig("INTERPRETER_WIN", "")
    If Interpreter = "" Then
        Tell KoseiText("no_python")
    ElseIf Not FileExists(Interpreter) Then
        Tell Replace(KoseiText("python_gone"), "{path}", Interpreter)
    Else
        PythonIsThere = True
    End If
End Function

Public Function KoseiText(ByVal Key As String) As String
    ' A message: sheet "texts" of the add-in, keys in column A, Japanese in B, English in C.
    Dim Row As Long
    Dim Column As Long
    Dim Texts As Worksheet
    Set Texts = ThisWorkbook.Worksheets("texts")
    Column = 2
    If LCase$(Left$(Environ("KOSEI_LANG"), 2)) = "en" Then Column = 3
    Row = 2
    Do While Texts.Cells(Row, 1).Value <> ""
        If Texts.Cells(Row, 1).Value = Key Then
            KoseiText = Texts.Cells(Row, Column).Value
            Exit Function
        End If
        Row = Row + 1
    Loop
    KoseiText = Key
End Function
