"""`monitor template` and `monitor digest preview --template`: pages of one's own, tried before they are needed."""

from pathlib import Path

from cli_made import Run


def use(folder: Path, name: str) -> None:
    """Name a folder of templates in the configuration."""
    path = folder / "monitor.toml"
    path.write_text(f'templates = "{name}"\n{path.read_text()}')


def test_a_copy_is_a_start_that_works(run: Run, archived: Path) -> None:
    """What was copied has no fault, is listed, and is not written over."""
    folder = archived.parent
    assert run("template", "copy", "pages", "digest.html").code == 0
    (folder / "pages/digest.html").write_text("mine: {{ digest.name }}")
    use(folder, "pages")

    assert "0 templates copied" in run("template", "copy", "pages", "digest.html").err
    listed = {row["name"]: row["from"] for row in run("template", "list", "--json").json}
    assert listed["digest.html"].endswith("pages/digest.html")
    assert listed["alert.html"] == "built in"
    assert "4 pages made by" in run("template", "test", "--html", "seen").err
    assert "mine: morning" in (folder / "seen/digest.html").read_text()


def test_an_unknown_name_is_refused(run: Run, archived: Path) -> None:
    """With those that there are."""
    done = run("template", "copy", "pages", "digests.html")

    assert done.code != 0
    assert "digest.html" in done.err
    assert not (archived.parent / "pages").exists()


def test_a_fault_is_named_with_its_line_everywhere(run: Run, archived: Path) -> None:
    """By `template test`, by `check`, and by a preview that is asked for the page; other previews go on."""
    folder = archived.parent
    (folder / "pages").mkdir()
    (folder / "pages/digest.html").write_text("<p>\n{{ digest.headlin }}")
    tried = run("template", "test", "pages")
    shown = run("digest", "preview", "--template", "pages", "--html", "d.html")
    use(folder, "pages")
    checked = run("check")

    for done in (tried, shown, checked):
        assert done.code != 0
        assert "digest.html, line 2: " in done.err
        assert "headlin" in done.err
    assert not (folder / "d.html").exists()
    assert "Heat 2" in run("digest", "preview").out


def test_a_digest_is_previewed_as_markdown(run: Run, archived: Path) -> None:
    """Headlines are links."""
    out = run("digest", "preview", "--markdown").out

    assert out.startswith("# morning")
    assert "### [" in out
