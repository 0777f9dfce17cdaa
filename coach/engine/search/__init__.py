"""Search as you type: case- and accent-free, by stem, with one typing error forgiven (ux 4.7)."""

from coach.engine.search.index import Index
from coach.engine.search.search import Search

__all__ = ["Index", "Search"]
