"""kosei_xl: a city's reform plan from the departments' Excel entries to the printed page."""

__version__ = "0.2.0.dev0"
