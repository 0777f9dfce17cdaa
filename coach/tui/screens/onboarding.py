"""The first start: four short steps, each skippable, ending inside the first question (ux 4.12)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Input

from coach.errors import CoachError
from coach.tui.screens.base import CoachScreen
from coach.tui.text import plain
from coach.tui.widgets.reading import Reading
from coach.tui.widgets.rows import Row, RowList
from coach.tui.widgets.writing import LineBox

_NAME = "onboarding/person"
_SKIP = "skip"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what it says, what can be chosen."""

    id: str
    title: str
    text: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    line: str = ""
    """The hint of the one line to write; empty where there is none."""


def steps(data_folder: str) -> tuple[Step, ...]:
    """The four steps, in order."""
    return (
        Step(
            "what",
            "What this is",
            (
                ("text", "Once a week, for about twelve minutes, coach asks and you write."),
                ("text", "You leave with one thing you will do, and are asked about it next time."),
                ("text", ""),
                ("text", "No account, no scores, nothing sent unseen. Your words stay in plain files:"),
                ("strong", data_folder),
            ),
            (Row("go", "Continue"), Row("leave", "Skip all of this", detail="to Today")),
        ),
        Step(
            "role",
            "Your role",
            (("text", "Which fits you best? It only changes how some questions are put."),),
            (
                Row("mentor", "I mentor or lead others"),
                Row("mentee", "I am mentored"),
                Row("both", "Both"),
                Row("alone", "On my own"),
                Row(_SKIP, "Skip", detail="you can set it later"),
            ),
        ),
        Step(
            "person",
            "One person",
            (
                (
                    "text",
                    "Who do you talk with most about your work, or theirs? Write the name, then choose.",
                ),
                ("soft", "It lets you write @name in a note, and name who owns a commitment."),
            ),
            (
                Row("mentee", "I mentor them"),
                Row("mentor", "They mentor me"),
                Row("manager", "My manager"),
                Row("report", "They report to me"),
                Row("peer", "A peer"),
                Row(_SKIP, "Skip", detail="nobody for now"),
            ),
            line="their name",
        ),
        Step(
            "engine",
            "Where thinking happens",
            (
                ("text", "The questions are chosen on this machine, with no network and no account."),
                ("soft", "A model you run or rent may be asked too, by choice. Nothing is sent before you"),
                ("soft", "have seen the exact text and agreed. This machine goes on asking without it."),
            ),
            (
                Row("embedded", "This machine", detail="and begin the first reflection"),
                Row("remote", "A model too", detail="begin; its address goes into Settings (0)"),
                Row(_SKIP, "Not now", detail="to Today"),
            ),
        ),
    )


_ROLES = {"mentor": "mentor", "mentee": "mentee", "both": "self", "alone": "self"}
"""What a role here means for `questions.role`: one who does both is asked as oneself."""


class OnboardingScreen(CoachScreen):
    """Shown over Today when there is neither a config file nor an entry."""

    NAME = "onboarding"
    HEADING = "Welcome"
    PURPOSE = "Four short steps, each can be skipped. They end inside the first question."
    TIP = "Esc goes to Today at once; nothing here is needed."
    AUTO_FOCUS: ClassVar[str | None] = "#choices"
    DEFAULT_CSS = """
    OnboardingScreen {
        #body { padding: 1 2; max-width: 92; }
        #words { margin: 0 0 1 0; }
        #text { height: auto; max-height: 75%; }
        #line { display: none; margin: 0 0 1 0; width: 60; max-width: 100%; }
        #line.-wanted { display: block; }
        #choices { height: auto; min-height: 3; padding: 0; }
        &.-low #body { padding: 0 1; }
        &.-wide #body { margin: 0 0 0 8; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._steps: tuple[Step, ...] = ()
        self._at = 0

    def compose_body(self) -> ComposeResult:
        """Words, one line where a step has one, choices."""
        with VerticalScroll(id="text", can_focus=False):
            yield Reading(id="words")
        yield LineBox(hint="", id="line")
        yield RowList((), id="choices")

    def ready(self) -> None:
        """The first step."""
        self._steps = steps(str(self.coach_app.coach.keeper.where()["data"]))
        box = self.query_one(LineBox)
        left = self.coach_app.book.find(_NAME)
        box.begin(
            left.text if left else "",
            book=self.coach_app.book,
            key=_NAME,
            about={"title": "the name of a person"},
        )
        self._show()

    def can_leave(self) -> bool:
        """Esc always leads to Today."""
        return True

    def resting_place(self) -> Widget | None:
        """The choices."""
        return self.query_one("#choices")

    def _show(self) -> None:
        step = self._steps[self._at]
        self.header.status = (f"{self._at + 1} of {len(self._steps)}",)
        self.query_one("#words", Reading).show_parts((("head", step.title), ("text", ""), *step.text))
        line = self.query_one(LineBox)
        line.placeholder = plain(step.line)
        line.set_class(bool(step.line), "-wanted")
        choices = self.query_one(RowList)
        choices.show(step.rows)
        choices.action_top()
        self.set_focus(line if step.line else choices)

    def _next(self) -> None:
        if self._at + 1 < len(self._steps):
            self._at += 1
            self._show()

    def action_back(self) -> None:
        """One step back; from the first to Today."""
        if self._at:
            self._at -= 1
            self._show()
        else:
            self.coach_app.back()

    def action_main(self) -> None:
        """The same as Enter on the selected row."""
        self.query_one(RowList).action_open()

    def on_key(self, event: events.Key) -> None:
        """A letter typed beside the line of a step belongs into the line."""
        line = self.query_one(LineBox)
        letter = event.character or ""
        if self._steps[self._at].line and letter.isalpha() and not line.has_focus:
            event.stop()
            self.set_focus(line)
            line.insert_text_at_cursor(plain(letter))

    @on(Input.Submitted)
    def named(self) -> None:
        """From the name to the choices."""
        self.set_focus(self.query_one(RowList))

    @on(RowList.Chosen, "#choices")
    def choose(self, event: RowList.Chosen) -> None:
        """What a choice means depends on the step."""
        chosen = event.row.id
        step = self._steps[self._at].id
        if chosen == "leave":
            self.coach_app.back()
        elif step == "engine":
            if chosen == "remote":
                self.coach_app.say("Settings (0) takes the model's address and name, when you like.")
            self._finish(begin=chosen != _SKIP)
        elif chosen == _SKIP or step == "what":
            self._next()
        elif step == "role":
            self._keep(lambda: self.coach_app.coach.settings_desk.change("questions.role", _ROLES[chosen]))
        else:
            self._add_person(chosen)

    def _add_person(self, role: str) -> None:
        name = self.query_one(LineBox).value.strip()
        if not name:
            self.coach_app.say("Write their name first, or choose Skip.", "warning")
            self.set_focus(self.query_one(LineBox))
            return
        self._keep(lambda: self.coach_app.coach.people.add(name, role=role))

    def _keep(self, job: Callable[[], object]) -> None:
        self.coach_app.work(lambda: self._kept(job), group="onboarding")

    async def _kept(self, job: Callable[[], object]) -> None:
        """Keep a choice, then the next step; one that cannot be kept is told and stops nothing."""
        try:
            await self.engine(job)
        except CoachError as error:
            self.coach_app.fail(error)
            if self._steps[self._at].id == "person":
                return  # the name is still in its line, to be changed or skipped
        if self._steps[self._at].id == "person":
            self.query_one(LineBox).taken()
        self._next()

    def _finish(self, *, begin: bool) -> None:
        if begin:
            self.coach_app.work(self._begin, group="onboarding")
        else:
            self.coach_app.back()

    async def _begin(self) -> None:
        guide = await self.engine(self.coach_app.coach.sessions.suggested)
        self.coach_app.start_session(guide)
