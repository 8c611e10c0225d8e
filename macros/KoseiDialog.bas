Attribute VB_Name = "KoseiDialog"
Option Explicit

' The only place of the add-in that shows a message.

Public Sub Tell(ByVal Message As String)
    MsgBox Message, vbExclamation, "kosei_xl"
End Sub
