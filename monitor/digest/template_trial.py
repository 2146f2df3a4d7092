"""Whether a person's templates make the page of every kind of message."""

from pathlib import Path

from monitor.digest import render, specimen, templating
from monitor.digest.imprint import Imprint

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
    for message in specimen.messages().values():
        try:
            render.page(message, _IMPRINT, folder, fault="A fault would stand here.")
        except templating.TemplateFault as fault:
            found.append(fault.said)
    return list(dict.fromkeys(found))


def pages(folder: Path | None) -> dict[str, str]:
    """The page of each specimen, by its template.

    Raises:
        TemplateFault: a template cannot be used.
    """
    return {name: render.page(message, _IMPRINT, folder) for name, message in specimen.messages().items()}
