"""Makes prompts/themes/catalogue.bin: the catalogue's sentences, read once for everybody.

Run after the catalogue has changed: python -m bench.catalogue_rows
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from coach.embedding import LocalEmbedder
from coach.embedding.kept import RowsOnDisk
from coach.engine.themes.catalogue import FILE, read_catalogue
from coach.engine.themes.vectors import Vectors
from coach.prompting.files import PromptFiles, built_in_folder


def main() -> None:
    """Write the file in place of the one there is."""
    place = built_in_folder() / "themes"
    embedder = LocalEmbedder(place / "encoder.bin")
    known = read_catalogue(PromptFiles().data(FILE), FILE)
    with TemporaryDirectory() as folder:
        vectors = Vectors(embedder, RowsOnDisk(Path(folder), embedder.version))
        vectors.prepare([one.sentences for one in known])
        (made,) = Path(folder).glob("*.bin")
        (place / "catalogue.bin").write_bytes(made.read_bytes())


if __name__ == "__main__":
    main()
