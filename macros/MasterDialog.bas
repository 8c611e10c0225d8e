Attribute VB_Name = "MasterDialog"
Option Explicit

' The only place of the master that shows a message, and that asks what was pressed.

Public Sub Tell(ByVal Message As String)
    MsgBox Message, vbExclamation, "kosei_xl"
End Sub

Public Function PressedVerb() As String
    ' The alternative text of the pressed button is the verb it starts.
    On Error Resume Next
    PressedVerb = ActiveSheet.Shapes(Application.Caller).AlternativeText
End Function
