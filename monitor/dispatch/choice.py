"""The choice between the ways of running crawls."""

from monitor.config import Config
from monitor.dispatch.dispatcher import Dispatcher, Receive
from monitor.dispatch.local import Local
from monitor.errors import ClusterError


def make(config: Config, on_event: Receive, on_death: Receive) -> Dispatcher:
    """The way that the configuration chooses: children of this process, or a cluster's workers.

    Raises:
        ClusterError: a cluster is configured, and what it needs is not installed.
    """
    if config.cluster is None:
        return Local(on_event, on_death, workers=config.crawl.workers, silence=config.crawl.watchdog)
    try:
        from monitor.dispatch.coordinator import Cluster  # noqa: PLC0415 - its libraries are an extra
    except ImportError as error:
        raise ClusterError(
            f"[cluster] needs {error.name}, which is not installed",
            hint="pip install 'entertainment-monitor[cluster]'",
        ) from error
    return Cluster(on_event, config.cluster)
