"""The real documents as plans and entries, and what they print."""
