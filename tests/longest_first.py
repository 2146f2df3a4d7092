"""The order of a run on several cores: what takes long begins first, so that no core waits for another one's last test.

Within a module, and of all that is not named here, the order stays the one of chance that `pytest-randomly` gives.
"""

from pathlib import Path

import pytest

# Modules of more than five seconds of one core, or with tests that mostly wait; the longest first.
LONGEST = (
    "faults/test_faults_daemon.py",
    "acceptance/test_acceptance_service.py",
    "acceptance/test_acceptance_hour.py",
    "acceptance/test_acceptance_daemon.py",
    "acceptance/test_acceptance_search.py",
    "cli/test_cli_demo.py",
    "faults/test_faults_soak.py",
    "faults/test_faults_surety.py",
    "dispatch/test_dispatch_node.py",
    "dispatch/test_dispatch_cluster.py",
    "dispatch/test_dispatch_successor.py",
    "web/test_web_browser.py",
    "test_scheduler.py",
    "store/test_store_crash.py",
    "faults/test_faults_isolation.py",
    "faults/test_faults_input.py",
    "scenarios/test_scenarios_blind.py",
    "scenarios/test_scenarios_alerts.py",
    "scenarios/test_scenarios_old_news.py",
    "desk/test_desk_outage.py",
    "health/test_health_guests.py",
    "health/test_health_changes.py",
    "health/test_health_gateway.py",
    "health/test_health_successors.py",
    "faults/test_faults_match.py",
    "match/test_match_agreement.py",
    "test_linear_time.py",
    "test_packaging.py",
    "mutants/test_mutants.py",
    "desk/test_desk_newsstand_week.py",
    "digest/test_digest_render.py",
    "test_text.py",
)


class LongestFirst:
    """Sorts what was collected."""

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        """After every other plugin; each worker has the same order."""
        places = {config.rootpath / "tests" / name: place for place, name in enumerate(LONGEST)}
        items.sort(key=lambda item: places.get(Path(item.path), len(places)))
