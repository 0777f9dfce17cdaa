"""The real program in a real (pseudo) terminal: what it writes byte for byte, and how it ends."""

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping
from types import TracebackType


class Terminal:
    """`coach` on a pseudo terminal of 80x24; a bounded wait for everything."""

    def __init__(self, *arguments: str, environ: Mapping[str, str], size: tuple[int, int] = (80, 24)) -> None:
        self._master, slave = pty.openpty()
        self.resize(*size)

        def take_the_terminal() -> None:
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)

        self.process = subprocess.Popen(
            [sys.executable, "-m", "coach", *arguments],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=dict(environ),
            start_new_session=True,
            preexec_fn=take_the_terminal,  # noqa: PLW1509  # one thread here; without it a closed terminal sends nothing
            close_fds=True,
        )
        os.close(slave)
        self.written = b""
        """Everything the program wrote so far."""

    def resize(self, width: int, height: int) -> None:
        """Another size of the window."""
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))

    def send(self, keys: bytes) -> None:
        """Type."""
        os.write(self._master, keys)

    def wait(self, condition: Callable[[], object], what: str, seconds: float = 20) -> None:
        """Read along until the condition holds."""
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, f"never came true: {what}\n{self.written[-2000:]!r}"
            self.read(0.02)

    def read(self, seconds: float) -> None:
        """Take in what the program writes."""
        if self._master >= 0 and select.select([self._master], [], [], seconds)[0]:
            try:
                self.written += os.read(self._master, 65536)
            except OSError:
                time.sleep(seconds)  # the program has closed its side; its status comes next

    def hang_up(self) -> None:
        """Close the terminal, as its window would be closed."""
        os.close(self._master)
        self._master = -1

    def end(self, seconds: float = 10) -> int:
        """The exit status; negative for a signal."""
        limit = time.monotonic() + seconds
        while self.process.poll() is None:
            assert time.monotonic() < limit, "the program did not end"
            if self._master >= 0:
                self.read(0.02)
            else:
                time.sleep(0.02)
        if self._master >= 0:
            self.read(0.1)
        return self.process.returncode

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait(10)
        if self._master >= 0:
            os.close(self._master)
