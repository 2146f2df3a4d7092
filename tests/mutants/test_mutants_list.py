from pathlib import Path

from tests.mutants.explained import explained


def test_the_list_of_explained_faults_can_be_read() -> None:
    """Each entry has its four parts, and a reason."""
    entries = explained(Path(__file__).parents[2])

    assert entries
    assert all(entry.reason for entry in entries)
