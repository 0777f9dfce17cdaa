"""Every error the program raises on purpose. Each says what happened, what was kept and what to do next.

CoachError                 1  failed
├── UsageError             2  wrong usage, or an answer was needed and input is off
├── NotFound               3  no such record, file or guide
├── NotUnique              3  more than one match; names them
├── InvalidData            4  config, prompt or data that cannot be read; names file, line and key
├── EngineUnavailable      5  the chosen engine is needed and cannot answer
├── StoreBusy              6  the store lock was not free in time; nothing was written
└── StoreReadOnly          1  the data can be read but not changed (permission, newer schema, disk)
    └── StoreUnwritable    1  a write failed part way (disk full, device error); nothing half-written counts
"""


class CoachError(Exception):
    """Base of all errors meant for the person. `code` is a stable word for JSON, `exit_code` the status."""

    code = "failed"
    exit_code = 1

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        """One sentence: what happened and what was kept."""
        self.hint = hint
        """One sentence: what to do next."""


class UsageError(CoachError):
    """The call does not make sense as it stands."""

    code = "usage"
    exit_code = 2


class NotFound(CoachError):
    """Nothing matches."""

    code = "not_found"
    exit_code = 3


class NotUnique(CoachError):
    """More than one thing matches; `matches` holds one line for each."""

    code = "not_unique"
    exit_code = 3

    def __init__(self, message: str, *, matches: list[str], hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.matches = matches


class InvalidData(CoachError):
    """A file or value that is not what it should be."""

    code = "invalid"
    exit_code = 4


class EngineUnavailable(CoachError):
    """The engine that was asked for cannot answer."""

    code = "engine_unavailable"
    exit_code = 5


class StoreBusy(CoachError):
    """Another coach holds the store."""

    code = "store_busy"
    exit_code = 6


class StoreReadOnly(CoachError):
    """The data can be read, not changed."""

    code = "read_only"


class StoreUnwritable(StoreReadOnly):
    """A write did not reach the disk."""

    code = "unwritable"
