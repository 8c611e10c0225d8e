"""Tests on the five real documents; they run where ../shared/data lies beside the project."""
