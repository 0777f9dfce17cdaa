"""The settings: their names, types and defaults, and how a config file is read into them (promise P42).

A file is never half believed: every problem is named with its line, and with one problem none of its values
count. Flags beat the environment, that beats the file, and the file beats the defaults. Read by `wiring`,
which passes plain values on.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Final, Literal, NamedTuple

from msgspec import Meta, Struct, field, structs

from coach.errors import InvalidData

ADDRESS: Final = r"^(https?://\S+)?$"
"""What an endpoint's address looks like; empty is allowed."""
Days = Annotated[int, Meta(ge=1, le=365)]
Minutes = Annotated[int, Meta(ge=1, le=240)]


class Ui(Struct, frozen=True, forbid_unknown_fields=True):
    """Looks."""

    theme: str = "auto"
    """auto, dark, light, high-contrast, ansi, or the name of a built-in Textual theme."""
    plain: bool = False
    """Only append text: for screen readers, braille and slow links."""
    ascii: bool = False
    """Draw with ASCII characters only."""
    hide_private: bool = False
    """Show nothing marked private, for a shared screen."""


class EngineChoice(Struct, frozen=True, forbid_unknown_fields=True):
    """Who thinks."""

    use: Literal["embedded", "remote"] = "embedded"
    """embedded: this machine. remote: the endpoint below; the embedded engine answers while it cannot."""


class Remote(Struct, frozen=True, forbid_unknown_fields=True):
    """A model elsewhere, asked only by choice."""

    base_url: Annotated[str, Meta(pattern=ADDRESS)] = ""
    """Address of an OpenAI-compatible endpoint (COACH_BASE_URL)."""
    model: str = ""
    """Name of the model there (COACH_MODEL)."""
    api_key_env: Annotated[str, Meta(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")] = "COACH_API_KEY"
    """The environment variable that holds the key. The key itself never stands in this file."""
    key_file: str = ""
    """A file only you can read (0600) with the key alone in it, where the variable is not set."""
    monthly_tokens: Annotated[int, Meta(ge=0)] = 200_000
    """No more tokens than this a month; 0 for no limit."""
    wait_seconds: Annotated[int, Meta(ge=0, le=60)] = 2
    """How long a question of this machine waits for a better one (design, section 5)."""
    first_token_seconds: Annotated[int, Meta(ge=1, le=600)] = 30
    """How long to wait for the first word (promise P26)."""
    idle_seconds: Annotated[int, Meta(ge=1, le=600)] = 20
    """How long to wait between words."""
    total_seconds: Annotated[int, Meta(ge=1, le=3600)] = 180
    """How long a reply may take in all."""
    allow_http: tuple[str, ...] = ()
    """Hosts that may be reached without encryption; this machine always may (promise P38)."""


class Privacy(Struct, frozen=True, forbid_unknown_fields=True):
    """What may leave this machine."""

    local_only: bool = False
    """Refuse every connection beyond this machine."""
    mask_names: bool = True
    """Replace names of people before anything is sent."""


class Questions(Struct, frozen=True, forbid_unknown_fields=True):
    """How you are asked."""

    challenge: Literal[1, 2, 3] = 2
    """How much push-back is welcome: 1 little, 3 much (feature C15)."""
    support: Literal["guided", "supported", "independent"] = "supported"
    """How much structure a question gives."""
    role: Literal["mentor", "mentee", "manager", "report", "peer", "self"] = "self"
    """Who you mostly are in your meetings."""


class SafetyResource(Struct, frozen=True, forbid_unknown_fields=True):
    """Someone to turn to."""

    name: Annotated[str, Meta(min_length=1)]
    contact: Annotated[str, Meta(min_length=1)]
    note: str = ""


class Safety(Struct, frozen=True, forbid_unknown_fields=True):
    """Whom to turn to in a bad hour (rubric S1-S8)."""

    country: Annotated[str, Meta(pattern=r"^([A-Za-z]{2})?$")] = ""
    """Two-letter code of the country whose help lines are shown."""
    resources: tuple[SafetyResource, ...] = ()
    """Your own, shown first: name, contact, note."""


class Reflect(Struct, frozen=True, forbid_unknown_fields=True):
    """The habit."""

    guide: Annotated[str, Meta(min_length=1)] = "weekly"
    """The session that Today and `coach reflect` offer."""
    every_days: Days = 7
    """How many days after a session the next one is due."""


class PromptFolder(Struct, frozen=True, forbid_unknown_fields=True):
    """Your own wording and guides."""

    folder: str = ""
    """Looked at first; empty means the folder `prompts` beside this file."""


class BackupPlan(Struct, frozen=True, forbid_unknown_fields=True):
    """Automatic copies, outside the data folder."""

    keep: Annotated[int, Meta(ge=1, le=1000)] = 14
    """How many are kept."""


class SessionLengths(Struct, frozen=True, forbid_unknown_fields=True):
    """How long a session of a guide takes you."""

    minutes: dict[str, Minutes] = field(default_factory=dict)
    """Guide id: minutes, where yours differ from the guide's own."""


class Settings(Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that can be set."""

    ui: Ui = field(default_factory=Ui)
    engine: EngineChoice = field(default_factory=EngineChoice)
    remote: Remote = field(default_factory=Remote)
    privacy: Privacy = field(default_factory=Privacy)
    questions: Questions = field(default_factory=Questions)
    safety: Safety = field(default_factory=Safety)
    reflect: Reflect = field(default_factory=Reflect)
    prompts: PromptFolder = field(default_factory=PromptFolder)
    backup: BackupPlan = field(default_factory=BackupPlan)
    sessions: SessionLengths = field(default_factory=SessionLengths)
    keys: dict[str, str] = field(default_factory=dict)
    """Binding id: key or keys, separated by commas."""


class Problem(NamedTuple):
    """One thing that is wrong in a config file."""

    line: int
    """From 1; 0 where the file as a whole is meant."""
    key: str
    """Dotted name, e.g. `questions.challenge`."""
    message: str
    """What is expected and what was found, without the file name."""
    hint: str = ""


class Loaded(NamedTuple):
    """What a config came to."""

    settings: Settings
    sources: Mapping[str, str]
    """Dotted key: where its value comes from, e.g. `default`, `line 3`, `COACH_MODEL`."""
    problems: tuple[Problem, ...]
    path: Path | None

    def require(self) -> Settings:
        """The settings. Raises InvalidData naming the first problems with their lines."""
        if not self.problems:
            return self.settings
        told = self.problems[:_TOLD]
        said = [f"line {one.line}: {one.message}" if one.line else one.message for one in told]
        where = f"{self.path}{', ' if told[0].line else ': '}{'; '.join(said)}"
        more = len(self.problems) - len(told)
        tail = f" ({more} more; `coach config check` lists all)" if more else ""
        hint = told[0].hint if len(self.problems) == 1 else ""
        raise InvalidData(f"{where}. Nothing was done.{tail}", hint=hint or HINT)


_TOLD: Final = 5
"""How many problems one sentence names."""

HINT: Final = "`coach config edit` opens the file; `coach config check` reads it again."

_ENVIRONMENT: Final = {"COACH_BASE_URL": "remote.base_url", "COACH_MODEL": "remote.model"}


def load(path: Path | None, environ: Mapping[str, str], kept: Path | None = None) -> Loaded:
    """Read the config file, if there is one, and what the environment sets.

    With a problem in the file the settings are the defaults, the remote engine off; only `ui.hide_private`,
    `privacy.local_only` and `privacy.mask_names` are still taken from it, for they keep things in. Reads no
    more than 256 kB, follows no alias, runs nothing. Raises nothing for a broken file.

    Args:
        path: the config file; may be missing.
        environ: the process environment.
        kept: where what was read is kept for the next start, which then needs no YAML; None to keep nothing.
    """
    values: dict[str, Any] = {}
    lines: dict[str, int] = {}
    problems: tuple[Problem, ...] = ()
    if path is not None and _is_there(path):
        from coach.config_kept import read

        values, lines, problems = read(path, Settings, kept)
    if problems:
        shut = {key: lines[key] for key in _KEEPING_IN if key in lines}
        settings = _with(Settings(), {key: _at(values, key) for key in shut})
        return Loaded(settings, {**_defaults(), **{k: f"line {n}" for k, n in shut.items()}}, problems, path)
    from msgspec import convert

    settings = convert(values, Settings)
    sources = _defaults()
    sources.update({key: f"line {line}" for key, line in lines.items() if key in sources})
    for variable, key in _ENVIRONMENT.items():
        if environ.get(variable):
            settings = _with(settings, {key: environ[variable]})
            sources[key] = variable
    return Loaded(settings, sources, (), path)


def _is_there(path: Path) -> bool:
    """Also where it cannot be reached: then reading it says why, instead of quietly using defaults."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return True


_KEEPING_IN: Final = ("ui.hide_private", "privacy.local_only", "privacy.mask_names")


def override(loaded: Loaded, key: str, value: Any, source: str) -> Loaded:
    """The same with one value set by a flag or a variable."""
    return loaded._replace(
        settings=_with(loaded.settings, {key: value}), sources={**loaded.sources, key: source}
    )


def flat(settings: Settings) -> dict[str, Any]:
    """Dotted key: value, in the order of the example file."""
    found: dict[str, Any] = {}
    for section in structs.fields(Settings):
        value = getattr(settings, section.name)
        if isinstance(value, Struct):
            found.update({f"{section.name}.{f.name}": getattr(value, f.name) for f in structs.fields(value)})
        else:
            found[section.name] = value
    return found


def _defaults() -> dict[str, str]:
    return dict.fromkeys(flat(Settings()), "default")


def _with(settings: Settings, changes: Mapping[str, Any]) -> Settings:
    for key, value in changes.items():
        section, _, name = key.partition(".")
        changed = structs.replace(getattr(settings, section), **{name: value}) if name else value
        settings = structs.replace(settings, **{section: changed})
    return settings


def _at(values: Mapping[str, Any], key: str) -> Any:
    section, _, name = key.partition(".")
    return values[section][name]
