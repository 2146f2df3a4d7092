"""Whether a person's templates make the page of every kind of message."""

from pathlib import Path

from monitor.digest import specimen, templating
from monitor.digest.imprint import Imprint
from monitor.digest.message import Message
from monitor.digest.render import Rendering

_IMPRINT = Imprint(contact="desk@example.org", archive="/srv/archive.db")


def faults(folder: Path) -> list[str]:
    """What is wrong with the templates of a folder, each with its place and cause; none, where all pages are made."""
    if not folder.is_dir():
        return [f"{folder}: there is no such folder"]
    known = set(templating.names())
    found = [
        f"{path}: no template has this name; there are: {', '.join(sorted(known))}"
        for path in sorted(folder.iterdir())
        if path.suffix in {".html", ".css"} and path.name not in known
    ]
    found += [fault for message in specimen.messages().values() if (fault := _rendering(message, folder).fault)]
    return list(dict.fromkeys(found))


def pages(folder: Path | None) -> dict[str, str]:
    """The page of each specimen, by its template; ours where theirs has a fault."""
    return {name: _rendering(message, folder).html for name, message in specimen.messages().items()}


def _rendering(message: Message, folder: Path | None) -> Rendering:
    return Rendering(message=message, imprint=_IMPRINT, templates=folder)
