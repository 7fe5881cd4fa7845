"""Whoever may only read a store reads it as it is, and leaves nothing that stops its writers."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.store.port import StoreUnavailable
from service.store.sqlite import SqliteStore
from tests.store.drafts import drafted

NOBODY = 65534


@pytest.fixture
def writer() -> Iterator[SqliteStore]:
    """A store with one decision that nobody has open, in a folder that others may enter."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    writer = SqliteStore(folder / "decisions.sqlite3")
    writer.append(drafted("a"))
    writer.close()
    yield writer
    writer.close()
    shutil.rmtree(folder)


@contextlib.contextmanager
def only_reading(path: Path, *, folder: int = 0o555) -> Iterator[None]:
    """Be somebody who may not write ``path``, and in its folder only what ``folder`` says."""
    root = os.geteuid() == 0
    path.chmod(0o444)
    path.parent.chmod(folder)
    if root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)
        path.chmod(0o644)
        path.parent.chmod(0o755)


def test_a_copy_where_nothing_may_be_written_can_be_read(writer: SqliteStore) -> None:
    reader = SqliteStore(writer.path, read_only=True)
    with only_reading(writer.path):
        found = reader.get("a")
        reader.close()
    assert found is not None
    assert [path.name for path in writer.path.parent.iterdir()] == [writer.path.name]


def test_a_copy_that_is_written_while_it_is_read_is_not_said_to_be_damaged(
    writer: SqliteStore,
) -> None:
    reader = SqliteStore(writer.path, read_only=True)
    snapshot = reader.snapshot()
    with only_reading(writer.path):
        snapshot.__enter__()
        assert reader.size() == 1
    for n in range(20):
        writer.append(drafted(f"b{n}", padding=30_000))
    writer.close()
    with pytest.raises(StoreUnavailable, match="written while it was read"):
        snapshot.__exit__(None, None, None)
    assert reader.size() == 21
    reader.close()


def test_a_reader_who_may_not_write_the_store_leaves_no_file_that_stops_its_writers(
    writer: SqliteStore,
) -> None:
    reader = SqliteStore(writer.path, read_only=True)
    with only_reading(writer.path, folder=0o777):
        assert reader.size() == 1
        reader.close()
    assert [path.name for path in writer.path.parent.iterdir()] == [writer.path.name]
    writer.append(drafted("b"))
