"""Makes Today's view of one day from the digest: pure rules, reads nothing."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from math import ceil
from typing import Literal

from coach.dates import say_day
from coach.domain.entry import day_of
from coach.domain.rhythm import GAP_DAYS, days_since, touched
from coach.engine.facts import RETURN, Fact, Facts
from coach.engine.today import CommitmentBlock, CommitmentRow, DueItem, Rhythm, TodayView, Upcoming, Win

REFLECTIONS = ("weekly", "light", RETURN)
"""Session kinds that count as the weekly reflection, beside the one in the configuration."""
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def compose(
    facts: Facts,
    today: date,
    *,
    days: int = 7,
    guide: str = "weekly",
    every_days: int = 7,
    hide_private: bool = False,
) -> TodayView:
    """Make the view of a day from the digest; reads nothing else.

    Args:
        days: how many days ahead commitments are listed.
        guide: the session kind that is the weekly reflection.
        every_days: a reflection is due this many days after the last.
        hide_private: leave out what is marked private, and count it.
    """
    seen = _Seen(facts, today, hide_private=hide_private)
    last = _last_reflection(facts, guide)
    last_any = _latest(facts.sessions.values())
    gap = days_since(last_any, today)
    reflection = _reflection(facts, seen, today, guide=guide, every_days=every_days)
    due = [
        *(
            _session(fact, facts, today)
            for fact in seen.of("session", facts.unfinished)
            if not _begun_anew(fact, reflection)
        ),
        *reflection,
        *_returning("experiment", "what happened?", seen.of("experiment", facts.experiments), today),
        *_returning("assumption", "does it still hold?", seen.of("assumption", facts.assumptions), today),
    ]
    mine = [fact for fact in facts.commitments if not (hide_private and fact.private)]
    rows = [_row(fact, today) for fact in seen.of("commitment", facts.commitments)]
    rows.sort(key=lambda row: (row.due is None, row.due or today, row.owner != "me"))
    near = tuple(row for row in rows if row.due is None or row.due <= today + timedelta(days=days))
    wins = [fact for fact in facts.wins if not (hide_private and fact.private)]
    weeks = touched({day for week in facts.weeks if (day := _day(week))}, today)
    return TodayView(
        today=today,
        due=tuple(due),
        next_meeting=None,
        commitments=CommitmentBlock(
            open=len(mine),
            late=sum(1 for fact in mine if (day := _day(fact.day)) is not None and day < today),
            rows=near,
        ),
        last_theme=None,
        win=Win(wins[0].id, wins[0].text, _day(wins[0].day)) if wins else None,
        gap_days=gap if gap is not None and gap >= GAP_DAYS else None,
        days_since=days_since(last, today),
        rhythm=Rhythm(sum(weeks), weeks),
        upcoming=_upcoming(facts, seen, today, last, guide=guide, every_days=every_days),
        empty=not facts.anything,
        left_out=seen.left_out,
    )


class _Seen:
    """What may be shown now: not put off, not hidden; counts what is hidden."""

    def __init__(self, facts: Facts, today: date, *, hide_private: bool) -> None:
        self._until = {key: day for key, until in facts.put_off.items() if (day := _day(until))}
        self._today = today
        self._hide_private = hide_private
        self.left_out = 0

    def is_put_off(self, key: str) -> bool:
        until = self._until.get(key)
        return until is not None and self._today < until

    def until(self, key: str) -> date | None:
        return self._until.get(key) if self.is_put_off(key) else None

    def of(self, kind: str, facts: tuple[Fact, ...]) -> list[Fact]:
        shown = []
        for fact in facts:
            if self._hide_private and fact.private:
                self.left_out += 1
            elif not self.is_put_off(f"{kind}/{fact.id}"):
                shown.append(fact)
        return shown

    def may(self, fact: Fact) -> bool:
        return not (self._hide_private and fact.private)


def _session(fact: Fact, facts: Facts, today: date) -> DueItem:
    guide, _, state = fact.kind.partition("/")
    title, minutes = facts.titles.get(guide, (guide.capitalize(), 0))
    since = _day(fact.since)
    word = "paused" if state == "paused" else "unfinished"
    done = f"{fact.count} of {fact.of} answered" if fact.of else f"{count_of(fact.count, 'answer')} kept"
    left = max(fact.of - fact.count, 1) / fact.of if fact.of else 1
    return DueItem(
        key=f"session/{fact.id}",
        kind="session",
        title=f"{title}: {fact.text}" if fact.text else title,
        detail=f"{word} {_lately(since, today)}, {done}" if since else f"{word}, {done}",
        action=("resume", fact.id),
        minutes=ceil(minutes * left),
        late=False,
        since=since,
    )


def _reflection(facts: Facts, seen: _Seen, today: date, *, guide: str, every_days: int) -> list[DueItem]:
    if seen.is_put_off("reflection") or _is_under_way(facts, today, guide=guide, every_days=every_days):
        return []
    last = _last_reflection(facts, guide)
    days = days_since(last, today)
    since = last + timedelta(days=every_days) if last else None
    gap = days_since(_latest(facts.sessions.values()), today)
    if gap is not None and gap >= GAP_DAYS:
        title, minutes = facts.titles.get(RETURN, ("Pick up again", 5))
        still = _open_then(facts, seen)
        detail = f"{gap} days since last" + (f" · open: {still}" if still else "")
        return [
            DueItem(
                "reflection", "return", title, detail, ("start", RETURN), minutes, late=False, since=since
            )
        ]
    if days is not None and days < every_days:
        return []
    if days is None and not facts.anything:
        return []
    title, minutes = facts.titles.get(guide, ("Weekly reflection", 12))
    detail = "the first one" if days is None else f"{count_of(days, 'day')} since last"
    return [
        DueItem("reflection", "reflection", title, detail, ("start", guide), minutes, late=False, since=since)
    ]


def _begun_anew(fact: Fact, reflection: list[DueItem]) -> bool:
    """Whether an unfinished session without an answer is what the due reflection begins anew."""
    return (
        any(item.action == ("start", fact.kind.partition("/")[0]) for item in reflection) and not fact.count
    )


def _is_under_way(facts: Facts, today: date, *, guide: str, every_days: int) -> bool:
    """Whether a reflection was begun lately: then it is offered again instead of a new one."""
    ages = (
        days_since(_day(fact.since), today)
        for fact in facts.unfinished
        if fact.kind.partition("/")[0] in {guide, *REFLECTIONS}
    )
    return any(age is not None and age < every_days for age in ages)


def _returning(
    kind: Literal["experiment", "assumption"], asks: str, facts: Iterable[Fact], today: date
) -> Iterator[DueItem]:
    """Experiments or assumptions whose day has come."""
    for fact in facts:
        day = _day(fact.day)
        if day is not None and day <= today:
            yield DueItem(
                key=f"{kind}/{fact.id}",
                kind=kind,
                title=f"{kind.capitalize()}: {fact.text}",
                detail=f"{asks} {_back(day, today)}",
                action=(kind, fact.id),
                minutes=2,
                late=False,
                since=day,
            )


def _row(fact: Fact, today: date) -> CommitmentRow:
    due = _day(fact.day)
    return CommitmentRow(
        id=fact.id,
        text=fact.text,
        owner=fact.owner or "me",
        when=say_due(due, today),
        due=due,
        late=due is not None and due < today,
        carried=fact.count,
        asks_third_carry=fact.asks,
    )


def say_due(due: date | None, today: date) -> str:
    """'was due Mon' (within a week), 'was due Fri 6 Nov', 'due today', 'Fri 20 Nov'; empty without a day."""
    if due is None:
        return ""
    if due == today:
        return "due today"
    return f"was due {_lately(due, today)}" if due < today else say_day(due, today)


def _upcoming(
    facts: Facts, seen: _Seen, today: date, last: date | None, *, guide: str, every_days: int
) -> Upcoming | None:
    ahead: list[tuple[date, str]] = []
    for kind, rows, before in (
        ("commitment", facts.commitments, ""),
        ("experiment", facts.experiments, "Experiment: "),
        ("assumption", facts.assumptions, "Assumption: "),
    ):
        for fact in rows:
            day = seen.until(f"{kind}/{fact.id}") or _day(fact.day)
            if day is not None and seen.may(fact):
                ahead.append((day, f"{before}{fact.text}"))
    if last is not None:
        again = seen.until("reflection") or last + timedelta(days=every_days)
        ahead.append((again, facts.titles.get(guide, ("Weekly reflection", 12))[0]))
    coming = sorted((day, title) for day, title in ahead if day > today)
    return Upcoming(coming[0][1], coming[0][0], say_day(coming[0][0], today)) if coming else None


def _open_then(facts: Facts, seen: _Seen) -> str:
    commitments = sum(1 for fact in facts.commitments if seen.may(fact))
    experiments = sum(1 for fact in facts.experiments if seen.may(fact))
    parts = [count_of(commitments, "commitment")] if commitments else []
    parts += [count_of(experiments, "experiment")] if experiments else []
    return ", ".join(parts)


def _last_reflection(facts: Facts, guide: str) -> date | None:
    return _latest(facts.sessions.get(kind, "") for kind in {guide, *REFLECTIONS})


def _latest(days: Iterable[str]) -> date | None:
    return max((found for day in days if (found := _day(day)) is not None), default=None)


def _back(day: date, today: date) -> str:
    if day == today:
        return "back today"
    return f"back since {_lately(day, today)}"


def _lately(day: date, today: date) -> str:
    if day == today:
        return "today"
    return _WEEKDAYS[day.weekday()] if 0 < (today - day).days < 7 else say_day(day, today)


def _day(text: str | None) -> date | None:
    return day_of({"date": text})


def count_of(number: int, what: str) -> str:
    """'1 commitment', '2 commitments'."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
