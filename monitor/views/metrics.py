"""Counters and gauges in the text format of Prometheus, version 0.0.4, by its conventions for names.

Names begin with `monitor_` and end with what they count or its base unit (`_bytes`, `_seconds`), counters in `_total`.
Labels are of lists that somebody wrote: outlets, channels, kinds. No label holds an address, a title or a number.
"""

from collections.abc import Iterable, Iterator, Mapping

from monitor import __version__
from monitor.store import counters
from monitor.store.archive import Archive
from monitor.store.counters import COUNTERS, GAUGES, CounterSample

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_IN_VALUE = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n"})
_IN_HELP = str.maketrans({"\\": r"\\", "\n": r"\n"})
_BUILD = CounterSample(name="build_info", labels={"version": __version__}, value=1)


def page(archive: Archive) -> str:
    """All of them, as they are now."""
    return "".join(f"{line}\n" for line in lines(counters.counted(archive), counters.measured(archive)))


def lines(counted: Iterable[CounterSample], measured: Iterable[CounterSample]) -> Iterator[str]:
    """The page, line by line: each name once, with what it is, then its samples."""
    yield from _families(COUNTERS, counted, kind="counter", suffix="_total")
    yield from _families(GAUGES, measured, kind="gauge", suffix="")
    yield from _families({"build_info": "The version that answers; always 1."}, [_BUILD], kind="gauge", suffix="")


def _families(known: Mapping[str, str], samples: Iterable[CounterSample], *, kind: str, suffix: str) -> Iterator[str]:
    all_samples = list(samples)
    for name, text in known.items():
        full = f"monitor_{name}{suffix}"
        yield f"# HELP {full} {text.translate(_IN_HELP)}"
        yield f"# TYPE {full} {kind}"
        yield from (f"{full}{_labels(each)} {each.value}" for each in all_samples if each.name == name)


def _labels(sample: CounterSample) -> str:
    pairs = ",".join(f'{name}="{str(value).translate(_IN_VALUE)}"' for name, value in sample.labels.items())
    return f"{{{pairs}}}" if pairs else ""
