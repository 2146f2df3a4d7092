"""Brief articles of two events in one town, which share its name: a roof that fell, and a library's new room."""

from collections.abc import Sequence

Brief = tuple[str, str]
ROOF: Sequence[Brief] = (
    (
        "Mallory Pier Cinema Roof Falls in Storm",
        "The roof of the pier cinema fell in on Friday as a storm hit Mallory. The harbor festival is off.",
    ),
    (
        "Harbor Festival Off After Storm Hits Pier Cinema",
        "The harbor festival of Mallory does not open on Saturday, since a storm damaged the roof of its cinema.",
    ),
    (
        "Festival of the Harbor Will Not Open After Storm",
        "The harbor festival does not open on Saturday, since a storm damaged the roof of its pier cinema in Mallory.",
    ),
    (
        "Mallory Pier Roof Falls, Harbor Festival Called Off",
        "A storm took the roof of the pier cinema on Friday, and the harbor festival of Mallory was called off.",
    ),
)
LIBRARY: Sequence[Brief] = (
    (
        "Library in Mallory Opens Reading Room by Harbor",
        "A reading room with forty seats opens in the library of Mallory on Monday, as the mayor promised in spring.",
    ),
    (
        "Library Room Opened by Mayor of Mallory",
        "The mayor opened the reading room of the library with a view of the harbor and its pier on Monday.",
    ),
)
