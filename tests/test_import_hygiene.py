"""Rooms stay apart: what each module may load is looked up in a process of its own (design, section 3)."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "coach"
COSTLY = (
    "textual",
    "openai",
    "click",
    "jinja2",
    "filelock",
    "dateparser",
    "httpx2",
    "rapidfuzz",
    "snowballstemmer",
)
ENGINE_AND_DOMAIN = ("textual", "openai", "click", "jinja2", "filelock", "yaml", "tinydb", "dateparser")


def modules(*rooms: str) -> list[str]:
    """Every module of these rooms, by dotted name."""
    found = []
    for room in rooms:
        place = PACKAGE / room
        paths = sorted(place.rglob("*.py")) if place.is_dir() else [place.with_suffix(".py")]
        for path in paths:
            parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
            found.append(".".join(part for part in parts if part != "__init__"))
    return found


def loaded_by(names: list[str], watched: tuple[str, ...]) -> dict[str, list[str]]:
    """Which watched packages come in with which module: all imported in one fresh process, in turn.

    A package is charged to the first module that brings it in; where none is, no module alone brings it.
    """
    code = (
        "import importlib, json, sys\n"
        "names, watched = json.loads(sys.argv[1])\n"
        "found, seen = {}, set()\n"
        "for name in names:\n"
        "    importlib.import_module(name)\n"
        "    new = [w for w in watched if w in sys.modules and w not in seen]\n"
        "    seen.update(new)\n"
        "    if new: found[name] = new\n"
        "print(json.dumps(found))\n"
    )
    line = [sys.executable, "-c", code, json.dumps([names, watched])]
    ended = subprocess.run(line, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    found: dict[str, list[str]] = json.loads(ended.stdout)
    return found


def test_no_headless_module_loads_textual_or_openai() -> None:
    rooms = ("domain", "engine", "store", "prompting", "exchange", "cli", "wiring", "config_file", "crash")
    assert loaded_by(modules(*rooms), ("textual", "openai")) == {}


def test_engine_and_domain_load_no_package_for_screen_file_or_network() -> None:
    assert loaded_by(modules("engine", "domain"), ENGINE_AND_DOMAIN) == {}


def test_leaves_and_start_load_nothing_costly() -> None:
    leaves = modules("__main__", "errors", "clean", "dates", "options", "paths", "clock", "crash", "wiring")
    assert loaded_by(leaves, COSTLY) == {}


def test_each_costly_package_has_one_room() -> None:
    """Read off the source: who imports which costly package, also inside functions."""
    homes = {
        "textual": "tui",
        "openai": "llm",
        "jinja2": "prompting",
        "tinydb": "store",
        "filelock": "store",
        "click": "cli",
    }
    strangers = []
    for path in sorted(PACKAGE.rglob("*.py")):
        room = path.relative_to(PACKAGE).parts[0]
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            strangers += [
                f"{path.relative_to(PACKAGE)}: {name}"
                for name in names
                if room != homes.get(name.split(".")[0], room)
            ]
    assert strangers == []


@pytest.mark.parametrize("tolerant", [False, True])
def test_the_screens_start_without_the_packages_they_do_not_need(tolerant: bool) -> None:
    """Up to where textual comes in: neither click nor jinja2, filelock or openai (design, section 7)."""
    code = (
        "import os, sys\n"
        "from coach.options import Options\n"
        "from coach.wiring import build\n"
        f"coach = build(Options(environ=os.environ), tolerant={tolerant})\n"
        "coach.today.cached_view(); coach.drafts; coach.settings\n"
        "print([n for n in ('click', 'jinja2', 'filelock', 'openai', 'tinydb') if n in sys.modules])\n"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout.strip() == "[]"


def test_a_quick_entry_loads_no_package_it_does_not_need() -> None:
    code = (
        "import os, sys\n"
        "from coach.cli.run import run\n"
        "run(['log', 'words'], os.environ)\n"
        "print([n for n in ('click', 'jinja2', 'openai', 'tinydb', 'rapidfuzz') if n in sys.modules])\n"
    )
    for _ in range(2):  # the first of a day also makes the automatic copy
        ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout.splitlines()[-1] == "[]"
