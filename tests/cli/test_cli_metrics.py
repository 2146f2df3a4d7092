"""`monitor stats --metrics`, read by a strict parser of the format's version 0.0.4."""

import re

import pytest
from cli_made import Run

from monitor.store.counters import CounterSample
from monitor.views import metrics

NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
LABEL = r"[a-zA-Z_][a-zA-Z0-9_]*"
VALUE = r'"(?:[^"\\\n]|\\[\\"n])*"'
SAMPLE = re.compile(rf"({NAME})(?:\{{({LABEL}={VALUE}(?:,{LABEL}={VALUE})*)\}})? (-?\d+(?:\.\d+)?)")
PAIR = re.compile(rf"({LABEL})=({VALUE})")
UNESCAPED = {r"\\": "\\", r"\"": '"', r"\n": "\n"}
Labels = tuple[tuple[str, str], ...]


def parsed(text: str) -> dict[str, tuple[str, dict[Labels, float]]]:
    """Type and samples of each family; an assertion fails on all that the format does not allow."""
    assert text.endswith("\n")
    families: dict[str, tuple[str, dict[Labels, float]]] = {}
    helped: list[str] = []
    current = ""
    for line in text[:-1].split("\n"):
        if found := re.fullmatch(rf"# HELP ({NAME}) (.+)", line):
            assert found[1] not in helped, "HELP once"
            helped.append(found[1])
            current = found[1]
        elif found := re.fullmatch(rf"# TYPE ({NAME}) (counter|gauge|histogram|summary|untyped)", line):
            assert found[1] == current, "TYPE belongs to the family that HELP began"
            assert found[1] not in families, "TYPE once"
            families[found[1]] = (found[2], {})
        else:
            sample = SAMPLE.fullmatch(line)
            assert sample is not None, line
            assert sample[1] == current, "samples of a family stand together"
            labels = tuple((name, unescaped(value)) for name, value in PAIR.findall(sample[2] or ""))
            assert len(dict(labels)) == len(labels), "a label once"
            assert labels not in families[current][1], "a sample once"
            families[current][1][labels] = float(sample[3])
    assert [name for name, (kind, _) in families.items() if (kind == "counter") != name.endswith("_total")] == []
    return families


def unescaped(value: str) -> str:
    """The text of a label's value."""
    return re.sub(r"\\[\\\"n]", lambda found: UNESCAPED[found[0]], value[1:-1])


@pytest.mark.usefixtures("archived")
def test_the_page_is_right(run: Run) -> None:
    """Counters of what the archive saw, and gauges of how it is."""
    families = parsed(run("stats", "--metrics").out)
    kind, samples = families["monitor_articles_total"]

    assert kind == "counter"
    assert sum(samples.values()) == 3
    assert families["monitor_pages_refused_total"][1] == {(("reason", "captcha"),): 1.0}
    assert families["monitor_requests_total"][1] == {(("kind", "page"), ("status", "2xx")): 3.0}
    assert families["monitor_archive_bytes"][1][()] > 0


def test_labels_are_escaped() -> None:
    """A channel may have any name: quotes, backslashes and lines do not break the page."""
    name = 'a "quoted"\\ name\nand a line'
    sample = CounterSample(name="deliveries", labels={"channel": name, "outcome": "sent"}, value=2)
    families = parsed("\n".join(metrics.lines([sample], [])) + "\n")

    assert families["monitor_deliveries_total"][1] == {(("channel", name), ("outcome", "sent")): 2.0}
