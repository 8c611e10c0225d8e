"""What flows: plan, entries, ledger, cells, findings, revisions. Frozen; open `model` first."""
