"""The pages from their templates: ours, or a person's own in their place, in a sandbox.

A folder of templates may hold any of ours under their names; what it lacks is ours. Such a template sees the message
as a value and the filters of our own ones. It cannot reach into Python, and what it does and writes is bounded.
"""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import css_inline
import jinja2

from monitor import error_words, phrasing
from monitor.digest import brief_form, digest_phrases, formats, held_form, phrases, template_sandbox

BUILT_IN = Path(__file__).parent / "templates"
LONGEST = 2_000_000  # characters of a page; more is a loop that does not end
_CHARSET = '<meta charset="utf-8">'


class TemplateFault(Exception):  # noqa: N818 - a fault of theirs, which is reported and not raised to anyone
    """A person's template cannot be used; `said`: where and why."""

    def __init__(self, said: str) -> None:
        self.said = said
        super().__init__(said)


def page(template: str, values: dict[str, Any], folder: Path | None = None) -> str:
    """The page, styles inlined, the rules for phones and dark screens next to them. `folder`: templates of a person.

    Raises:
        TemplateFault: theirs cannot be read, or fails with this message.
    """
    if folder is None:
        return _inlined(_environment(None).get_template(template).render(values))
    try:
        template_sandbox.begin()
        made = _bounded(_environment(folder).get_template(template).generate(values))
        if made is not None and made.strip():  # an editor that is about to save leaves an empty file for a moment
            return _inlined(made)
    except Exception as error:  # whatever a person's template does, the message goes out
        raise TemplateFault(_place(error, folder, template)) from error
    cause = "it writes nothing" if made is not None else f"it writes more than {LONGEST:,} characters"
    raise TemplateFault(f"{folder / template}: {cause}")


def _bounded(pieces: Iterable[str]) -> str | None:
    """All of it; None where that is more than a page."""
    made, room = [], LONGEST
    for piece in pieces:
        room -= len(piece)
        if room < 0:
            return None
        made.append(piece)
    return "".join(made)


def names() -> list[str]:
    """The templates and styles that a folder may replace."""
    return sorted(path.name for path in BUILT_IN.iterdir() if path.suffix in {".html", ".css"})


def _place(error: Exception, folder: Path, template: str) -> str:
    """`/srv/templates/digest.html, line 12: 'headlin' is undefined`."""
    name, line = template, None
    if isinstance(error, jinja2.TemplateSyntaxError):
        name, line = error.name or template, error.lineno
    else:
        trace = error.__traceback__
        while trace is not None:  # the deepest line of a template is where it failed
            if (at := Path(trace.tb_frame.f_code.co_filename)).suffix in {".html", ".css"}:
                name, line = at.name, trace.tb_lineno
            trace = trace.tb_next
    where = folder / name if (folder / name).exists() else Path(name)
    return f"{where}{f', line {line}' if line else ''}: {phrasing.cut(_cause(error), 300)}"


def _cause(error: Exception) -> str:
    """What the author of a template did wrong: an error that would be ours elsewhere is theirs here."""
    if isinstance(error, jinja2.TemplateNotFound):
        return f"there is no template {error.name}"
    said = error_words.known(error) or error_words.message(error)
    return said or error_words.in_words(error, doing="making the page")


def _inlined(raw: str) -> str:
    """The encoding goes before the style that the inliner moves to the top: HTML wants it in the first 1024 bytes."""
    whole = _inliner().inline(raw)
    return whole.replace(_CHARSET, "", 1).replace("<head>", f"<head>{_CHARSET}", 1)


@cache
def _environment(folder: Path | None) -> jinja2.Environment:
    built_in = jinja2.FileSystemLoader(BUILT_IN)
    loader = jinja2.ChoiceLoader([jinja2.FileSystemLoader(folder), built_in]) if folder else built_in
    kind = template_sandbox.Sandbox if folder else jinja2.Environment
    environment = kind(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True)
    environment.filters |= {
        "link": brief_form.link,
        "cut": phrasing.cut,
        "listing": phrasing.listing,
        "capital": phrasing.capital,
        "day": formats.day,
        "when": formats.when,
        "zone_name": lambda message: formats.zone_name(ZoneInfo(message.timezone), message.at),
        "further": digest_phrases.adds,
    }
    shared = (digest_phrases, "late lead counts nothing_new label quote embargoes others known edits more incidents")
    own = "segments period spikes unreached unread follows corrections older more_older no_hits"
    own += " meta source background rest with_stories above tally news own_hits adds early timeline hidden sort_of_news"
    own += " incident_kind incident_detail incident_advice incident_facts"
    for module, listed in (shared, (phrases, own)):
        environment.filters |= {name: getattr(module, name) for name in listed.split()}
    environment.filters |= held_form.FILTERS
    return environment


@cache
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(keep_at_rules=True, minify_css=True, load_remote_stylesheets=False)
