"""Draws the themes of journals and prints what a scorer reads: python -m bench.themes_score JOURNALS.jsonl

JOURNALS has one journal a line: {"persona", "entries": [{"id", "date", "text"}]}. Each is imported into a
store of its own and drawn over its whole time, by the program as it stands. Printed, one journal a line:
persona, themes and commitments as in `coach themes --json`, ids as in the journal. `--summary`: for readers.
"""

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from coach.options import Options
from coach.wiring import build


def drawn(journal: dict[str, Any], cache: Path | None, *, unchecked: bool) -> dict[str, Any]:
    """The themes document of one journal. `cache` keeps rows from one run to the next.

    `unchecked` imports without the safety check, to measure the grouping alone.
    """
    with TemporaryDirectory() as place:
        environ = {"HOME": place, "COACH_DATA": f"{place}/data", "COACH_STATE": f"{place}/state"}
        lines = [
            json.dumps({"id": one["id"], "date": one["date"], "kind": "note", "text": one["text"]}).encode()
            for one in journal["entries"]
        ]
        coach = build(Options(environ=environ))
        if unchecked:
            coach.exchange._check = None  # noqa: SLF001  # the bench alone leaves the check out
        coach.exchange.read_in(lines)
        if cache is not None:
            from coach.embedding import LocalEmbedder, LocalRows
            from coach.prompting.files import built_in_folder

            version = LocalEmbedder(built_in_folder()).version
            coach.themes._rows = LocalRows(cache, version)  # noqa: SLF001  # the bench alone shares rows
        days = [date.fromisoformat(one["date"][:10]) for one in journal["entries"]]
        return coach.themes.for_period(min(days), max(days)).to_value()


def main() -> None:
    """Read the arguments and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("journals", type=Path)
    parser.add_argument("--cache", type=Path, help="folder for rows, to be quick the next time")
    parser.add_argument("--summary", action="store_true", help="print for readers")
    parser.add_argument("--unchecked", action="store_true", help="also what the safety check would stop")
    wanted = parser.parse_args()
    for line in wanted.journals.read_text(encoding="utf-8").splitlines():
        if not line.strip():
            continue
        journal = json.loads(line)
        value = drawn(journal, wanted.cache, unchecked=wanted.unchecked)
        if wanted.summary:
            _tell(journal["persona"], value)
        else:
            json.dump({"persona": journal["persona"], **value}, sys.stdout, ensure_ascii=False)
            print()


def _tell(persona: str, value: dict[str, Any]) -> None:
    print(f"== {persona}: {value['entries']} entries, {value['claims']}")
    for note in value["notes"]:
        print(f"   note: {note}")
    for theme in value["themes"]:
        print(f" - {theme['label']} [{theme['trend']}] {theme['entries']}")
        for claim in theme["summary"]:
            print(f"     {claim['text']}")
        for receipt in theme["evidence"]:
            print(f"     {receipt['entry']} “{receipt['quote']}”")
        for receipt in theme["against"]:
            print(f"     against: {receipt['entry']} “{receipt['quote']}”")
        print(f"     ask: {theme['question']}")
    for promise in value["commitments"]:
        proposal = promise["proposal"]
        asked = f" -> {proposal['entry']} “{proposal['quote']}”?" if proposal else ""
        print(f"   {promise['status']} {promise['opened']}: {promise['text']}{asked}")


if __name__ == "__main__":
    main()
