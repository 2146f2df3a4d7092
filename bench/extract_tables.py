"""The tables of `extract.py`: quality by part, set and language, with intervals; then speed."""

from collections import defaultdict

from extract_pages import Row
from extract_scores import MEASURES, by_page, interval, mean, tags

Values = dict[tuple[str, str], tuple[list[Row], list[float]]]
FEW = 20  # pages: a set or a language with fewer has no line


def quality(labelled: list[Row], found: dict[str, dict[str, Row]]) -> None:
    """Each measure on each part; sound truths alone; the body by set, language and kind, all readers side by side."""
    every = {name: _values(labelled, one, sound=False) for name, one in found.items()}
    sound = {name: _values(labelled, one, sound=True) for name, one in found.items()}
    for part in ("wide", "open"):
        for title, values in ((f"{part}, all labels", every), (f"{part}, sound labels", sound)):
            if any(values[name].get((measure, part)) for name in values for measure in MEASURES):
                _measures(title, part, values)
    for measure in ("f1", "title", "any author", "any name", "date"):
        _by_tag(measure, every)


def _values(labelled: list[Row], found: dict[str, Row], *, sound: bool) -> Values:
    values: Values = defaultdict(lambda: ([], []))
    for row, measure, value in by_page(labelled, found, sound=sound):
        for tag in tags(row):
            values[measure, tag][0].append(row)
            values[measure, tag][1].append(value)
    return dict(values)


def _measures(title: str, part: str, values: dict[str, Values]) -> None:
    print(f"\n{title:24}" + "".join(f"{measure:>20}" for measure in MEASURES))
    for name, own in values.items():
        print(f"{name:24}" + "".join(f"{_cell(own.get((measure, part))):>20}" for measure in MEASURES))


def _cell(values: tuple[list[Row], list[float]] | None) -> str:
    if not values:
        return "-"
    low, high = interval(*values)
    return f"{mean(values[1]):.3f} [{low:.3f} {high:.3f}]"


def _by_tag(measure: str, values: dict[str, Values]) -> None:
    """One line a set, a language, and entertainment of each part; the interval is that of ours less the last reader."""
    first, last = next(iter(values)), list(values)[-1]
    kinds = sorted(tag for name, tag in values[first] if name == measure)
    print(f"\n{measure:28}{'pages':>7}" + "".join(f"{name:>20}" for name in values) + f"    less {last}")
    for tag in kinds:
        rows, own = values[first][measure, tag]
        if len(own) < FEW and tag not in ("all", "open", "wide"):
            continue
        means = "".join(f"{mean(values[name][measure, tag][1]):20.3f}" for name in values)
        before_last = list(values)[-2] if len(values) > 1 else first
        pairs = zip(values[before_last][measure, tag][1], values[last][measure, tag][1], strict=True)
        gains = [one - other for one, other in pairs]
        low, high = interval(rows, gains)
        print(f"{tag:28}{len(own):7}{means}    {mean(gains):+.3f} [{low:+.3f} {high:+.3f}]")


def speed(bills: dict[str, Row]) -> None:
    """One line a reader: its bill."""
    base = bills.get("trafilatura")
    print(f"\n{'':24}{'pages/CPU-s':>14}{'x trafilatura':>15}{'peak MiB':>10}{'no text':>9}")
    for name, bill in bills.items():
        rate = bill["pages"] / bill["seconds"]
        ratio = f"{rate / (base['pages'] / base['seconds']):.2f}" if base else "-"
        print(f"{name:24}{rate:14.1f}{ratio:>15}{bill['peak_mib']:10.0f}{bill['failures']:9.3f}")


def gate(rates: dict[str, dict[str, float]]) -> None:
    """One line a rate of the gate, one column a reader: without and with what a listing calls the page."""
    first = next(iter(rates.values()))
    print(f"\n{'':24}" + "".join(f"{name:>20}" for name in rates))
    for rate in first:
        print(f"{rate.replace('_', ' '):24}" + "".join(f"{own[rate]:20.3f}" for own in rates.values()))
