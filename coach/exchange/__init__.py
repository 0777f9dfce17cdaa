"""Text in and out of the program in open formats. Knows the store's port; no screen, no click, no model."""
