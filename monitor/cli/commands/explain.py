"""`monitor explain URL`: what happened to an address at every stage, and why."""

import sys
from collections.abc import Iterator
from typing import Any

import click

from monitor import match
from monitor.cli import explanation, output
from monitor.cli.command_context import Given
from monitor.cli.entry import EMPTY, stop
from monitor.cli.stored_article import stored_article
from monitor.cli.time_options import now
from monitor.cli.watch.named_watch import chosen
from monitor.model import Origin
from monitor.person import HeldBy
from monitor.phrasing import count, repeats
from monitor.store import articles
from monitor.views import address_facts, clause_rows, news_facts, readable, remarks, story_facts

_HELD = {
    HeldBy.QUIET: "it came in their quiet hours",
    HeldBy.DAY_OFF: "it came on a day off",
    HeldBy.PER_DAY: "they had had their alerts of the day (`max_per_day`)",
}
_DOUBTFUL = 0.75  # below, a part is said to be doubtful: of labelled pages one title in 7, one text in 40
_PARTS = (("title", "right"), ("text", "right and whole"), ("author", "right"), ("date", "right"))
_MARGIN = 11  # columns of the words before what is said


@click.command()
@click.argument("url", metavar="URL|ID")
@click.option("--watch", "name", help="Say why this watch did or did not find it")
@click.option("--json", "as_json", is_flag=True, help="One JSON object")
@click.option("--fail-empty", is_flag=True, help="Exit with 3 when nothing is known of it")
@click.pass_obj
def explain(given: Given, *, url: str, name: str | None, as_json: bool, fail_empty: bool) -> None:
    """What happened to an address at every stage, and why: listed, read, stored, grouped, found, sent.

    An article can be named by its number too, as `monitor search` and `monitor story` show it.
    """
    asked = None if name is None else chosen(given, name)
    with given.archive() as archive:
        address = stored_article(archive, url).article.url if url.isdecimal() else url
        report = address_facts.facts(archive, address, now())
        stored = articles.get(archive, report["article"]["id"]) if report["article"] else None
    if asked and stored:
        report["watch"] = clause_rows.facts(match.explain(asked, stored.article))
    if as_json:
        output.json_line(report)
    else:
        for line in lines(report):
            output.line(line, hang=_MARGIN)
        if "watch" in report:
            found = explanation.lines(report["watch"], styled=output.is_styled(sys.stdout))
            output.paragraphs(" " * _MARGIN + line for line in found)
    if fail_empty and not (report["link"] or report["article"]):
        stop(EMPTY)


def lines(report: dict[str, Any]) -> Iterator[str]:
    """The facts, for a person."""
    yield f"address    {report['key']}"
    yield from _listed(report["link"], report["source"])
    for request in report["requests"]:
        answer = f"HTTP {request['status']}, {request['bytes']:,} bytes in {request['seconds']:.1f} s"
        yield f"request    {_at(request['at'])}  {request['error'] or answer}"
    for short in report["shortfalls"]:
        by = f"the rule's {short['part']} ({short['css']})" if short["css"] else "the page"
        yield f"short      {by} gave {short['gave']}; the article has {short['instead']}"
    if report["article"]:
        yield from _stored(report["article"])
    yield from (f"credits    {credited['outlet_name']}: {credited['sentence']}" for credited in report["credits"])
    yield from _found(report)


def _found(report: dict[str, Any]) -> Iterator[str]:
    if story := report["story"]:
        size = f"{count(story['articles'], 'article')} of {count(story['outlets'], 'outlet')}"
        yield f"story      {story['id']}: {story['title']} ({size})"
        yield from story_facts.reasons(story)
        if story["copy_of"]:
            yield f"duplicate  of article {story['copy_of']}, which has the same text: no independent report"
        if story["thread"]:
            yield f"thread     {story['thread']}: {count(story['thread_stories'], 'story', 'stories')}"
        yield from (f"           {link}" for link in story["links"])
    if report["hits"]:
        yield from (f"fact       {line}" for line in news_facts.lines(report["facts"]))
    yield from _hits(report)
    for waiting in report["held"]:
        out = f"went out in {waiting['message_id']}" if waiting["message_id"] else "waits for their time"
        yield f"held       for {waiting['person']}, {_at(waiting['held_at'])}: {_HELD[HeldBy(waiting['by'])]}; {out}"
    for alert in report["suppressed"]:
        whose = f" for {alert['person']}" if alert["person"] else ""
        yield f"no alert   by {alert['watch']}{whose}, {_at(alert['at'])}: {alert['why']}"
    yield from (f"remark     {line}" for line in remarks.lines(report["remarks"]))
    if report["article"] and not report["hits"]:
        yield "found by   no watch; --watch NAME says why"


def _hits(report: dict[str, Any]) -> Iterator[str]:
    """The watches that found it, with what was sent of that."""
    for hit in report["hits"]:
        said = "" if repeats(hit["snippet"], report["article"]["title"]) else hit["snippet"]
        # What tells most stands in the text, also of a hit that the title alone would be.
        is_of_field = said and hit["field"] != "title"
        found = f"found by   {hit['watch']}, in the {hit['field']}{_ORIGINS.get(hit['origin'], '')}"
        yield f"{found}: {said}" if is_of_field else found
        if said and not is_of_field:
            yield f"  text     {said}"
        if hit["embargo"]:
            state = "early: its embargo lifts" if hit["early"] else "after its embargo, which lifted"
            yield f"  review   {state} {_at(hit['embargo'])}"
        for message in hit["messages"]:
            yield f"  sent     {_at(message['at'])} {_sent(message)}"
            yield from (f"           {line}" for line in news_facts.message_lines(message))


def _listed(link: dict[str, Any] | None, as_source: dict[str, Any] | None) -> Iterator[str]:
    if as_source:
        yield f"source     of {as_source['outlet_name']} ({as_source['kind']}): {as_source['state']}"
    if link is None and as_source:
        return
    if link is None:
        yield "listed     by no source that is followed: it was never seen"
        return
    source = link["source"] or "a source that is gone"
    yield f"listed     by {link['outlet']} ({source}), {_at(link['found_at'])}{_ORIGINS.get(link['origin'], '')}"
    why = ", ".join(part for part in (link["reason"], link["detail"]) if part)
    tried = f" ({count(link['attempts'], 'failed attempt')})" if link["attempts"] else ""
    yield f"state      {link['state']}{f': {why}' if why else ''}{tried}"
    if link["pruned_at"]:
        yield f"pruned     {_at(link['pruned_at'])}: its story ended long ago, and the archive does not keep it"
    if link["next_at"]:
        yield f"next       {_at(link['next_at'])}"


def _stored(article: dict[str, Any]) -> Iterator[str]:
    yield f"article    {article['id']}: {article['title']}"
    published = _at(article["published_at"]) or "at an unknown time"
    language = article["language"] or "language unknown"
    yield f"           {article['words']} words, {language}, published {published}, read {_at(article['found_at'])}"
    for part, right in _PARTS:
        if (sure := article[f"{part}_confidence"]) is not None and sure < _DOUBTFUL:
            yield f"doubtful   its {part} is {right} with a probability of {sure:.0%}"
    if number := article["left_out"]:
        yield f"left out   {count(number, 'paragraph')} that this outlet repeats"
        yield from (f"           {begins}" for begins in article["left_out_texts"])
    if article["absent_at"]:
        before, then = _at(article["absent_at"]), _at(article["listed_at"])
        when = f"between {before} and {then}" if before != then else f"within a minute of {then}"
        yield f"appeared   {when}, by looks at its listing"
        if article["published_at"] and article["reported_at"].at >= article["listed_at"]:
            yield "           (the time that it declares is earlier, and does not count)"
    if clock := article["read_again"]:
        last = f"last {_at(clock['looked_at'])} ({clock['detail'] or clock['outcome']}); " if clock["looked_at"] else ""
        then = f"next {_at(clock['next_at'])}" if clock["next_at"] else "no more"
        yield f"re-read    {count(clock['looks'], 'time')}; {last}{then}"
        if clock["gone_at"]:
            yield f"gone       since {_at(clock['gone_at'])}: two looks in a row found no page"
    for revision in article["revisions"]:
        what = ", ".join(revision["kinds"] or revision["changes"]) or "its text"
        yield f"revised    {_at(revision['at'])}: {what}"
    if article["revisions"]:
        yield f"           (`monitor revisions {article['id']}` shows the sentences)"


_ORIGINS = {  # what is said of articles that are no news of the day
    Origin.SEED: ", at the outlet's first crawl",
    Origin.BACKFILL: ", later than it was stored",
}
_at = readable.visible


def _sent(message: dict[str, Any]) -> str:
    whose = f" for {message['person']}" if message["person"] else ""
    combined = f", one of {', '.join(message['watches'])}" if len(message["watches"]) > 1 else ""
    return f"{message['type']} {message['id']}{whose}{combined}"
