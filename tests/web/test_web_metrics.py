"""`/metrics`: what Prometheus reads, by its own parser, and who may read it."""

import re
from dataclasses import replace

import pytest
from prometheus_client.parser import text_string_to_metric_families
from test_web_guarded import LOCKED, logged_in
from web_made import browsing

from monitor.store.counters import COUNTERS, GAUGES
from monitor.views import metrics

LABELS = {"outcome", "kind", "status", "outlet", "origin", "reason", "type", "channel", "state", "version"}
HERE = replace(LOCKED, public_url="")  # a password, and no proxy in front


def test_the_page_is_what_prometheus_reads(browser) -> None:
    """Each counter and gauge with its kind and its text, under a name by the conventions, and no label without end."""
    answer = browser.get("/metrics")
    families = {family.name: family for family in text_string_to_metric_families(answer.text)}

    assert answer.headers["content-type"] == metrics.MEDIA_TYPE
    assert {name: family.type for name, family in families.items()} == (
        {f"monitor_{name}": "counter" for name in COUNTERS}
        | {f"monitor_{name}": "gauge" for name in (*GAUGES, "build_info")}
    )
    assert [name for name, family in families.items() if not family.documentation.endswith(".")] == []
    samples = [sample for family in families.values() for sample in family.samples]
    assert [one.name for one in samples if not re.fullmatch(r"monitor(_[a-z]+)+", one.name)] == []
    assert {label for one in samples for label in one.labels} <= LABELS
    found = {(one.name, *one.labels.values()): one.value for one in samples}
    assert found["monitor_articles_total", "variety", "live"] == 1
    assert found["monitor_outlets_followed",] == 3
    assert found["monitor_last_article_timestamp_seconds",] > 1_700_000_000


@pytest.mark.parametrize(
    ("web", "peer", "headers", "status"),
    [
        (HERE, "127.0.0.1", {}, 200),
        (HERE, "::1", {}, 200),
        (HERE, "192.168.1.7", {}, 401),
        (HERE, "127.0.0.1", {"x-forwarded-for": "127.0.0.1"}, 401),
        (HERE, "127.0.0.1", {"forwarded": "for=192.0.2.60"}, 401),
        (LOCKED, "127.0.0.1", {}, 401),  # public_url: there is a proxy in front, which need not show itself
        (replace(HERE, trusted_proxies=("127.0.0.1",)), "127.0.0.1", {}, 401),
    ],
    ids=["here", "here by IPv6", "elsewhere", "a proxy here", "another proxy", "TLS in front", "a named proxy"],
)
def test_a_program_on_this_machine_needs_no_log_in(desk, web, peer, headers, status) -> None:
    """Whoever comes from elsewhere, or may do so through a proxy, does; and hears nothing of the archive."""
    with browsing(desk, web, peer=peer) as browser:
        answer = browser.get("/metrics", headers=headers)

        assert answer.status_code == status
        assert ("monitor_articles_total" in answer.text) is (status == 200)


def test_who_is_logged_in_may_read_it(desk) -> None:
    """By the same session as the pages."""
    with browsing(desk, LOCKED) as browser:
        logged_in(browser)

        assert browser.get("/metrics").status_code == 200
