"""Where things are and what is set: config file, environment and flags, in this order of strength."""

from pathlib import Path

from coach.config import Loaded, Settings, load, override
from coach.errors import NotFound
from coach.options import Options
from coach.paths import Paths, locate


def places(options: Options) -> Paths:
    """The folders and files in use."""
    return locate(options.environ, options.data, options.config)


def load_settings(options: Options) -> Loaded:
    """The settings with flags and environment on top; a broken file is told by `problems`, not raised.

    Raises:
        NotFound: `--config` names a file that is not there.
    """
    found = places(options)
    if found.config_named and not found.config_file.exists():
        raise NotFound(
            f"There is no config file {found.config_file}; nothing was done.",
            hint="`coach config init` writes one; without --config the usual place is used.",
        )
    loaded = load(found.config_file, options.environ, found.state / "cache" / "config.json")
    if options.wants_plain:
        source = "--plain" if options.plain else "environment"
        loaded = override(loaded, "ui.plain", value=True, source=source)
    if options.ascii:
        loaded = override(loaded, "ui.ascii", value=True, source="--ascii")
    if options.hide_private:
        loaded = override(loaded, "ui.hide_private", value=True, source="--hide-private")
    if options.offline:
        loaded = override(loaded, "privacy.local_only", value=True, source="--offline")
    if options.engine is not None:
        loaded = override(loaded, "engine.use", value=options.engine, source="--engine")
    return loaded


def prompt_folder(settings: Settings, paths: Paths) -> Path:
    """The person's own prompts: `prompts.folder`, read from beside the config file where it is relative."""
    if not settings.prompts.folder:
        return paths.user_prompts
    return paths.config_file.parent / Path(settings.prompts.folder).expanduser()
