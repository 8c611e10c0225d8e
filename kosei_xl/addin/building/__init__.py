"""Makes the add-in and its manual from the texts in macros/."""
