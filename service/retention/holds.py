"""Which legal holds are in force, read from the records of placing and lifting them."""

from collections.abc import Iterable

from service.store.port import Record


def open_holds(records: Iterable[Record]) -> list[Record]:
    """Return those of ``records`` that placed a legal hold which none of them lifted."""
    placed: dict[str, Record] = {}
    for record in records:
        if record.kind == "hold":
            if record.body["event"] == "placed":
                placed[record.record_id] = record
            else:
                placed.pop(record.body["hold"], None)
    return list(placed.values())
