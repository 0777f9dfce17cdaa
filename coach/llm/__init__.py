"""The room of remote engines; not part of this version, which asks nothing over a network."""
