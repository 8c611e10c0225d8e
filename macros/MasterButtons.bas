Attribute VB_Name = "MasterButtons"
Option Explicit

' The buttons of a master workbook call the add-in and do nothing else. Without the add-in they say so, in the words
' that stand in the workbook under the name op_no_addin (VBA source is ASCII).

Private Const ADDIN_FILE As String = "kosei.xlam"

Public Sub Button_Distribute()
    CallAddin "Kosei_Distribute"
End Sub

Public Sub Button_Status()
    CallAddin "Kosei_Status"
End Sub

Public Sub Button_Check()
    CallAddin "Kosei_Check"
End Sub

Public Sub Button_Consolidate()
    CallAddin "Kosei_Consolidate"
End Sub

Public Sub Button_Report()
    CallAddin "Kosei_Report"
End Sub

Public Sub Button_Pdf()
    CallAddin "Kosei_Pdf"
End Sub

Public Sub Button_Verify()
    CallAddin "Kosei_Verify"
End Sub

Public Sub Button_Adopt()
    CallAddin "Kosei_Adopt"
End Sub

Public Sub Button_Manual()
    CallAddin "Kosei_Manual"
End Sub

Private Sub CallAddin(ByVal Macro As String)
    If AddinIsLoaded() Then
        Application.Run "'" & ADDIN_FILE & "'!" & Macro
    Else
        Tell NoAddinText()
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
