"""What a model elsewhere needs: where it is, whether it may be used at all, and the gate before it."""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from coach.config import Settings
from coach.engine.chat import EngineFault, Place
from coach.paths import Paths

if TYPE_CHECKING:
    from collections.abc import Callable

    from coach.engine.chat import ChatModel, Probed, Reply, Request
    from coach.engine.gate import Gate
    from coach.engine.gate.privacy import Privacy
    from coach.engine.ports import Clock
    from coach.llm.endpoint import Endpoint
    from coach.llm.openai_model import OpenAIModel
    from coach.store.open import Opened
    from coach.store.sending import ConsentFile, LedgerFile


class Remote:
    """Made anew with the settings; nothing is imported, read or connected before it is asked for."""

    def __init__(
        self,
        settings: Settings,
        paths: Paths,
        opened: "Opened",
        clock: "Clock",
        *,
        environ: Mapping[str, str],
        fires: "Callable[[str], bool]",
    ) -> None:
        """Keep what is needed.

        Args:
            environ: the process environment: the key stands there.
            fires: whether the safety check answers to a text.
        """
        self._settings = settings
        self._paths = paths
        self._opened = opened
        self._clock = clock
        self._environ = environ
        self._fires = fires

    def endpoint(self) -> "Endpoint":
        """The endpoint of the settings, checked. Raises EngineFault where nothing may be sent at all."""
        from coach.llm.endpoint import Endpoint

        remote = self._settings.remote
        return Endpoint.of(
            remote.base_url,
            remote.model,
            local_only=self._settings.privacy.local_only,
            allow_http=remote.allow_http,
        )

    def place(self) -> Place | None:
        """Where the model is, also while `local_only` forbids to ask it; None where none is set up."""
        from coach.llm.endpoint import Endpoint

        remote = self._settings.remote
        try:
            return Endpoint.of(remote.base_url, remote.model, allow_http=remote.allow_http).place
        except EngineFault:
            return None

    def in_force(self) -> Place | None:
        """Where a request could go now; None where nothing may be sent at all."""
        try:
            return self.endpoint().place
        except EngineFault:
            return None

    def model(self) -> "ChatModel":
        """The one client of this process; connects at its first request. Raises EngineFault."""
        return self.openai_model

    @cached_property
    def openai_model(self) -> "OpenAIModel":
        """The same, with what `coach doctor --online` also asks of it. Raises EngineFault."""
        from coach.llm.keys import find_key
        from coach.llm.openai_model import Deadlines, OpenAIModel
        from coach.store.abilities import KeptAbilities
        from coach.store.cache import Cache

        remote = self._settings.remote
        endpoint = self.endpoint()
        beside = self._paths.config_file.parent
        file = beside / Path(remote.key_file).expanduser() if remote.key_file else None
        return OpenAIModel(
            endpoint,
            key=lambda: find_key(self._environ, remote.api_key_env, file, endpoint).value,
            deadlines=Deadlines(remote.first_token_seconds, remote.idle_seconds, remote.total_seconds),
            abilities=KeptAbilities(Cache(self._paths.state / "cache")),
        )

    def probe(self) -> "Probed":
        """Try the endpoint with sentences of the program's own. Blocks. Raises EngineFault."""
        from coach.engine.gate import Outgoing
        from coach.llm.probe import probe

        def send(request: "Request") -> "Reply":
            outgoing = Outgoing("test", request.messages, (), request.shape, max_tokens=request.max_tokens)
            return self.gate.send(self.gate.prepare(outgoing)).reply

        return probe(self.openai_model, send)

    def close(self) -> None:
        """Let go of the connection, where there is one."""
        if "openai_model" in self.__dict__:
            self.openai_model.close()

    @cached_property
    def gate(self) -> "Gate":
        from coach.engine.gate import Gate

        def in_force() -> None:
            self.endpoint()

        store = self._opened.store
        return Gate(
            self.model,
            self.place,
            consent=self.consent,
            ledger=self.ledger,
            people=lambda: [
                *store.all("people"),
                *(one.doc for one in store.bin() if one.table == "people"),
            ],
            entry=lambda id_: store.get("entries", id_),
            check=self._fires,
            mask_names=self._settings.privacy.mask_names,
            monthly_tokens=self._settings.remote.monthly_tokens,
            clock=self._clock,
            in_force=in_force,
        )

    @cached_property
    def consent(self) -> "ConsentFile":
        from coach.store.sending import ConsentFile

        return ConsentFile(self._paths.state, self._clock)

    @cached_property
    def ledger(self) -> "LedgerFile":
        from coach.store.sending import LedgerFile

        return LedgerFile(self._paths.state, self._clock)

    @cached_property
    def privacy(self) -> "Privacy":
        from coach.engine.gate.privacy import Privacy

        return Privacy(
            gate=self.gate,
            place=self.place,
            in_force=self.endpoint,
            consent=self.consent,
            ledger=self.ledger,
            store=self._opened.store,
            clock=self._clock,
            wanted=self._settings.engine.use == "remote",
            local_only=self._settings.privacy.local_only,
            mask_names=self._settings.privacy.mask_names,
            monthly_tokens=self._settings.remote.monthly_tokens,
        )
