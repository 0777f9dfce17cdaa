"""Keeps what was written: one append-only journal per machine, merged on read (design, section 4).

`open.open_store` is the door. Knows files; knows no screen, no engine beyond its ports, no network.
"""
