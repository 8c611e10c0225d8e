Attribute VB_Name = "MasterButtons"
Option Explicit

' The buttons of a master workbook: one macro for all of them. It reads the verb from the button that was pressed and
' calls the add-in, so that a new button needs no new macro here. Without the add-in it says so, in the words that
' stand in the workbook under the name op_no_addin (VBA source is ASCII).

Private Const ADDIN_FILE As String = "kosei.xlam"

Public Sub Button_Press()
    Dim Verb As String
    Verb = PressedVerb()
    If Not AddinIsLoaded() Then
        Tell NoAddinText()
    ElseIf Verb <> "" Then
        Application.Run "'" & ADDIN_FILE & "'!Press", Verb
    End If
End Sub

Private Function AddinIsLoaded() As Boolean
    Dim Book As Workbook
    On Error Resume Next
    Set Book = Workbooks(ADDIN_FILE)
    AddinIsLoaded = Not Book Is Nothing
End Function

Private Function NoAddinText() As String
    On Error Resume Next
    NoAddinText = ThisWorkbook.Names("op_no_addin").RefersToRange.Value
    If NoAddinText = "" Then NoAddinText = "The add-in kosei.xlam is not loaded. Run: kosei addin install"
End Function
