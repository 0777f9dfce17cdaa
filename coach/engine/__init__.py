"""Use cases: what the program does, apart from any screen, file or network."""
