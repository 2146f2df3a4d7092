"""The downloader middlewares: one asks robots.txt before every request, redirects included; one follows redirects.

Scrapy's own for robots.txt fetches robots.txt again in every crawl and reads the body of a 5xx as permission.
"""

import asyncio
import logging
from datetime import UTC, datetime
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.http import Response

from monitor.causes import Requested
from monitor.events import HostState, RobotsRead
from monitor.fetch import failures, permission, robots
from monitor.fetch.connections import ForbiddenAddressError
from monitor.fetch.crawl_context import context_of
from monitor.fetch.pace import HostHeldError, StoppingError

_log = logging.getLogger(__name__)


class RobotsMiddleware:
    """Lets through what robots.txt allows; the copies come with the crawl's order and go back as events."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._rules: dict[str, asyncio.Task[robots.Rules]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way of making a component."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Raise RobotsForbiddenError or RobotsUnreachableError where the request must not be sent."""
        if request.meta.get("kind") is Requested.ROBOTS:
            return
        base = permission.base_of(request.url)
        if base not in self._rules:
            self._rules[base] = asyncio.ensure_future(self._ask(base))
        rules = await asyncio.shield(self._rules[base])
        context = context_of(self._crawler)
        if not permission.allows(context, rules, request.url):
            raise permission.refusal(context, rules, request.url)

    async def _ask(self, base: str) -> robots.Rules:
        context = context_of(self._crawler)
        host = urlsplit(base).netloc.lower()
        state = permission.kept(context, host, datetime.now(UTC)) or await self._fetch(base, host)
        return permission.rules_of(context, base, state)

    async def _fetch(self, base: str, host: str) -> HostState:
        context = context_of(self._crawler)
        kept = context.hosts.get(host)
        request = Request(
            f"{base}/robots.txt",
            headers={"User-Agent": context.user_agent, "Accept": "text/plain,*/*;q=0.5"},
            meta={"kind": Requested.ROBOTS, "max_retry_times": 1, "download_maxsize": 8 * robots.LONGEST_BODY},
        )
        status, body, why = None, "", None
        try:
            assert self._crawler.engine is not None
            response: Response = await self._crawler.engine.download_async(request)
            status = response.status
            body = robots.text_of(response.body) if status < 300 else ""
        except (HostHeldError, StoppingError, ForbiddenAddressError):
            raise
        except Exception as error:  # noqa: BLE001 - whatever went wrong, the host gave no rules
            why = failures.of_host(error, base)
            _log.debug("robots.unreachable", extra={"host": host, "error": why})
        now = datetime.now(UTC)
        read = RobotsRead(host=host, status=status, body=body, at=now, error=why)
        await context.hooks.emit(read)
        if not read.is_answer and kept is not None and kept.knows_robots:
            # RFC 9309, 2.3.1.4: rules once known go on to hold while the host cannot be asked, or a page for people
            # comes in their place. The archive keeps them by the same rule, so that they hold in the next crawl too.
            return kept
        state = HostState(host=host, robots_status=status, robots_body=body, robots_at=now, robots_error=why)
        context.hosts[host] = state
        return state


class FollowingMiddleware(RedirectMiddleware):
    """Scrapy's way to follow redirects, without its search for what sets a Referer: no request has one."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way of making a component."""
        made = cls(crawler.settings)
        made.crawler = crawler
        return made
