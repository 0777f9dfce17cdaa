"""The commands of the entries: the list, one entry, and writing."""

from coach.tui.commands.model import Command

_BOTH = ("entries", "entry")

ENTRIES = (
    Command(
        "entries.read", "Read", "enter", screens=("entries",), footer=10,
        help="Opens the selected entry whole; in the bin it brings the selected thing back.",
    ),
    Command(
        "entries.search", "Search", "slash", action="screen.search", screens=("entries",), footer=11,
        help='Words and filters as you type: @person #tag kind:note since:"last friday" is:private is:open.',
    ),
    Command(
        "entries.complete", "Complete a filter", "tab", scope="typing", screens=("entries",), footer=10,
        short="Complete", help="While typing a filter: the next name, tag, kind or filter that fits.",
    ),
    Command(
        "entries.list", "To the list", "enter,down", scope="typing", screens=("entries",), footer=11,
        short="List", help="From the query to what was found.",
    ),
    Command(
        "entries.edit", "Edit", "e", action="screen.edit", screens=_BOTH, footer=12,
        help="Changes the words of the entry, or of one of its answers. The earlier version is kept.",
    ),
    Command(
        "entries.private", "Private on or off", "full_stop", action="screen.private", screens=_BOTH,
        footer=13, short="Private",
        help="Keeps the entry, or one of its answers, out of copies and exports, or lets it in again.",
    ),
    Command(
        "entries.never_send", "Never send on or off", "N", action="screen.never_send", screens=_BOTH,
        help="Keeps the entry from every engine elsewhere; search, agendas and exports go on as before.",
    ),
    Command(
        "entries.put_away", "Put away", "d", action="screen.put_away", screens=_BOTH, footer=14, short="Bin",
        help="Moves the entry to the bin; u brings it back. In the bin: empties it, after a typed word.",
    ),
    Command(
        "entries.copy", "Copy as Markdown", "y", action="screen.copy", screens=_BOTH, footer=15, short="Copy",
        help="Copies the entry without what is private, and says what became of it.",
    ),
    Command(
        "entries.export", "Export to a file", "x", action="screen.export", screens=_BOTH, footer=18,
        short="Export",
        help="Writes the entry as Markdown to a new file, without what is private. Never over another file.",
    ),
    Command(
        "entries.new", "New note", "n", action="screen.new", screens=("entries",), footer=16, short="New",
        help="Opens a page for a note of any length; what you type is kept as a draft at once.",
    ),
    Command(
        "entries.person", "Filter by person", "p", action="screen.person", screens=("entries",), footer=17,
        short="Person", help="Shows the entries with one person, or with everyone again.",
    ),
    Command(
        "entries.previous", "Entries", "left_square_bracket", action="screen.tab('entries')",
        screens=("entries",),
        help="Back from the bin to the entries.",
    ),
    Command(
        "entries.bin", "The bin", "right_square_bracket", action="screen.tab('bin')", screens=("entries",),
        help="What was put away, to be brought back.",
    ),
    Command(
        "entry.older", "Earlier version", "left_square_bracket", action="screen.version(1)",
        screens=("entry",), footer=16, short="Earlier",
        help="Shows the entry as it was before the last change.",
    ),
    Command(
        "entry.newer", "Later version", "right_square_bracket", action="screen.version(-1)",
        screens=("entry",),
        help="Shows the version after this one, up to the present one.",
    ),
    Command(
        "entry.go_on", "Go on with the session", "o", action="screen.go_on", screens=("entry",), footer=11,
        short="Go on", help="Resumes the session this entry comes from, where it is not finished.",
    ),
    Command(
        "entry_write.keep", "Keep", "ctrl+n,f9", action="screen.main", scope="always",
        screens=("entry_write",), footer=10,
        help="Keeps the words as they stand. Of a changed entry the earlier version stays readable.",
    ),
    Command(
        "entry_write.box", "Write", "i,enter", action="screen.write", screens=("entry_write",), footer=11,
        help="Puts the cursor back into the text.",
    ),
    Command(
        "entry_write.private", "Private on or off", "full_stop", action="screen.private",
        screens=("entry_write",), footer=13, short="Private", help="Whether a new note is kept as private.",
    ),
    Command(
        "entry_write.forget", "Throw the change away", "d", action="screen.forget", screens=("entry_write",),
        footer=14, short="Throw away",
        help="Forgets what was typed here and goes back. What is in the store stays as it is.",
    ),
    Command(
        "entry_write.editor", "Editor", "ctrl+g,f4", action="screen.editor", scope="always",
        screens=("entry_write",), footer=17,
        help="Opens the text in your editor ($VISUAL, $EDITOR); on return the cursor is at its end.",
    ),
)  # fmt: skip
