"""A calendar is read as a source is: guarded, conditional, within limits; what goes wrong tells no secret."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from website import Site, answer

from monitor import calendar_process, calendar_reader
from monitor.dated_events import MOST_BYTES, CalendarAsked, calendar_name, shown_name

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
EVENT = "BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Embargo\r\nDTSTART:20261201T120000Z\r\nEND:VEVENT"
TEXT = f"BEGIN:VCALENDAR\r\n{EVENT}\r\nEND:VCALENDAR"
HERE = ("127.0.0.0/8",)
SECRET = "private-4711"


def asked(address: str, **fields: object) -> CalendarAsked:
    """What the daemon asks."""
    plain = CalendarAsked(name=calendar_name(address), address=address, allow=HERE, user_agent="Test/1")
    return replace(plain, **fields)


async def test_an_address_is_asked_conditionally_and_its_redirects_are_followed() -> None:
    """A moved one is found; what did not change has no events, by its tag and by its words."""
    with Site() as site:
        tag = 'ETag: "1"'
        site.answers = {
            f"/{SECRET}": answer("", "Location: /new.ics", status="301 Moved"),
            "/new.ics": lambda one: answer("", tag, status="304 Not Modified") if "if-none-match" in one.headers
            else answer(TEXT, tag, kind="text/calendar"),
            "/same.ics": answer(TEXT),
        }  # fmt: skip
        first = await calendar_reader.read(asked(f"{site.base}/{SECRET}"), NOW)
        again = await calendar_reader.read(asked(f"{site.base}/{SECRET}", validators=first.validators), NOW)
        same = await calendar_reader.read(asked(f"{site.base}/same.ics", validators=first.validators), NOW)

    assert [one.lifts_at for one in first.events or ()] == [datetime(2026, 12, 1, 12, tzinfo=UTC)]
    assert (first.error, first.validators.etag) == (None, '"1"')
    assert [(one.events, one.error) for one in (again, same)] == [(None, None)] * 2
    assert site.asked[0].headers["user-agent"] == "Test/1"
    assert SECRET not in first.name
    assert shown_name(first.name) == "127.0.0.1"


async def test_what_goes_wrong_is_said_without_the_address() -> None:
    """A private address, a host that is none, an error, a loop, a page, too much: each costs this reading alone."""
    with Site() as site:
        site.answers = {
            "/loop": answer("", "Location: /loop", status="302 Found"),
            "/busy": answer("", "Retry-After: 3600", status="429 Too Many"),
            "/page": answer("<!doctype html><p>Log in"),
            "/inside": answer("", "Location: http://169.254.169.254/latest", status="302 Found"),
            "/large": answer("x" * (MOST_BYTES + 1)),
            "/file": answer("", f"Location: file:///{SECRET}", status="302 Found"),
            "/port": answer("", f"Location: http://x.example:{SECRET}/", status="302 Found"),
            "/header": answer("", f"Location: http://x\0.example/{SECRET}", status="302 Found"),
            "/on": answer("", f"Location: webcal://on.invalid/{SECRET}", status="302 Found"),
        }
        said = {
            path: await calendar_reader.read(asked(f"{site.base}/{path}?key={SECRET}".replace("?", "#")), NOW)
            for path in ("loop", "busy", "page", "inside", "large", "none", "file", "port", "header", "on")
        }
        inside = await calendar_reader.read(asked(f"{site.base}/page", allow=()), NOW)
    unknown = await calendar_reader.read(asked(f"https://{SECRET}@nowhere.invalid/{SECRET}"), NOW)
    errors = {path: one.error or "" for path, one in said.items()}

    assert "leads on more than 5 times" in errors["loop"]
    assert errors["busy"] == "its host answered 429"
    assert said["busy"].held_until == NOW + timedelta(hours=1)
    assert "a web page came in its place" in errors["page"]
    assert errors["none"] == "its host answered 404"
    assert "169.254" in errors["inside"] or "private" in errors["inside"]
    assert "more than" in errors["large"]
    assert errors["file"] == "it leads to what is no address of the web"
    assert errors["on"] == "on.invalid could not be resolved"
    assert "loopback" in (inside.error or "")
    assert "resolved" in (unknown.error or "")
    assert SECRET not in str([*errors.values(), inside.error, unknown.error])


async def test_a_file_is_read_in_a_process_of_its_own_once_for_each_change(tmp_path, monkeypatch) -> None:
    """What did not change starts no process; a rule that never comes true is cut off; a file that goes says so."""
    path = tmp_path / "heat.ics"
    path.write_text(TEXT, encoding="utf-8")
    first = await calendar_process.read(asked(str(path)))
    monkeypatch.setattr(calendar_process.sys, "executable", "/nowhere")
    again = await calendar_process.read(asked(str(path), validators=first.validators))
    none = await calendar_process.read(asked(str(path)))
    monkeypatch.undo()
    path.write_text(TEXT.replace("SUMMARY", "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30\r\nSUMMARY"), encoding="utf-8")
    monkeypatch.setattr(calendar_process, "WITHIN", 1.5)
    endless = await calendar_process.read(asked(str(path), validators=first.validators))
    path.unlink()
    gone = await calendar_reader.read(asked(str(path)), NOW)

    assert [one.title for one in first.events or ()] == ["Embargo"]
    assert (again.events, again.error) == (None, None)
    assert (none.events, none.error) == (None, "No such file or directory")
    assert "too long" in (endless.error or "")
    assert gone.error == "there is no such file"
    assert msgspec.json.decode(msgspec.json.encode(first), type=type(first)) == first


@pytest.mark.parametrize("name", ["/srv/heat.ics", "https://calendar.example/ical/private-4711/basic.ics"])
def test_a_name_tells_no_secret(name: str) -> None:
    """A path is its own name; of an address the host."""
    assert shown_name(calendar_name(name)) in {"heat.ics", "calendar.example"}
    assert SECRET not in calendar_name(name)
