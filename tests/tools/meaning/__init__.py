"""Faults and harmless edits seeded into texts, and how many of them the rules of meaning find: `python -m tests.tools.meaning`."""
