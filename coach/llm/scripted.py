"""A model that says what it was told to say: for tests and for showing the program without one."""

from collections.abc import Callable, Iterable

from coach.engine.chat import EngineFault, Place, Reply, Request, Stop, Usage, Waiting
from coach.llm.replies import NotParsed, parse

_PLACE = Place(host="scripted", url="http://127.0.0.1/v1", model="scripted", on_this_machine=True)


class ScriptedModel:
    """Implements `ChatModel`. Gives one answer after the other; the last is given again and again."""

    def __init__(self, answers: Iterable[str | Reply | EngineFault], *, place: Place = _PLACE) -> None:
        """`answers`: a text for a whole reply, a reply as it is, or a fault to raise."""
        self._answers = list(answers)
        self._place = place
        self.requests: list[Request] = []
        """Everything that was asked."""

    @property
    def place(self) -> Place:
        """Where it pretends to be."""
        return self._place

    def connect(self) -> None:
        """Nothing to connect to."""

    def chat(
        self,
        request: Request,
        *,
        on_progress: Callable[[Waiting], None] | None = None,
        stop: Stop | None = None,
    ) -> Reply:
        """The next answer, at once. Raises the fault where one stands in its place."""
        self.requests.append(request)
        answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        if isinstance(answer, EngineFault):
            raise answer
        if stop is not None and stop.is_set():
            return _reply("", request, self._place, stopped=True)
        found = answer if isinstance(answer, Reply) else _reply(answer, request, self._place)
        if on_progress is not None:
            on_progress(Waiting(0.0, found.text))
        return found

    def close(self) -> None:
        """Nothing to let go of."""


def _reply(text: str, request: Request, place: Place, *, stopped: bool = False) -> Reply:
    value = None
    if request.shape is not None and not stopped:
        try:
            value = parse(text, request.shape)
        except NotParsed:
            value = None
    sent = sum(len(one.content) for one in request.messages) // 4
    return Reply(
        text=text,
        ending="stopped" if stopped else "whole",
        model=place.model,
        usage=Usage(sent, len(text) // 4, estimated=True),
        first_token=None if stopped else 0.0,
        seconds=0.0,
        value=value,
    )
