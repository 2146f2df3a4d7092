"""On which line each key stands."""

import tomllib
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from monitor.config import config_reference, toml_lines

TEXT = '''# a comment
follow = ["a", # another ]
  "b"]
crawl.delay = 1

[[outlet]]
id = "x"
sources = [
  { kind = "feed", url = "u" },
  { kind = "feed",
    url = "v}]" }, ]
[[outlet.rules]]
body = """
[[not a table]]
key = 1
"""
drop = ['''
TEXT += "'''\nx = 1\n''', 'b']\n[[outlet]]\nid = 'y'\n[outlet.\"a.b\"]\nz = 1979-05-27 07:32:00\n"


def test_tables_keys_and_items() -> None:
    """Comments, strings of every kind, inline tables and dotted keys lead nobody astray."""
    found = toml_lines.lines_of(TEXT)
    lines = TEXT.splitlines()

    assert lines[found["follow", 1] - 1] == '  "b"]'
    assert lines[found["crawl", "delay"] - 1] == "crawl.delay = 1"
    assert lines[found["outlet", 0, "sources", 1, "url"] - 1] == '    url = "v}]" }, ]'
    assert lines[found["outlet", 0, "rules", 0] - 1] == "[[outlet.rules]]"
    assert lines[found["outlet", 1, "id"] - 1] == "id = 'y'"
    assert lines[found["outlet", 1, "a.b", "z"] - 1] == "z = 1979-05-27 07:32:00"
    assert ("key",) not in found
    assert ("x",) not in found


def test_the_innermost_table_stands_in_for_a_missing_key() -> None:
    """A key that is not written is reported at its table; a table that is not, at the top."""
    found = toml_lines.lines_of("[[watch]]\nname = 'a'\n")

    assert toml_lines.nearest(found, ("watch", 0, "query")) == 1
    assert toml_lines.nearest(found, ("digest", 0)) == 1


VALUES = st.recursive(
    st.booleans() | st.integers(-5, 5) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("abc-", min_size=1, max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.text("abcdef_", min_size=1, max_size=4), VALUES, max_size=5))
def test_every_key_of_a_file_has_its_place(table: dict[str, Any]) -> None:
    """Whatever TOML is written, each key is found at the line on which it stands."""
    lines = [f"{key} = {config_reference.literal(value)}" for key, value in table.items()]
    text = "\n".join(lines)
    found = toml_lines.lines_of(text)

    assert tomllib.loads(text) == table
    for number, key in enumerate(table, 1):
        start = sum(line.count("\n") + 1 for line in lines[: number - 1]) + 1
        assert found[key,] == start


@example("a=[}")
@given(st.text(alphabet="[]{}=\"'\n#,.a1 \\"))
def test_no_text_hangs_or_raises(text: str) -> None:
    """The finder of places is only asked about good TOML, and survives any other."""
    toml_lines.lines_of(text)
