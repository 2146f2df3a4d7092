"""The two forms of the inverted index, plain and compiled, for the tests that hold for both."""

from typing import NamedTuple

import pytest

from monitor.dedupe import inverted_index, lexicon, postings


class Form(NamedTuple):
    """What one of them is made of."""

    postings: type[postings.Postings]
    lexicon: type[lexicon.Lexicon]

    def use(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Have the windows that are made from now on be of this form."""
        monkeypatch.setattr("monitor.dedupe.story_index.Postings", self.postings)
        monkeypatch.setattr("monitor.dedupe.story_index.Lexicon", self.lexicon)


PLAIN = Form(postings.Postings, lexicon.Lexicon)
USED = Form(inverted_index.Postings, inverted_index.Lexicon)  # the compiled one, where that is there
FORMS = {"plain": PLAIN} | ({"compiled": USED} if USED != PLAIN else {})
both_forms = pytest.mark.parametrize("form", [pytest.param(form, id=name) for name, form in FORMS.items()])
