"""Installs the add-in on a PC, looks whether it is right, and packs the kit."""
