"""The Excel front end: VBA projects and workbooks around them from text, and the Python side of every button."""
