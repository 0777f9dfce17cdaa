"""A model elsewhere, as a script: says what it was told to say, keeps every request."""

from collections.abc import Callable, Sequence

from coach.engine.chat import EngineFault, Place, Reply, Request, Stop, Usage, Waiting

PLACE = Place(host="llm.example", url="https://llm.example/v1", model="m", on_this_machine=False)


class ScriptedModel:
    """Implements `ChatModel`. Each reply is a text, a JSON value, or a fault to raise."""

    def __init__(self, *replies: object, place: Place = PLACE) -> None:
        self._replies = list(replies)
        self.place = place
        self.requests: list[Request] = []
        self.connected = 0

    @property
    def sent(self) -> str:
        """All that went out, in one string."""
        return "\n".join(message.content for request in self.requests for message in request.messages)

    def connect(self) -> None:
        self.connected += 1

    def chat(
        self,
        request: Request,
        *,
        on_progress: Callable[[Waiting], None] | None = None,
        stop: Stop | None = None,
    ) -> Reply:
        self.requests.append(request)
        said = self._replies.pop(0) if self._replies else "What did you notice?"
        if isinstance(said, EngineFault):
            raise said
        text = said if isinstance(said, str) else ""
        if on_progress is not None:
            for end in range(1, len(text) + 1):
                on_progress(Waiting(0.1, text[:end]))
        return Reply(
            text=text,
            ending="whole",
            model=self.place.model,
            usage=Usage(40, 9),
            first_token=0.1,
            seconds=0.2,
            value=None if isinstance(said, str) else said,
        )

    def close(self) -> None:
        pass


class OpenConsent:
    """Implements `Consent` in memory."""

    def __init__(self, *given: tuple[str, str]) -> None:
        self.pairs = set(given)

    def given(self, kind: str, host: str) -> bool:
        return (kind, host) in self.pairs

    def allow(self, kind: str, host: str) -> None:
        self.pairs.add((kind, host))

    def revoke(self, kind: str, host: str | None = None) -> None:
        self.pairs = {one for one in self.pairs if one[0] != kind or host not in {None, one[1]}}

    def all(self) -> Sequence[object]:
        return sorted(self.pairs)
