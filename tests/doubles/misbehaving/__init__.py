"""A chat endpoint on this machine that does what real ones do at their worst, one mode for each fault.

    with Misbehaving("cut-clean") as server:
        ... server.url ...            # http://127.0.0.1:PORT/v1
        server.requests               # what it received
        server.wait_hung_up()         # whether the client hung up

From a shell, for whole-program runs: `python -m tests.doubles.misbehaving MODE [--port N] [--json]`; it
prints its address, and each request as one line of JSON. `MODES` lists the modes.
"""

from tests.doubles.misbehaving.modes import MODES
from tests.doubles.misbehaving.server import Misbehaving, Received

__all__ = ["MODES", "Misbehaving", "Received"]
