"""What compares by meaning: the encoder beside the prompts, rows and views in the cache of this machine."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coach.engine.commitments import Commitments
    from coach.engine.ports import Clock
    from coach.engine.themes import Themes
    from coach.paths import Paths
    from coach.store.open import Opened
    from coach.wiring.thinking import Thinking


def make_themes(
    thinking: "Thinking", opened: "Opened", clock: "Clock", paths: "Paths", commitments: "Commitments"
) -> "Themes":
    """The themes; numpy, the encoder and what is kept come in when one is drawn."""
    from coach.embedding import LocalEmbedder, LocalRows
    from coach.engine.themes import Themes
    from coach.prompting.files import PromptFiles, built_in_folder
    from coach.store.cache import Cache

    place = built_in_folder() / "themes"
    embedder = LocalEmbedder(place / "encoder.bin")
    return Themes(
        store=opened.store,
        clock=clock,
        prompts=thinking.prompt_files,
        spare=PromptFiles(),
        embedder=embedder,
        rows=LocalRows(paths.state / "cache", embedder.version, place / "catalogue.bin"),
        shelf=Cache(paths.state / "cache"),
        asks=thinking.embedded,
        commitments=commitments,
    )
