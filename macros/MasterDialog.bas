Attribute VB_Name = "MasterDialog"
Option Explicit

' The only place of the master that shows a message.

Public Sub Tell(ByVal Message As String)
    MsgBox Message, vbExclamation, "kosei_xl"
End Sub
