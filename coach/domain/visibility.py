"""Who may read what: one function decides for the whole program (design, section 4)."""

from collections.abc import Mapping
from typing import Any

from coach.domain.records import Use


def may(record: Mapping[str, Any], use: Use) -> bool:
    """Whether `record` (an entry, one of its answers, a commitment …) may be used for `use`.

    own             search and one's own lists: everything
    own_themes      own themes, and `agenda` the own agenda draft: not private, not stopped for safety
    remote          the same, less what is marked never to be sent
    share           a copy for someone, a bundle, a shared folder: shareable or shared, never private
    export          one's own export: all but private; `export_private`: private too
    screen_shared   the screen while it is shown to others (`--hide-private`): all but private, and nothing
                    that stopped a session
    """
    private = bool(record.get("private"))
    stopped = bool(record.get("stopped_for_safety"))
    if use in ("own", "export_private"):
        return True
    if private:
        return False
    if use == "export":
        return True
    if use == "screen_shared":
        return not stopped
    if use == "share":
        return not stopped and record.get("visibility", "own") in ("shareable", "shared")
    if stopped:
        return False
    if use == "remote":
        return not record.get("never_send")
    return True
