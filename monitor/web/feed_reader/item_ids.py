"""The numbers of items, in the three ways in which feed readers write them.

    tag:google.com,2005:reader/item/0010000000003039      long
    0010000000003039                                      its number alone, in hexadecimal, with or without the zeros
    4503599627382841                                      short, in decimal

An item is a hit. Its number is that of the hit plus 2^52: so each is 16 digits long in decimal, not beginning with a
nought, and 14 in hexadecimal, or 16 that begin with a nought. None of the three can be taken for another, and a program
that reads them as floating-point numbers keeps each digit.
"""

import re

_BASE = 1 << 52
_LONG = "tag:google.com,2005:reader/item/"
_SHORT = re.compile(r"[1-9][0-9]{15}")
_HEXADECIMAL = re.compile(r"[0-9a-fA-F]{1,16}")


def long(hit: int) -> str:
    """The long form, as contents have it."""
    return f"{_LONG}{_BASE + hit:016x}"


def short(hit: int) -> str:
    """The short form, as lists of ids have it."""
    return str(_BASE + hit)


def hit_of(given: str) -> int | None:
    """The hit that is meant, in whichever form; None: it is the id of no item."""
    digits = given.removeprefix(_LONG)
    if _SHORT.fullmatch(given):
        number = int(given)
    elif _HEXADECIMAL.fullmatch(digits):
        number = int(digits, 16)
    else:
        return None
    return number - _BASE if _BASE < number < 2 * _BASE else None
