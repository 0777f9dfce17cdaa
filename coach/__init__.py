"""A companion in the terminal for people who grow, and help others grow, at work."""

__version__ = "0.1.0"
