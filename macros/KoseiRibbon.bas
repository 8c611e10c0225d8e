Attribute VB_Name = "KoseiRibbon"
Option Explicit

' The ribbon: a button's id is the verb it starts.

Public Sub Ribbon_Press(control As IRibbonControl)
    Press control.ID
End Sub
