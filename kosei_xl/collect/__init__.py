"""Returned values and the ledger -> the ledger: rules, merge, conflicts, history, who has answered."""
