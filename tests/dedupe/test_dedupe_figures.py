"""Every figure of the grouping over one stream; bench/stories.py says whether a change of one is for the better."""

from pathlib import Path

from dedupe_stream import lines

FIGURES = Path(__file__).parents[1] / "cases" / "dedupe" / "figures.txt"


def test_figures_are_as_before() -> None:
    """Places, odds, reasons and strengths are those that the weights gave when the benchmark was last read."""
    wanted = FIGURES.read_text(encoding="utf-8").splitlines()

    assert len(wanted) > 150
    assert list(lines()) == wanted
