"""The look of mails, as far as it can be reckoned: contrast in light and in dark."""

import re
from pathlib import Path

import pytest

import monitor.digest

TEMPLATES = Path(monitor.digest.__file__).parent / "templates"
LEGIBLE = 4.5  # the contrast that WCAG AA asks for
CARDS = {"light": "#ffffff", "dark": "#1a1d21"}


def rules(css: str) -> dict[str, dict[str, str]]:
    """Each class with its colours."""
    found: dict[str, dict[str, str]] = {}
    for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", css):
        colours = dict(re.findall(r"(?<![-\w])(color|background):\s*(#[0-9a-f]{6})", body))
        for selector in selectors.split(","):
            found[selector.strip()] = found.get(selector.strip(), {}) | colours
    return found


def contrast(one: str, other: str) -> float:
    """The contrast of two colours by WCAG 2."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """How bright a colour is."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_text_is_legible(theme: str) -> None:
    """Each class's text stands out from its own ground, or the card's, by 4.5 to 1, in light and in dark."""
    styles = rules((TEMPLATES / "style.css").read_text())
    dark = (TEMPLATES / "adapt.css").read_text().split("@media (prefers-color-scheme: dark) {")[1]
    if theme == "dark":
        changed = rules(dark)
        assert {name for name, style in styles.items() if style} <= set(changed)
        styles = {name: style | changed.get(name, {}) for name, style in styles.items()}
    poor = {
        name: round(contrast(style["color"], style.get("background", CARDS[theme])), 2)
        for name, style in styles.items()
        if "color" in style and contrast(style["color"], style.get("background", CARDS[theme])) < LEGIBLE
    }

    assert poor == {}
