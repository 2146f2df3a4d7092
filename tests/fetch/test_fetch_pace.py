import asyncio
import itertools

import pytest

from monitor.fetch.pace import LONGEST_WAIT, HostHeldError, Pace, StoppingError


async def test_turns_of_one_host_follow_each_other_with_a_pause():
    """A second request begins after the first has ended and the delay has passed."""
    times = []

    pace = Pace()
    loop = asyncio.get_running_loop()

    async def request():
        async with pace.turn("a", 0.05):
            times.append(("begin", loop.time()))
            await asyncio.sleep(0.01)
            times.append(("end", loop.time()))

    await asyncio.gather(request(), request(), request())
    kinds = [kind for kind, _ in times]
    begins = [at for kind, at in times if kind == "begin"]
    assert kinds == ["begin", "end"] * 3
    assert all(later - earlier >= 0.049 for earlier, later in itertools.pairwise(begins))


async def test_a_wish_that_is_known_late_holds_for_the_next_request():
    """What a host asks for between two requests in its robots.txt holds from the request for that on."""
    pace, begins = Pace(), []
    loop = asyncio.get_running_loop()

    async with pace.turn("a", 0):
        begins.append(loop.time())
    pace.space("a", 0.1)
    pace.space("a", 0.0)
    async with pace.turn("a", 0):
        begins.append(loop.time())

    assert begins[1] - begins[0] >= 0.099


def test_a_host_that_was_not_asked_is_not_waited_for():
    """A wish changes nothing where no request came before."""
    pace = Pace()
    pace.space("a", 10_000)

    async def work():
        async with asyncio.timeout(60), pace.turn("a", 0):
            return True

    assert asyncio.run(work())


def test_hosts_do_not_wait_for_each_other():
    """A turn of one host begins while another host's is under way."""

    async def work():
        pace = Pace()
        async with pace.turn("a", 10), pace.turn("b", 10):
            return True

    assert asyncio.run(work())


def test_a_held_host_is_refused_when_the_wait_is_too_long():
    """A hold longer than a crawl waits ends the turn with an error that says how long."""

    async def work():
        pace = Pace()
        pace.hold("a", LONGEST_WAIT + 5)
        async with pace.turn("a", 0):
            pass

    with pytest.raises(HostHeldError, match="back off"):
        asyncio.run(work())


def test_a_short_hold_is_waited_out():
    """A short hold only delays the turn."""

    async def work():
        pace = Pace()
        pace.hold("a", 0.05)
        started = asyncio.get_running_loop().time()
        async with pace.turn("a", 0):
            return asyncio.get_running_loop().time() - started

    assert asyncio.run(work()) >= 0.049


def test_the_longest_hold_counts():
    """A second, shorter hold does not shorten the first."""
    pace = Pace(clock=lambda: 100.0)

    pace.hold("a", 20)
    pace.hold("a", 5)

    assert pace.held("a") == 20
    assert pace.held("b") == 0


def test_stopping_ends_those_that_wait():
    """Who waits for a turn when the crawl is stopped is reported so at once."""

    async def work():
        pace = Pace()
        pace.hold("a", 20)

        async def request():
            async with pace.turn("a", 0):
                return "sent"

        waiting = asyncio.ensure_future(request())
        await asyncio.sleep(0.01)
        pace.stop()
        await asyncio.wait_for(waiting, 1)

    with pytest.raises(StoppingError):
        asyncio.run(work())


def test_a_host_that_asks_for_less_is_left_alone_ever_longer():
    """Twice as long with each such answer, up to an hour; another answer begins anew."""
    now = 0.0
    pace = Pace(lambda: now)

    assert [pace.refused("a") for _ in range(8)] == [60, 120, 240, 480, 960, 1920, 3600, 3600]
    assert (pace.held("a"), pace.held("b")) == (3600, 0)

    pace.accepted("a")

    assert pace.refused("a") == 60


async def test_hosts_to_whom_nothing_is_owed_are_forgotten():
    """Links lead to ever more hosts, for months; those that are held, or are being asked, are remembered."""
    seconds = 0.0
    pace = Pace(clock=lambda: seconds)
    pace.hold("held", 1e6)
    pace.refused("refusing")
    async with pace.turn("asked", 0.0):
        for number in range(5_000):
            seconds += 0.5
            async with pace.turn(f"host-{number}", 0.1):
                pass
        assert {"held", "refusing", "asked"} <= set(pace._turns)

    assert len(pace._turns) <= 1_003
    assert pace.held("held") > 0
