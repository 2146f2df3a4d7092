"""A person's own templates: in the place of ours, in a sandbox, and never the loss of a message."""

from pathlib import Path

import pytest
from digest_samples import MAIL, digest, opened_alert

from monitor.digest import markdown, render, specimen, template_trial, templating
from monitor.digest.imprint import Imprint
from monitor.digest.render import Rendering


def forms(folder: Path) -> Rendering:
    """The morning's digest by the templates of a folder."""
    return Rendering(message=digest(), templates=folder)


def test_a_template_of_ones_own_takes_the_place_of_ours(tmp_path: Path) -> None:
    """With the message, its filters and the foot; what the folder lacks is ours."""
    (tmp_path / "digest.html").write_text(
        "<html><head></head><body>{{ digest.name }}: {{ digest | lead }}{{ foot.why }}</body></html>"
    )

    assert forms(tmp_path).fault is None
    assert "<body>morning: What leads: Michael Mann" in forms(tmp_path).html
    alert = Rendering(message=opened_alert(), templates=tmp_path)
    assert alert.html == Rendering(message=opened_alert()).html


@pytest.mark.parametrize(
    ("template", "place", "cause"),
    [
        ("<p>\n{{ digest.headlin }}</p>", "digest.html, line 2", "has no attribute 'headlin'"),
        ("<p>\n\n{% for x in %}", "digest.html, line 3", "Expected an expression"),
        ("{{ ''.__class__.__mro__ }}", "digest.html, line 1", "unsafe"),
        ("{{ digest | nosuch }}", "digest.html, line 1", "No filter named 'nosuch'"),
        ("{{ 1 / 0 }}", "digest.html, line 1", "division by zero"),
        ("{% include 'secrets.toml' %}", "digest.html, line 1", "secrets.toml"),
        ("{% include '../digest.html' %}", "digest.html, line 1", "../digest.html"),
        ("{% for x in range(99999) %}{{ 'a' * 99 }}{% endfor %}", "digest.html", "more than 2,000,000 characters"),
        (
            "{% set r = range(9999) %}\n{% for a in r %}{% for b in r %}{% for c in r %}" + 3 * "{% endfor %}",
            "digest.html, line 2",
            "more than 200,000 turns",
        ),
        (
            "{% macro f(n) %}{% if n %}{{ f(n - 1) }}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(99) }}",
            "digest.html, line 1",
            "more than 200,000 turns",
        ),
        ("{{ ('a' * 999999999) | length }}", "digest.html, line 1", "too large"),
        ("{{ 9 ** 99999999 }}", "digest.html, line 1", "too large"),
        ("{{ 'a' | center(999999999) }}", "digest.html, line 1", "too large"),
        ("{{ 'a' | indent(width=999999999, first=true) }}", "digest.html, line 1", "too large"),
        ("{{ [1] | slice(999999999) | first }}", "digest.html, line 1", "too large"),
        ("{{ '%999999999d' | format(1) }}", "digest.html, line 1", "too large"),
        ("{{ '%0*d' | format(999999999, 1) }}", "digest.html, line 1", "too large"),
        ("{{ '%(a)-999999999s' % {'a': 1} }}", "digest.html, line 1", "too large"),
        ("{{ '%*d' % (999999999, 1) }}", "digest.html, line 1", "too large"),
        ("{{ '{0:>999999999}'.format(1) }}", "digest.html, line 1", "too large"),
        ("{{ '{:{}}'.format(1, 999999999) }}", "digest.html, line 1", "too large"),
        ("{{ 'a'.ljust(999999999) }}", "digest.html, line 1", "too large"),
        ("{{ lipsum(999999999) }}", "digest.html, line 1", "'lipsum' is undefined"),
        ("{{ 'a' * 90001 }}", "digest.html", "90,0"),
        ("{% include 'piecez.html' %}", "digest.html, line 1", "line 1: there is no template piecez.html"),
        ("{{ 1 / 0 }}", "digest.html, line 1", "line 1: division by zero"),
        ("{# to be written #}\n", "digest.html", "it writes nothing"),
    ],
)
def test_a_broken_template_loses_no_digest(tmp_path: Path, template: str, place: str, cause: str) -> None:
    """It goes out by our own page, which says file, line and cause in its foot."""
    (tmp_path / "digest.html").write_text(template)
    made = forms(tmp_path)

    assert made.fault is not None
    assert place in made.fault
    assert cause in made.fault
    assert "Warner Bros. in Talks" in made.html
    assert f"Your own template was not used. {tmp_path}" in made.html
    assert MAIL.render(made)


def test_a_template_that_fails_where_a_digest_is_cut_loses_no_digest(tmp_path: Path) -> None:
    """It makes the whole page, which is too large for a mail, and none of fewer stories."""
    (tmp_path / "digest.html").write_text("{% if digest.more %}{{ nosuch }}{% else %}{{ 'a' * 99999 }}{% endif %}")
    made = forms(tmp_path)

    assert "'nosuch' is undefined" in str(made.fault)
    assert "Warner Bros. in Talks" in made.html


def test_a_page_of_any_kind_that_no_mail_has_room_for_is_a_fault(tmp_path: Path) -> None:
    """Of alerts and notices too; the trial says so before one goes out."""
    for name in ("alert.html", "held.html", "digest.html", "incident.html"):
        (tmp_path / name).write_text("{{ 'a' * 90001 }}")

    assert "alert.html: its page has 90,0" in str(Rendering(message=opened_alert(), templates=tmp_path).fault)
    assert len(template_trial.faults(tmp_path)) == 4


def test_a_page_is_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks for the page, the stories of it or the fault, of however many recipients."""
    pages: list[str] = []
    original = render.page
    monkeypatch.setattr(render, "page", lambda *args, **named: pages.append("") or original(*args, **named))
    made = forms(tmp_path)

    assert (made.fault, len(made.html) > 1_000, len(made.text_of_html) > 1_000) == (None, True, True)
    assert len(MAIL.render(made)) == 1
    assert len(pages) == 1
    assert (Rendering(message=digest()).fault, len(pages)) == (None, 1)  # none, where no channel wants one


def test_text_is_escaped_in_ones_own_templates_too(tmp_path: Path) -> None:
    """Markup of the news is text there."""
    (tmp_path / "digest.html").write_text("{{ '<b>' }}{{ digest.name }}")

    assert "<b>" not in forms(tmp_path).html


class TestTrial:
    """What `monitor template test` and `monitor check` ask."""

    def test_our_own_have_no_fault(self, tmp_path: Path) -> None:
        """Copied as they are, they make all pages, and the same ones."""
        for name in templating.names():
            (tmp_path / name).write_text((templating.BUILT_IN / name).read_text())

        assert template_trial.faults(tmp_path) == []
        assert template_trial.pages(tmp_path) == template_trial.pages(None)

    def test_every_part_is_tried(self, tmp_path: Path) -> None:
        """A fault in a part that few messages have is found: the made-up ones have all."""
        for message in specimen.messages().values():
            assert message.id.startswith("specimen")
        page = (templating.BUILT_IN / "digest.html").read_text()
        parts = [line for line in page.splitlines() if line.startswith("{% if ")]
        parts = [line for line in parts if "more" not in line]  # of more than twenty
        assert len(parts) > 10
        for line in parts:
            (tmp_path / "digest.html").write_text(page.replace(line, f"{line}{{{{ digest.nosuch }}}}", 1))
            assert template_trial.faults(tmp_path), line

    def test_a_name_that_no_template_has_is_a_fault(self, tmp_path: Path) -> None:
        """It would never be used."""
        (tmp_path / "digests.html").write_text("x")

        assert [fault.partition(": ")[2] for fault in template_trial.faults(tmp_path)] == [
            f"no template has this name; there are: {', '.join(templating.names())}"
        ]
        assert template_trial.faults(tmp_path / "no")[0].endswith("there is no such folder")


def test_markdown_has_the_news_and_no_marks_of_it() -> None:
    """Headlines are links, what was found is bold, and what stands in the news is text."""
    text = markdown.text(digest(), Imprint(contact="desk@example.org"))

    assert (
        "### [Michael Mann says the “Heat 2” script is close to done](<https://www.joblo.example/2026/11/1/>)" in text
    )
    assert "the script for **Heat 2** is" in text
    assert "[Stop this digest](mailto:desk@example.org" in text
    assert markdown.plain("1. *a* [b](c) <d>") == r"1\. \*a\* \[b\](c) \<d\>"
    assert markdown.plain("# x") == r"\# x"
