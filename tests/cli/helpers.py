"""Run the command line inside the test process, with streams that are no terminals."""

import io
import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Result:
    """How one command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one document on stdout."""
        document = json.loads(self.out)
        assert document["schema"] == "coach/1"
        return document


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def coach(
    *arguments: str,
    stdin: str | bytes | None = None,
    env: Mapping[str, str] | None = None,
    typed: str | None = None,
) -> Result:
    """Run `coach ARGUMENTS`.

    Args:
        arguments: the command line.
        stdin: what is piped in; nothing by default.
        env: variables beside those of the test's own place.
        typed: what a person types at a terminal (stdin and stderr are terminals then), in place of `stdin`.
    """
    from coach.cli.run import run

    kept = sys.stdin, sys.stdout, sys.stderr
    out, err = io.StringIO(), _Terminal() if typed is not None else io.StringIO()
    if typed is not None:
        sys.stdin = _Terminal(typed)
    else:
        raw = stdin.encode() if isinstance(stdin, str) else stdin or b""
        sys.stdin = io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8", errors="surrogateescape")
    sys.stdout, sys.stderr = out, err
    try:
        code = run(list(arguments), {**os.environ, **(env or {})})
    finally:
        sys.stdin, sys.stdout, sys.stderr = kept
    return Result(code, out.getvalue(), err.getvalue())
