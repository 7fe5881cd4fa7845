"""Reads what a service says of itself: its metrics as numbers, its log as lines."""

import io
import json
from typing import Any

from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families


class Metrics:
    """The metrics of one scrape."""

    def __init__(self, text: str) -> None:
        self._families = {family.name: family for family in text_string_to_metric_families(text)}

    def names(self) -> set[str]:
        """The names as an expression writes them."""
        return {sample.name for f in self._families.values() for sample in f.samples} | {
            f"{name}_total" if family.type == "counter" else name
            for name, family in self._families.items()
        }

    def value(self, sample: str, **labels: str) -> float:
        """The sum of all series of ``sample`` that have ``labels``."""
        return sum(
            found.value
            for family in self._families.values()
            for found in family.samples
            if found.name == sample and labels.items() <= found.labels.items()
        )

    def labels(self, sample: str, label: str) -> set[str]:
        """Every value that ``label`` has among the series of ``sample``."""
        return {
            found.labels[label]
            for family in self._families.values()
            for found in family.samples
            if found.name == sample
        }


def scraped(client: FlaskClient) -> Metrics:
    answer = client.get("/metrics")
    assert answer.status_code == 200, answer.text
    return Metrics(answer.text)


def lines(log: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]
