"""What endpoints were found to take, kept with the other derived values of this machine."""

from collections.abc import Mapping
from typing import Any, Final

from coach.store.cache import Cache

_FORMAT: Final = "abilities 1"


class KeptAbilities:
    """Implements the port `Abilities` over the cache: what is lost there is found out again."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache

    def get(self, url: str, model: str) -> Mapping[str, Any] | None:
        """What was kept for this model at this address."""
        found = self._cache.cached(_name(url, model), _FORMAT)
        return found if isinstance(found, dict) else None

    def keep(self, url: str, model: str, known: Mapping[str, Any]) -> None:
        """Keep it; a disk that refuses is no error."""
        self._cache.keep(_name(url, model), _FORMAT, dict(known))


def _name(url: str, model: str) -> str:
    return f"endpoint {url} {model}"
