"""The rows of recording: what it adds to a decision, where that goes, and what replaying takes."""

import contextlib
import sqlite3
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import cycle
from pathlib import Path

from bench.dossiers import Measured
from bench.measure import Row, Timing, measure
from bench.report import Figure
from bench.whole import whole
from service.canonical import canonical_bytes
from service.decisions.decide import decide
from service.decisions.rate import Rater, Rating
from service.records.documents import decision_body
from service.records.normalised import normalised
from service.records.rows import decision_row
from service.records.running import SETTINGS, software
from service.replay.many import Replayer
from service.replay.verdict import REPRODUCED
from service.ruleset.model import Ruleset
from service.store.packed import packed
from service.store.port import Draft, Record
from service.store.postings import SEGMENT
from service.store.sqlite import SqliteStore

RATING, DECIDE, BARE = "record_rate", "record_decide", "record_bare_insert"
FACTS, DIGESTS = "record_facts", "record_digests"
CANONICAL, COMPRESSED = "record_canonical", "record_compression"
UNDONE, APPEND = "record_append_undone", "record_append"
COMPLETING = "record_append_after_segment"
REPLAY, REPLAYED = "replay", "replay_all"

SEGMENTS = 3
"""How often the append that writes postings is timed."""


@dataclass(frozen=True)
class _Recorded:
    """A dossier, its rating, the draft of its record, and the record's parts as they are kept."""

    body: bytes
    rating: Rating
    draft: Draft
    record: Record
    kept: bytes


class _Watched(SqliteStore):
    """A store that remembers the last draft."""

    draft: Draft

    def append(self, draft: Draft) -> Record:
        self.draft = draft
        return super().append(draft)


def recording(
    ruleset: Ruleset, dossiers: Sequence[Measured], folder: Path, rounds: int
) -> tuple[list[Timing], list[Figure]]:
    """Decide on ``dossiers`` in a store in ``folder``, time that and its parts, and replay."""
    store = _Watched(folder / "store.sqlite3")
    rater = Rater(ruleset)
    recorded = [_recorded(rater, store, dossier.body) for dossier in dossiers]
    with _bare(folder / "bare.sqlite3") as bare:
        timings = measure(_rows(rater, store, bare, recorded), rounds)
    timings.append(_completing(store, [made.draft for made in recorded]))
    store.close()
    found = _added({timing.id: timing.median_us / 1000 for timing in timings})
    replays, replayed = _replays(store.path, range(len(recorded)), rounds)
    return timings + replays, found + replayed


def _recorded(rater: Rater, store: _Watched, body: bytes) -> _Recorded:
    decision = decide(rater, store, body)
    contents = store.draft.contents.values()
    kept = b"".join(packed(content) for content in contents)
    data = decision.record.data
    return _Recorded(body, rater.rate(body), store.draft, decision.record, data + kept)


def _rows(
    rater: Rater, store: SqliteStore, bare: sqlite3.Connection, recorded: Sequence[_Recorded]
) -> list[Row]:
    ruleset = rater.ruleset
    reference = ruleset.reference | {"source": ruleset.source_digest}

    def digests(made: _Recorded) -> None:
        result, dossier = made.rating.result, made.rating.dossier
        body = decision_body(
            result, reference, made.draft.contents, software=software(), settings=SETTINGS
        )
        decision_row({"body": body, "client": {"name": None}}, dossier.document, result)

    def undone(made: _Recorded) -> None:
        with contextlib.suppress(_Undo), store.turn():
            _append(store, made.draft)
            raise _Undo

    def inserted(made: _Recorded) -> None:
        bare.execute("INSERT INTO kept (data) VALUES (?)", (made.kept,))

    def compressed(made: _Recorded) -> None:
        for content in made.draft.contents.values():
            packed(content)

    documents = {made.record.record_id: made.record.document for made in recorded}
    rows = [
        (RATING, "rate alone", lambda made: rater.rate(made.body).to_json()),
        (DECIDE, "decide: rate and record", lambda made: decide(rater, store, made.body)),
        (BARE, "durable insert of the same bytes, bare", inserted),
        (FACTS, "facts as they are recorded", lambda m: normalised(ruleset, m.rating.dossier)),
        (DIGESTS, "digests of contents, body and row", digests),
        (
            CANONICAL,
            "canonical JSON of the record",
            lambda m: canonical_bytes(documents[m.record.record_id]),
        ),
        (COMPRESSED, "compression of the contents", compressed),
        (UNDONE, "append, rolled back", undone),
        (APPEND, "append, durable", lambda made: _append(store, made.draft)),
    ]
    return [Row(of, title, run, recorded) for of, title, run in rows]


def _append(store: SqliteStore, draft: Draft) -> Record:
    return store.append(replace(draft, record_id=uuid.uuid4().hex))


def _completing(store: SqliteStore, drafts: Sequence[Draft]) -> Timing:
    """Time the one append in many that writes what searches read of a whole segment."""
    given = cycle(drafts)

    def fill() -> None:
        with store.turn():
            while store.size() % SEGMENT:
                _append(store, next(given))

    timing, _ = whole(
        COMPLETING,
        f"append after a segment of {SEGMENT}",
        lambda: _append(store, next(given)),
        times=SEGMENTS,
        before=fill,
    )
    return timing


class _Undo(Exception):
    """Ends a transaction without a commit."""


@contextlib.contextmanager
def _bare(path: Path) -> Iterator[sqlite3.Connection]:
    """A table of bytes, as durable as the store."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("CREATE TABLE kept (id INTEGER PRIMARY KEY, data BLOB NOT NULL)")
        yield connection


def _added(ms: dict[str, float]) -> list[Figure]:
    """Return what recording adds to a decision, and the parts of it that differences give."""
    rows = ms[UNDONE] - ms[CANONICAL]
    return [
        Figure("recording adds to a decision, median", round(ms[DECIDE] - ms[RATING], 2), "ms"),
        Figure("of it, rows and leaf", round(rows, 2), "ms"),
        Figure("of it, commit to disk", round(ms[APPEND] - ms[UNDONE], 2), "ms"),
        Figure("of it, compression", round(ms[COMPRESSED], 2), "ms"),
        Figure("decide / rate", round(ms[DECIDE] / ms[RATING], 2), "times"),
    ]


def _replays(path: Path, leaves: range, rounds: int) -> tuple[list[Timing], list[Figure]]:
    replayer = Replayer(path)
    verdicts = {replayer.at(leaf).verdict for leaf in leaves}
    if verdicts != {REPRODUCED}:
        raise RuntimeError(f"a decision taken just now is replayed as {verdicts}")
    timings = measure([Row(REPLAY, "replay of a decision", replayer.at, leaves)], rounds)
    title = f"replay of {len(leaves)} decisions"
    together, _ = whole(REPLAYED, title, lambda: [replayer.at(leaf) for leaf in leaves])
    replayer.close()
    a_second = len(leaves) / together.median_us * 1e6
    return [*timings, together], [Figure("replays, one process", round(a_second), "a second")]
