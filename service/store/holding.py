"""Rows by which the store itself refuses to erase a decision under a legal hold."""

from service.store.port import Record
from service.store.sqlite import SqliteStore


def note_hold(store: SqliteStore, placed: Record) -> None:
    """Note the hold of the record ``placed``, inside the turn that appended it."""
    values = (placed.leaf_index, placed.subject)
    with store.turn():
        store.connection().execute(
            "INSERT INTO holds (leaf_index, decision_id) VALUES (?, ?)", values
        )


def note_end(store: SqliteStore, lifted: Record, placed: Record) -> None:
    """Note that ``lifted`` ends the hold of ``placed``, inside the turn that appended it."""
    values = (lifted.leaf_index, placed.leaf_index)
    with store.turn():
        store.connection().execute("INSERT INTO hold_ends (leaf_index, hold) VALUES (?, ?)", values)
