"""Persons in the configuration: what they mean, and what is wrong with them."""

from collections.abc import Callable
from datetime import time
from pathlib import Path

import pytest

from monitor import config
from monitor.config import Config
from monitor.errors import ConfigError
from monitor.person import PersonAlert, Quiet

BASE = """
timezone = "Europe/London"
[[watch]]
name = "Heat 2"
query = '"Heat 2"'
tags = ["film", "crime"]
[[watch]]
name = "Scream 7"
query = '"Scream 7"'
tags = "film"
[[watch]]
name = "Strike"
query = "strike NEAR/5 crew"
TO
[[channel]]
name = "mail"
kind = "file"
path = "a"
[[channel]]
name = "phone"
kind = "file"
path = "b"
[[channel]]
name = "desk"
kind = "file"
path = "c"
"""
ANN = '[[person]]\nname = "Ann"\nchannels = ["mail", "phone"]\n'
MORNING = '[[digest]]\nname = "morning"\nschedule = "0 8 * * *"\n'


@pytest.fixture
def load(tmp_path: Path) -> Callable[..., Config]:
    """The configuration with these tables after the base."""

    def loaded(*parts: str, to: str = "") -> Config:
        path = tmp_path / "monitor.toml"
        path.write_text(BASE.replace("TO", to) + "".join(parts))
        return config.load(path, {})

    return loaded


def test_a_file_without_persons_means_what_it_meant(load: Callable[..., Config]) -> None:
    """Every watch goes to every channel, and so does every digest."""
    loaded = load(MORNING)

    assert [watch.to for watch in loaded.watches] == [("mail", "phone", "desk")] * 3
    assert [(plan.name, plan.to, plan.person) for plan in loaded.digests] == [
        ("morning", ("mail", "phone", "desk"), None)
    ]
    assert loaded.persons == ()


def test_a_person_with_nothing_else(load: Callable[..., Config]) -> None:
    """All watches, in the file's zone, at any hour; their channels take nothing else."""
    loaded = load(ANN)
    (ann,) = loaded.persons

    assert (ann.id, ann.timezone, ann.quiet, ann.max_per_day) == ("ann", "Europe/London", None, None)
    assert ann.watches == {"heat-2", "scream-7", "strike"}
    assert [watch.to for watch in loaded.watches] == [("desk",)] * 3


def test_every_key(load: Callable[..., Config]) -> None:
    """Hours, days, limits and tiers."""
    keys = 'id = "a"\ntimezone = "Asia/Tokyo"\nquiet = "22:00-07:30"\nworking_days = "mon,wed-fri"\nmax_per_day = 3\n'
    (ann,) = load(ANN + keys + 'min_tier = 1\nalert = "first"\n').persons

    assert (ann.id, ann.timezone, ann.quiet) == ("a", "Asia/Tokyo", Quiet(start=time(22), end=time(7, 30)))
    assert (ann.days, ann.max_per_day, ann.min_tier) == (frozenset({0, 2, 3, 4}), 3, 1)
    assert ann.alert is PersonAlert.FIRST


@pytest.mark.parametrize(
    ("selectors", "meant"),
    [
        ('["Heat 2"]', {"heat-2"}),
        ('"scream-7"', {"scream-7"}),
        ('["@film"]', {"heat-2", "scream-7"}),
        ('["@film", "-Heat 2"]', {"scream-7"}),
        ('["*", "-@crime"]', {"scream-7", "strike"}),
    ],
)
def test_watches_by_name_id_or_tag(load: Callable[..., Config], selectors: str, meant: set[str]) -> None:
    """And those that are left out."""
    assert load(ANN + f"watches = {selectors}\n").persons[0].watches == meant


def test_a_watch_that_names_a_channel_of_a_person(load: Callable[..., Config]) -> None:
    """It is theirs too, and goes to that channel alone; the other channels of its `to` are as ever."""
    loaded = load(ANN + 'watches = ["Heat 2"]\n', to='to = ["phone", "desk"]')
    (ann,) = loaded.persons

    assert ann.watches == {"heat-2", "strike"}
    assert [ann.channels_of((one,)) for one in ("heat-2", "strike")] == [("mail", "phone"), ("phone",)]
    assert ann.channels_of(("strike", "heat-2")) == ("mail", "phone")
    assert loaded.watches[2].to == ("desk",)


def test_digests_of_persons(load: Callable[..., Config]) -> None:
    """Each of their watches, in their zone, to their channels; and one for the channels of no person."""
    plans = load(ANN + 'watches = ["@film"]\ntimezone = "Asia/Tokyo"\n', MORNING + 'watches = ["Heat 2", "Strike"]\n')

    assert [(plan.name, plan.person, plan.timezone, plan.to, plan.watches) for plan in plans.digests] == [
        ("morning", None, "Europe/London", ("desk",), ("heat-2", "strike")),
        ("morning for Ann", "ann", "Asia/Tokyo", ("mail", "phone"), ("heat-2",)),
    ]


@pytest.mark.parametrize(
    ("keys", "names"),
    [
        ('to = ["desk"]\n', ["morning"]),
        ('to = ["desk"]\npersons = ["Ann"]\n', ["morning", "morning for Ann"]),
        ('persons = "*"\n', ["morning for Ann"]),
        ("persons = []\n", []),
    ],
)
def test_who_gets_a_digest(load: Callable[..., Config], keys: str, names: list[str]) -> None:
    """By channels, by persons, or both."""
    assert [plan.name for plan in load(ANN, MORNING + keys).digests] == names


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ('watches = ["Heat2"]\n', 'no watch is named "Heat2". Did you mean "Heat 2"?'),
        ('watches = ["@flim"]\n', 'no watch has the tag "flim". Did you mean "@film"?'),
        ('watches = ["*", "-@flim"]\n', 'Did you mean "@film"?'),
        ('quiet = "22:00-22:00"\n', "begins when it ends"),
        ('quiet = "22-7"\n', 'two times of day, such as "22:00-07:00"'),
        ('quiet = "25:00-07:00"\n', 'two times of day, such as "22:00-07:00"'),
        ('working_days = "mon-fry"\n', 'days such as "mon-fri"'),
        ('working_days = "*"\n', 'days such as "mon-fri"'),
        ("max_per_day = 0\n", "person.max_per_day"),
        ("min_tier = 4\n", "person.min_tier"),
        ('timezone = "Berlin"\n', "Europe/Berlin"),
        ('zone = "Europe/Berlin"\n', 'Did you mean "timezone"?'),
        ('[[person]]\nname = "Ann"\nchannels = "desk"\n', "is defined already"),
        ('[[person]]\nname = "ann!"\nchannels = "desk"\n', 'have the same id "ann"'),
        ('[[person]]\nname = "Ben"\nchannels = "males"\n', 'no channel is named "males". Did you mean "mail"?'),
        ('[[person]]\nname = "Ben"\nchannels = []\n', "person.channels"),
        (MORNING + 'persons = ["Anne"]\n', 'no person is named "Anne". Did you mean "Ann"?'),
    ],
)
def test_what_is_wrong(load: Callable[..., Config], keys: str, said: str) -> None:
    """Each mistake is named at its place, with what was probably meant."""
    with pytest.raises(ConfigError) as wrong:
        load(ANN + keys)

    assert said in str(wrong.value)


def test_a_channel_of_two_persons(load: Callable[..., Config]) -> None:
    """It is no mistake, and warned of."""
    loaded = load(ANN, '[[person]]\nname = "Ben"\nchannels = "phone"\n')

    assert any('"phone" is a channel of "Ann", too' in one for one in loaded.warnings)


@pytest.mark.parametrize(
    ("channels", "names"),
    [('["mail", "phone"]', []), ('["mail", "phone", "desk"]', ["Scream 7", "Strike"])],
    ids=["one channel is left", "none is left"],
)
def test_a_watch_that_notifies_no_one(load: Callable[..., Config], channels: str, names: list[str]) -> None:
    """It is no person's, and each channel is: it is warned of."""
    loaded = load(f'[[person]]\nname = "Ann"\nchannels = {channels}\nwatches = ["Heat 2"]\n')
    said = [one for one in loaded.warnings if "notifies no one" in one]

    assert [one.split('"')[1] for one in said] == names


def test_a_person_without_a_watch(load: Callable[..., Config]) -> None:
    """Who only leaves out has nothing to leave out of: that is warned of, with what means all others."""
    alone, others = (load(ANN + f"watches = {chosen}\n") for chosen in ('["-Heat 2"]', '["*", "-Heat 2"]'))

    assert any('"Ann" is notified of nothing' in one and '"*" before' in one for one in alone.warnings)
    assert not any("notified of nothing" in one for one in others.warnings)
