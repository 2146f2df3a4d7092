"""What every part of the desk works with: one archive, one configuration, the compiled watches, the recent stories."""

from dataclasses import InitVar, dataclass, field
from datetime import datetime

from monitor import catalogue
from monitor.config import Config
from monitor.credit import OutletNames
from monitor.deliver import Channel
from monitor.desk.story_window import StoryWindow
from monitor.discover.habits import Habits
from monitor.match import Matcher, compile_watches
from monitor.model import Outlet, Watch
from monitor.store.archive import Archive
from monitor.store.suppressed import WaitingEdit


@dataclass(slots=True)
class Context:
    """The desk's tools; a new configuration makes a new context over the same archive."""

    archive: Archive
    config: Config
    stories: StoryWindow
    earlier: InitVar[Matcher | None] = None  # shares the watches that stay: a change of one among many takes no time
    matcher: Matcher = field(init=False)
    watches: dict[str, Watch] = field(init=False)
    outlets: dict[str, Outlet] = field(init=False)
    outlet_names: OutletNames = field(init=False)  # by which articles credit outlets: ours, and all that ship
    owners: dict[str, str] = field(init=False)  # of all these outlets that say whose they are
    channels: dict[str, Channel] = field(init=False)
    # Each outlet's habits as they were learned, and when: to learn them at each crawl costs more than it.
    habits: dict[str, tuple[datetime, Habits | None]] = field(default_factory=dict, init=False)

    # New headlines that wait while editors polish, by article, watch and person; None: they were not read yet.
    waiting: dict[tuple[int, str, str], WaitingEdit] | None = field(default=None, init=False)

    # The last merge or split whose people were notified; None: what was moved lately is looked at again.
    moves_told: int | None = field(default=None, init=False)

    # When all outlets were asked again, as something came through while our own network was down.
    asked_again_at: datetime | None = field(default=None, init=False)

    def forget(self) -> None:
        """Read again what is kept of the archive: it rolled something back that may be in it."""
        self.stories.forget()
        self.waiting = None
        self.moves_told = None

    def owner(self, outlet: str) -> str:
        """Who owns an outlet; one of which that is not known stands for itself."""
        return self.owners.get(outlet, outlet)

    def tier(self, outlet: str) -> int:
        """The tier of an outlet; one that is not followed is as good as most."""
        known = self.outlets.get(outlet)
        return known.tier if known else Outlet(id=outlet, name=outlet, home="").tier

    def __post_init__(self, earlier: Matcher | None) -> None:
        self.matcher = compile_watches(self.config.watches, earlier)
        self.watches = {watch.id: watch for watch in self.config.watches}
        self.outlets = {outlet.id: outlet for outlet in self.config.outlets}
        known = catalogue.load() | self.outlets
        self.outlet_names = OutletNames(known.values())
        whole = (*catalogue.load().values(), *self.outlets.values())  # a file need not repeat what ships
        self.owners = {outlet.id: outlet.owner for outlet in whole if outlet.owner}
        self.channels = {channel.name: channel for channel in self.config.channels}
