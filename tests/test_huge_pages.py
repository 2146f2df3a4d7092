"""Huge pages: which mappings they are asked for, and that the system was asked."""

import ctypes
import mmap
from pathlib import Path

import pytest

from monitor import huge_pages

HUGE = 2 << 20
MIB = 1 << 20


def said(perms: str, name: str, mib: float, used: float, start: int = 8 * HUGE) -> list[str]:
    """A mapping as `smaps` shows it."""
    inode = "1234 " if name.startswith("/") else "0 "
    first = f"{start:x}-{start + int(mib * MIB):x} {perms} 00000000 00:00 {inode}"
    return [f"{first}{name}\n", f"Size: {mib * 1024:.0f} kB\n", f"Rss:   {used * 1024:.0f} kB\n", "VmFlags: rd wr\n"]


@pytest.mark.parametrize(
    ("lines", "pages"),
    [
        pytest.param(said("rw-p", "", 4, 4), (8, 10), id="full"),
        pytest.param(said("rw-p", "[heap]", 4, 4), (8, 10), id="the heap"),
        pytest.param(said("rw-p", "", 4, 3.9, 8 * HUGE + MIB), (9, 10), id="the whole pages within"),
        pytest.param(said("rw-p", "", 8, 0.1), None, id="a thread's stack, of which little is in use"),
        pytest.param(said("rw-p", "[stack]", 8, 8), None, id="the stack"),
        pytest.param(said("rw-p", "", 3, 3, 8 * HUGE + MIB // 2), None, id="no whole page"),
        pytest.param(said("r--p", "", 4, 4), None, id="not written"),
        pytest.param(said("rw-p", "/usr/lib/libc.so", 4, 4), None, id="a file"),
        pytest.param(said("r-xp", "/bin/python", 4, 4) + said("rw-p", "", 4, 4, 0), (0, 2), id="the second of two"),
    ],
)
def test_what_is_full_is_made_huge(lines: list[str], pages: tuple[int, int] | None) -> None:
    """Memory of the process's own that is in use; anything else would take more of it than before."""
    expected = [] if pages is None else [(pages[0] * HUGE, pages[1] * HUGE)]

    assert [*huge_pages.full(lines, HUGE)] == expected


@pytest.mark.skipif(not huge_pages.SYSTEM.exists(), reason="the system has no huge pages")
def test_the_system_is_asked() -> None:
    """The mapping has the flag of that advice afterwards, and what it holds is unchanged."""
    with mmap.mmap(-1, 3 * HUGE, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS) as held:
        held.write(b"x" * 3 * HUGE)
        address = ctypes.addressof(ctypes.c_char.from_buffer(held))
        start = -(-address // HUGE) * HUGE
        assert "hg" not in _flags(start)

        huge_pages.ask([(start, start + HUGE)])

        assert "hg" in _flags(start)
        assert held[:] == b"x" * 3 * HUGE


@pytest.mark.parametrize("setting", [None, "always madvise [never]\n"])
def test_where_the_system_wants_none_nothing_happens(tmp_path: Path, setting: str | None) -> None:
    """On a system without them, and on one whose setting forbids them."""
    if setting is not None:
        (tmp_path / "enabled").write_text(setting)
        (tmp_path / "hpage_pmd_size").write_text(f"{HUGE}\n")
    mapped = tmp_path / "smaps"
    mapped.write_text("".join(said("rw-p", "", 4, 4)))

    assert huge_pages.take(tmp_path, mapped) == 0


def test_names_of_files_may_be_any_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A library in a folder whose name is not UTF-8, or has a return within it, keeps nothing from being read."""
    asked: list[tuple[int, int]] = []
    monkeypatch.setattr(huge_pages, "ask", asked.extend)
    (tmp_path / "enabled").write_text("always [madvise] never\n")
    (tmp_path / "hpage_pmd_size").write_text(f"{HUGE}\n")
    mapped = tmp_path / "smaps"
    file = "".join(said("r-xp", "/home/NAME/lib.so", 4, 4)).encode().replace(b"NAME", b"M\xfcller\rA")
    mapped.write_bytes(file + "".join(said("rw-p", "", 4, 4)).encode())

    assert huge_pages.take(tmp_path, mapped) == 2 * HUGE
    assert asked == [(8 * HUGE, 10 * HUGE)]


def _flags(address: int) -> list[str]:
    """Those of the mapping that an address lies in."""
    lines = iter(huge_pages.MAPPED.read_text().splitlines())
    for line in lines:
        first, dash, end = line.partition(" ")[0].partition("-")
        if dash and int(first, 16) <= address < int(end, 16):
            return next(flags.split()[1:] for flags in lines if flags.startswith("VmFlags:"))
    return []
