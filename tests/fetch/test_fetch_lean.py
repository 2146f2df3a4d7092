"""Crawls that an order asks for run on settings that are copied quickly and hold no more than is used."""

import copy
import gc
import logging

import pytest
from scrapy import Request
from scrapy.http import Response

from monitor import lean_settings
from monitor.worker import spare_collector


def test_a_copy_of_the_settings_is_what_scrapys_own_would_be():
    """Every value and priority is there, those of nested settings too."""
    settings = lean_settings.of_crawls()
    theirs = copy.deepcopy(settings)

    ours = settings.copy()

    assert len(theirs) > 100
    assert {name: theirs.getpriority(name) for name in theirs} == {name: ours.getpriority(name) for name in ours}
    assert theirs.copy_to_dict() == ours.copy_to_dict()


def test_what_is_set_for_one_crawl_does_not_reach_the_next():
    """A copy can be changed and frozen; neither the original nor another copy knows."""
    settings = lean_settings.of_crawls()
    one, other = settings.copy(), settings.copy()

    one.set("METAREFRESH_ENABLED", True, priority="spider")
    one["DOWNLOAD_HANDLERS_BASE"]["http"] = "elsewhere"
    one.freeze()

    for untouched in (settings, other):
        assert untouched.getbool("METAREFRESH_ENABLED") is False
        assert untouched["DOWNLOAD_HANDLERS_BASE"]["http"] != "elsewhere"
        assert not untouched.frozen


@pytest.mark.parametrize("kind", ["EXTENSIONS", "DOWNLOADER_MIDDLEWARES", "SPIDER_MIDDLEWARES"])
def test_a_lean_crawl_has_no_component_that_it_never_uses(kind):
    """What is left of Scrapy's parts is what the crawl needs: another one is added on purpose, or costs each poll."""
    parts = lean_settings.of_crawls().get_component_priority_dict_with_base(kind)

    assert {part.rsplit(".", 1)[1] for part, place in parts.items() if place is not None} == {
        "EXTENSIONS": set(),
        "DOWNLOADER_MIDDLEWARES": {
            "RobotsMiddleware", "RetryMiddleware", "HttpCompressionMiddleware", "FollowingMiddleware",
        },
        "SPIDER_MIDDLEWARES": set(),
    }[kind]  # fmt: skip


@pytest.mark.parametrize("level", [logging.DEBUG, logging.INFO])
def test_a_line_of_the_log_is_made_for_who_reads_it(caplog, level):
    """Scrapy's line for each page and item is there where debugging is asked for, and not made elsewhere."""
    caplog.set_level(level, "scrapy")
    request = Request("https://reel.example/a")
    log = lean_settings.LeanLog()

    lines = (log.crawled(request, Response(request.url), None), log.scraped({}, Response(request.url), None))

    assert [line is not None for line in lines] == [level == logging.DEBUG] * 2


def test_the_collector_passes_over_what_stays():
    """The modules are not looked through again and again, and a look that makes few objects begins no collection."""
    before = gc.get_threshold()
    gc.unfreeze()
    try:
        spare_collector()  # what was collected is passed over again, as the run has it
        assert gc.get_freeze_count() > 10_000
        assert gc.get_threshold()[0] > before[0]
    finally:
        gc.set_threshold(*before)
