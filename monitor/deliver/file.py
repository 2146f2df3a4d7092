"""The file channel: one file a message, complete or not there at all; or standard output."""

import hashlib
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, assert_never

from pydantic import Field

from monitor import atomic_file, error_words
from monitor.deliver.channel import Addressed, Attempt, Channel, ChannelSettings
from monitor.deliver.outcome import SENT, Blame, Kind, Outcome, Outgoing, failed
from monitor.forms import Forms

Format = Literal["text", "html", "markdown", "json"]
STDOUT = "-"
_SUFFIXES: dict[Format, str] = {"text": ".txt", "html": ".html", "markdown": ".md", "json": ".json"}
_MODE = 0o640


class FileSettings(ChannelSettings):
    """One file a message."""

    EXAMPLE: ClassVar[Mapping[str, Any]] = {"name": "files", "kind": "file", "path": "messages"}

    kind: Annotated[Literal["file"], Field(description="file")]
    path: Annotated[str, Field(min_length=1, description='a folder, relative to this file; "-" is standard output')]
    format: Annotated[Format, Field(description="text, html, markdown or json")] = "text"

    def channel(self, folder: Path) -> Channel:
        """The channel that it means; a relative path is taken from `folder`."""
        path = self.path if self.path == STDOUT else str(folder / Path(self.path).expanduser())
        return FileChannel(name=self.name, path=path, format=self.format)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileChannel(Channel):
    """One file a message in a folder; `path` of "-" writes to standard output."""

    path: str
    format: Format = "text"

    def render(self, forms: Forms) -> list[Addressed]:
        """The message in the channel's format."""
        match self.format:
            case "text":
                return [(None, forms.text)]
            case "html":
                return [(None, forms.html)]
            case "markdown":
                return [(None, forms.markdown)]
            case "json":
                return [(None, forms.json + "\n")]
            case _:
                assert_never(self.format)

    async def send(self, outgoing: Outgoing, attempt: Attempt) -> Outcome:  # noqa: ARG002  a disk needs no time limit
        """Write the message. The same message again replaces its file with the same text."""
        from monitor.deliver import threads  # noqa: PLC0415  asyncio: only who sends pays for it

        try:
            if self.path == STDOUT:
                await threads.run(partial(_print, outgoing.rendered), name="stdout")
            else:
                place = Path(self.path) / self.filename(outgoing)
                await threads.run(partial(_write, place, outgoing.rendered), name=f"file-{self.name}")
        except (OSError, ValueError) as error:  # ValueError: standard output is closed
            said = f"cannot write to {self.path}: {error_words.message(error)}"
            return failed(Kind.TEMPORARY, said, blame=Blame.CHANNEL)
        return SENT

    def probe(self, attempt: Attempt) -> str:  # noqa: ARG002  a disk needs no time limit
        """Whether the folder, or the one in which it would be made, can be written."""
        if self.path == STDOUT:
            return "standard output"
        atomic_file.try_folder(Path(self.path))
        return f"{self.path} can be written"

    def filename(self, outgoing: Outgoing) -> str:
        """A file name from the message's id: no separators, no leading dot, bounded."""
        stem = re.sub(r"[^A-Za-z0-9_-]", "-", outgoing.message_id)
        if stem != outgoing.message_id or len(stem) > 200:
            stem = f"{stem[:180]}-{hashlib.sha256(outgoing.message_id.encode('utf-8', 'replace')).hexdigest()[:12]}"
        return stem + _SUFFIXES[self.format]


def _write(place: Path, text: str) -> None:
    atomic_file.make_folder(place.parent)
    atomic_file.write(place, text.encode("utf-8", "replace"), mode=_MODE)


def _print(text: str) -> None:
    out = sys.stdout
    out.write(text.encode(out.encoding or "utf-8", "replace").decode(out.encoding or "utf-8") + "\n")
    out.flush()
