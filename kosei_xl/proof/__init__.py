"""What is done with a finished report: verified, taken back (adopt), decided (decision)."""
