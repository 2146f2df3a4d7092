"""Counters and gauges in the text format of Prometheus, version 0.0.4."""

from collections.abc import Iterable, Iterator, Mapping

from monitor.store.counters import COUNTERS, GAUGES, CounterSample

_ESCAPES = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n"})


def lines(counted: Iterable[CounterSample], measured: Iterable[CounterSample]) -> Iterator[str]:
    """The page, line by line: each name once, with what it is, then its samples."""
    yield from _families(COUNTERS, counted, kind="counter", suffix="_total")
    yield from _families(GAUGES, measured, kind="gauge", suffix="")


def _families(known: Mapping[str, str], samples: Iterable[CounterSample], *, kind: str, suffix: str) -> Iterator[str]:
    all_samples = list(samples)
    for name, text in known.items():
        full = f"monitor_{name}{suffix}"
        yield f"# HELP {full} {text}"
        yield f"# TYPE {full} {kind}"
        yield from (f"{full}{_labels(each)} {each.value}" for each in all_samples if each.name == name)


def _labels(sample: CounterSample) -> str:
    pairs = ",".join(f'{name}="{str(value).translate(_ESCAPES)}"' for name, value in sample.labels.items())
    return f"{{{pairs}}}" if pairs else ""
