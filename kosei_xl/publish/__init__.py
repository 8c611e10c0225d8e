"""Ledger -> what citizens get: one folder with a page that proves itself, and the data that it was counted from.

Values in, the bytes of files out; `verbs.publish` writes them. What is published is chosen in `edition`, the rows of
the data are made in `rows` and written by `data`, the page in `page` from the same rows and the report's counts.
"""
