"""Wording edited in a finished report taken back into the ledger: three ways, every refusal with its cell.

`carried` is what a report holds of its own beginning, `edits` what somebody changed since, `places` which fields of the
ledger a cell is made of, `merge` what goes into the ledger and what does not.
"""
