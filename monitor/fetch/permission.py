"""What robots.txt permits: the rules of a host by the copy that the order brought, and whether they allow a request.

Scrapy's requests ask by way of the middleware, looks ask here; who has no fresh copy gets one by the middleware.
"""

from datetime import datetime
from urllib.parse import urlsplit

from scrapy.exceptions import IgnoreRequest

from monitor.causes import Requested
from monitor.events import HostState, Parsing
from monitor.fetch import robots
from monitor.fetch.crawl_context import CrawlContext


class RobotsForbiddenError(IgnoreRequest):
    """robots.txt disallows this address."""


class RobotsUnreachableError(IgnoreRequest):
    """robots.txt gave no usable answer, which disallows the host for now. `status` None: no answer at all."""

    def __init__(self, message: str, *, status: int | None) -> None:
        super().__init__(message)
        self.status = status


def kept(context: CrawlContext, host: str, now: datetime) -> HostState | None:
    """What is remembered of a host, where its robots.txt is fresh."""
    state = context.hosts.get(host)
    return state if robots.is_fresh(state, now) else None


def rules_of(context: CrawlContext, base: str, state: HostState) -> robots.Rules:
    """The rules of a host; from now on its crawl delay holds, too."""
    token = robots.product_token(context.user_agent)
    rules = context.hooks.rules.of(state, token)
    if rules is None:
        with context.hooks.parsing(_parsing(context, base), (state.robots_body or "").encode()):
            rules = robots.rules(state, token)
        context.hooks.rules.keep(state, rules)
    context.crawl_delays[state.host] = rules.crawl_delay
    context.hooks.pace.space(state.host, rules.crawl_delay)  # the request for the rules was one, too
    return rules


def allows(context: CrawlContext, rules: robots.Rules, url: str) -> bool:
    """Whether the rules of its host allow this address."""
    with context.hooks.parsing(_parsing(context, base_of(url)), b""):
        return rules.allows(url)


def allows_again(context: CrawlContext, rules: robots.Rules, url: str) -> bool:
    """As `allows`, of an address that is asked for every few minutes: its verdict is kept with the rules."""
    verdict = rules.verdicts.get(url)
    if verdict is None:
        verdict = allows(context, rules, url)
        rules.keep(url, is_allowed=verdict)
    return verdict


def refusal(context: CrawlContext, rules: robots.Rules, url: str) -> IgnoreRequest:
    """Why a request that the rules do not allow is not sent."""
    host = urlsplit(url).netloc
    if not rules.unreachable:
        return RobotsForbiddenError(f"robots.txt of {host} disallows {url}")
    state = context.robots_of(url)
    if rules.status is None and state and state.robots_error:
        return RobotsUnreachableError(state.robots_error, status=None)
    answer = "did not answer" if rules.status is None else f"answered with HTTP {rules.status}"
    return RobotsUnreachableError(
        f"robots.txt of {host} {answer}: nothing of this host is read for now", status=rules.status
    )


def base_of(url: str) -> str:
    """The address of a host, by one of its pages."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _parsing(context: CrawlContext, base: str) -> Parsing:
    return Parsing(outlet=context.outlet, url=f"{base}/robots.txt", kind=Requested.ROBOTS)
