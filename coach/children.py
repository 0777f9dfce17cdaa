"""What programs started from here are given: the person's editor, a copying tool. Standard library only."""

from collections.abc import Mapping


def for_others(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment without `COACH_API_KEY`: no program but this one has a use for it (promise P39).

    Another variable named in `remote.api_key_env` is the person's own and stays.
    """
    return {name: value for name, value in environ.items() if name != "COACH_API_KEY"}
