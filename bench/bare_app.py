"""The smallest Textual app with a header, a list and a footer: what the first frame is held against."""

from textual.app import App, ComposeResult
from textual.widgets import Footer, Header, Label, ListItem, ListView


class BareApp(App[None]):
    """Nothing but widgets; it reads nothing and knows nothing."""

    def compose(self) -> ComposeResult:
        """Header, one list of eight rows, footer."""
        yield Header()
        yield ListView(*(ListItem(Label(f"bare row {number}")) for number in range(8)))
        yield Footer()


if __name__ == "__main__":
    BareApp().run()
