"""Whether a watch is well made: its syntax, its own tests, and advice on what it costs."""

from dataclasses import dataclass

from monitor.match.advice.lint import Rates, lint
from monitor.match.decide import find
from monitor.match.prepare import Prepared, flaws, prepare
from monitor.match.scan.folded_text import Layout
from monitor.model import Article, Watch


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What is wrong with a watch, so that it cannot be used as it is, and what is merely likely to be a mistake."""

    problems: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def lines(self) -> list[str]:
        """All of it for people, a warning marked as one."""
        return [*self.problems, *(f"warning: {text}" for text in self.warnings)]


def check_watch(watch: Watch, rates: Rates | None = None) -> Checked:
    """What is wrong with a watch, errors and tests that fail, and what to be warned of.

    `rates` of the watch's words in some articles (`lint.measure`) make the warnings sharper.
    """
    if wrong := flaws(watch):
        return Checked(problems=tuple(text if option == "query" else f"{option}: {text}" for option, text in wrong))
    prepared = prepare(watch)
    return Checked(problems=tuple(_failing(prepared)), warnings=tuple(lint(prepared, rates)))


def holds(prepared: Prepared, article: Article) -> bool:
    """Whether a watch that is made ready matches an article."""
    return find(prepared, Layout(article)) is not None


def holds_for_line(prepared: Prepared, line: str) -> bool:
    """Whether the watch matches an article that has this line as its title, or as its body."""
    outlet = prepared.watch.outlets[0] if prepared.watch.outlets else ""
    as_title = Article(url="", outlet=outlet, title=line, body="")
    as_body = Article(url="", outlet=outlet, title="", body=line)
    return holds(prepared, as_title) or holds(prepared, as_body)


def _failing(prepared: Prepared) -> list[str]:
    watch = prepared.watch
    missed = [line for line in watch.should_match if not holds_for_line(prepared, line)]
    wrong = [line for line in watch.should_not_match if holds_for_line(prepared, line)]
    return [
        *(f"should match, and does not: {line!r}" for line in missed),
        *(f"should not match, and does: {line!r}" for line in wrong),
    ]
