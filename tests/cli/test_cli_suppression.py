"""Why an alert was not sent, in words."""

import pytest

from monitor.story import Suppressed, Suppression
from monitor.views import suppression

FACTS = {
    Suppression.NOT_LIVE: {"origin": "seed"},
    Suppression.UPDATES: {"updates": "3"},
    Suppression.SAME_OUTLET: {"outlet": "JoBlo"},
    Suppression.KNOWN: {"outlets": "2"},
    Suppression.NO_NEWS: {"changes": "body, date"},
    Suppression.HEADLINE_EARLY: {"until": "2026-11-23T12:10:00+00:00", "last": "2026-11-23T12:00:00+00:00"},
    Suppression.HEADLINE_LATE: {"first": "2026-11-23T12:00:00+00:00"},
    Suppression.OLD: {"published": "2024-11-23T12:00:00+00:00"},
    Suppression.FLOOD: {"outlet": "JoBlo", "flood": "50"},
}


@pytest.mark.parametrize("reason", Suppression)
def test_every_reason_has_a_sentence_of_its_own(reason: Suppression) -> None:
    """It says the facts, and does without them where an older archive has none."""
    others = {suppression.sentence(Suppressed(reason=other)) for other in Suppression if other is not reason}
    said = suppression.sentence(Suppressed(reason=reason, facts=FACTS.get(reason, {})))
    bare = suppression.sentence(Suppressed(reason=reason))

    assert bare not in others
    assert "  " not in bare
    assert "48 hours" in suppression.sentence(Suppressed(reason=Suppression.OLD, facts={"max_age": "172800"}))
    assert all(value[:10] in said for value in FACTS.get(reason, {}).values())
