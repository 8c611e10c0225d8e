"""What changed since an earlier report: marked in the text, and listed."""
