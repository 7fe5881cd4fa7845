"""``python -m bench.load``: loads the service and a bare application, prints them side by side."""

import argparse
import json
import shutil
import sys
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict
from itertools import count
from pathlib import Path

from bench.load import bare, driving
from bench.load.driving import Run, drive, summed_up
from bench.load.profiled import profile
from bench.load.report import (
    Endurance,
    figures,
    figures_table,
    memory_table,
    profile_table,
    table,
)
from bench.load.servers import (
    BARE,
    POST,
    ROOT,
    SERVICE,
    Server,
    command,
    decided,
    fresh_store,
    originator_key,
)
from bench.load.sizes import bytes_of_decision
from service.store.sqlite import SqliteStore

DOSSIERS = sorted((ROOT / "fixtures" / "dossiers").glob("*.json"))


def main(arguments: list[str] | None = None) -> int:
    """Load both; return 0, or 2 where wrk is not installed."""
    parser = argparse.ArgumentParser(prog="python -m bench.load", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, metavar="N")
    parser.add_argument("--seconds", type=int, default=6, metavar="N", help="of a row in a round")
    parser.add_argument("--connections", type=int, default=16, metavar="N")
    parser.add_argument(
        "--posts", type=int, default=100_000, metavar="N", help="of the long run; 0: none"
    )
    parser.add_argument("--json", type=Path, default=Path("build/load.json"), metavar="PATH")
    options = parser.parse_args(arguments)
    if not driving.installed():
        print(driving.MISSING, file=sys.stderr)
        return 2
    folder = options.json.absolute().parent / "load"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    bodies = [path.read_bytes() for path in DOSSIERS]
    size = bytes_of_decision(bodies, folder / "sizes.sqlite3")
    print(f"a decision adds {size:,} bytes to the file of the store\n", flush=True)
    spent = profile(bodies, folder, rounds=40)
    print(profile_table(spent), flush=True)
    settings = fresh_store(folder)
    key = originator_key(settings)
    rows = _side_by_side(options, folder, settings, key, size)
    print(f"\n{options.rounds} rounds, {options.connections} connections, medians of the rounds\n")
    print(table(rows), flush=True)
    long = _endure(options, folder, settings, key) if options.posts else None
    if long is not None:
        print("\n" + table([(f"long run: POST {POST}", long.run)]))
        print(memory_table(long.memory))
        print(long.verified)
    found = figures(rows[0][1], rows[1][1], long)
    print("\n" + figures_table(found))
    written = {
        "bytes_of_a_decision": size,
        "connections": options.connections,
        "rows": {title: asdict(run) for title, run in rows},
        "long_run": None if long is None else asdict(long),
        "figures": [asdict(figure) for figure in found],
        "profile": asdict(spent),
    }
    options.json.write_text(json.dumps(written, indent=2) + "\n", encoding="utf-8")
    shutil.rmtree(folder)
    print(f"\nwritten to {options.json}")
    return 0


def _side_by_side(
    options: argparse.Namespace, folder: Path, settings: Mapping[str, str], key: str, size: int
) -> list[tuple[str, Run]]:
    """Load the bare application, POST and GET in turn, round after round."""
    store = folder / "bare.sqlite3"
    bare.create(store)
    plain = {bare.STORE: str(store), bare.BYTES: str(size)}
    files = [str(path) for path in DOSSIERS]
    with Server(BARE, folder, plain) as other, Server(SERVICE, folder, settings) as service:
        paths = [f"{at}/explanation" for at in decided(service.address, key, DOSSIERS)]
        rounds: dict[str, list[Run]] = defaultdict(list)
        for turn in range(options.rounds):
            posts = [key, f"L{turn}-", "-", *files]
            for title, script, url, given in (
                ("bare: JSON in, one durable insert", "post.lua", other.url + POST, posts),
                (f"POST {POST}", "post.lua", service.url + POST, posts),
                ("GET an explanation", "get.lua", service.url, [key, *paths]),
            ):
                run = drive(
                    script, url, given, connections=options.connections, seconds=options.seconds
                )
                rounds[title].append(run)
    return [(title, summed_up(runs)) for title, runs in rounds.items()]


def _endure(
    options: argparse.Namespace, folder: Path, settings: Mapping[str, str], key: str
) -> Endurance:
    """Post until there are enough, without replacing a worker, and verify what was recorded."""
    acknowledged = folder / "acknowledged"
    files = [str(path) for path in DOSSIERS]
    memory: dict[int, list[int]] = defaultdict(list)
    runs: list[Run] = []
    with Server(SERVICE, folder, {**settings, "PINZHI_MAX_REQUESTS": "0"}) as service:
        for turn in count():
            runs.append(
                drive(
                    "post.lua",
                    service.url + POST,
                    [key, f"E{turn}-", str(acknowledged), *files],
                    connections=options.connections,
                    seconds=options.seconds,
                )
            )
            for process, size in service.memory().items():
                memory[process].append(size)
            if sum(run.requests for run in runs) >= options.posts:
                break
    told = {
        line.rpartition("/")[2] for line in acknowledged.read_text(encoding="ascii").splitlines()
    }
    lost = told - recorded(Path(settings["PINZHI_STORE"]))
    try:
        sound, said = True, command("ledger", "verify", settings=settings)
    except RuntimeError as fault:
        sound, said = False, str(fault)
    return Endurance(summed_up(runs), dict(memory), len(told), len(lost), sound, said.strip())


def recorded(path: Path) -> set[str]:
    """Return the ids of the decisions in a store."""
    store = SqliteStore(path, read_only=True)
    found = store.connection().execute("SELECT decision_id FROM decisions")
    ids = {str(row[0]) for row in found}
    store.close()
    return ids


if __name__ == "__main__":
    sys.exit(main())
