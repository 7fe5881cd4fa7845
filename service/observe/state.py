"""What the metrics say of the store and the service as they are now, rather than count."""

import os
from collections.abc import Callable, Iterator
from datetime import datetime

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector

from service import __version__
from service.access.keys import Keys
from service.observe.readiness import FAILED, Readiness
from service.ruleset.model import Ruleset
from service.store.batches import Batches
from service.store.port import StoreUnavailable
from service.store.sqlite import SqliteStore


class State(Collector):
    """The gauges; each is read when it is asked for, and left out while the store is not there."""

    def __init__(self, store: SqliteStore, readiness: Readiness, ruleset: Ruleset) -> None:
        self._store = store
        self._readiness = readiness
        self._ruleset = ruleset

    def text(self) -> bytes:
        """Return them in the text format of Prometheus."""
        registry = CollectorRegistry()
        registry.register(self)
        return generate_latest(registry)

    def collect(self) -> Iterator[Metric]:
        """Yield the families."""
        info = {"version": __version__, "ruleset": self._ruleset.id}
        info["ruleset_version"] = self._ruleset.version
        yield InfoMetricFamily("pinzhi", "The version of the service and its ruleset.", info)
        yield from self._ready()
        for read in (self._disk, self._ledger, self._batches, self._keys):
            yield from _read(read)

    def _ready(self) -> Iterator[Metric]:
        found = self._readiness.find()
        yield _gauge("pinzhi_ready", "1 where every check of /readyz holds.", int(found.ready))
        says = "1 where the check of /readyz holds, or there is nothing to check."
        checks = GaugeMetricFamily("pinzhi_check_ok", says, labels=["check"])
        for name, told in found.checks.items():
            checks.add_metric([name], int(told != FAILED))
        yield checks

    def _disk(self) -> Iterator[Metric]:
        path = self._store.path
        log = path.with_name(f"{path.name}-wal")
        size = sum(file.stat().st_size for file in (path, log) if file.exists())
        yield _gauge("pinzhi_store_bytes", "Size of the store with its log.", size)
        disk = os.statvfs(path.parent)
        free = disk.f_bavail * disk.f_frsize
        yield _gauge("pinzhi_store_free_bytes", "Free space of the store's file system.", free)

    def _ledger(self) -> Iterator[Metric]:
        with self._store.snapshot():
            size, last = self._store.size(), self._store.last_checkpoint()
        yield _gauge("pinzhi_ledger_records", "Records in the ledger.", size)
        covered = last.size if last else 0
        says = "Records that the last signed checkpoint covers."
        yield _gauge("pinzhi_ledger_checkpoint_records", says, covered)

    def _batches(self) -> Iterator[Metric]:
        waiting = sum(batch.waiting for batch in Batches(self._store).unfinished())
        says = "Lines of batches that nothing was done about yet."
        yield _gauge("pinzhi_batch_lines_waiting", says, waiting)

    def _keys(self) -> Iterator[Metric]:
        """Yield when each client's last key expires, of clients with no key that never does."""
        keys = Keys(self._store)
        ends: dict[str, list[str | None]] = {}
        for key in keys.all():
            if keys.state(key) == "valid":
                ends.setdefault(key.client, []).append(key.expires_at)
        says = "When the last API key of a client expires, in seconds since 1970."
        family = GaugeMetricFamily(
            "pinzhi_client_key_expires_timestamp_seconds", says, labels=["client"]
        )
        for client, found in sorted(ends.items()):
            if None not in found:
                last = max(end for end in found if end is not None)
                family.add_metric([client], datetime.fromisoformat(last).timestamp())
        yield family


def _gauge(name: str, says: str, value: int) -> Metric:
    return GaugeMetricFamily(name, says, value=value)


def _read(read: Callable[[], Iterator[Metric]]) -> list[Metric]:
    try:
        return list(read())
    except (StoreUnavailable, OSError):
        return []
