"""``python -m bench``: measures all rows, prints the table, writes the JSON."""

import argparse
import json
import sys
from dataclasses import asdict
from importlib.util import find_spec
from math import ceil
from pathlib import Path

SEED = 20261101


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmark; return 0, or 2 if zen-engine is not installed."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--rounds", type=_positive, default=40, metavar="N")
    parser.add_argument("--dossiers", type=_positive, default=50, metavar="N", help="random ones")
    parser.add_argument(
        "--explained", type=_positive, default=500, metavar="N", help="random ones, explained"
    )
    parser.add_argument(
        "--records", type=_positive, default=100_000, metavar="N", help="decisions to search"
    )
    parser.add_argument(
        "--verified", type=_positive, default=10_000, metavar="N", help="decisions to verify"
    )
    parser.add_argument(
        "--leaves", type=_positive, default=1_000_000, metavar="N", help="of the largest tree"
    )
    parser.add_argument("--json", type=Path, default=Path("build/bench.json"), metavar="PATH")
    options = parser.parse_args(arguments)
    if find_spec("zen") is None:
        print("zen-engine is not installed: pip install -e '.[bench]'", file=sys.stderr)
        return 2
    # Only now: the rows import zen-engine.
    from bench.dossiers import examples, random_dossiers
    from bench.explaining import explaining_rows
    from bench.measure import measure
    from bench.pages import paging
    from bench.records import LEAST, Sizes, records
    from bench.report import (
        as_json,
        explaining_figures,
        figures,
        records_json,
        records_table,
        table,
    )
    from bench.rows import rows
    from service.ruleset import catalogue

    ruleset = catalogue.active()
    given = examples(ruleset)
    drawn = random_dossiers(ruleset, options.dossiers, SEED)
    timings = measure(rows(ruleset, [*given, *drawn]), options.rounds)
    found = figures(timings)
    explained = random_dossiers(ruleset, options.explained, SEED)
    # One round: each dossier is explained once, as a committee would ask for it.
    timings += (explaining := measure(explaining_rows(ruleset, [*given, *explained]), 1, 0))
    found += explaining_figures(explaining)
    run = {
        "ruleset": ruleset.reference,
        "dossiers": {
            "examples": len(given),
            "random": len(drawn),
            "explained": len(explained),
            "seed": SEED,
        },
        "rounds": options.rounds,
    }
    print(f"{len(given)} example and {len(drawn)} random dossiers, {options.rounds} rounds\n")
    print(table(timings, found))
    paged = paging(ruleset, given, options.json.parent / "stores", ceil(options.rounds / 4))
    print(f"\npages of the {len(given)} example dossiers\n")
    print(records_table(paged, []))
    searched = max(LEAST, options.records)
    sizes = Sizes(searched, options.verified, options.leaves, ceil(options.rounds / 4))
    # They are kept beside the figures: one folder to throw away.
    recorded, seen = records(ruleset, [*given, *drawn], options.json.parent / "stores", sizes, SEED)
    print(f"\nrecords: {sizes}\n")
    print(records_table(recorded, seen))
    written = as_json(timings, found, run)
    written["pages"] = [asdict(timing) for timing in paged]
    written["records"] = records_json(recorded, seen, asdict(sizes))
    text = json.dumps(written, indent=2)
    options.json.write_text(text + "\n", encoding="utf-8")
    print(f"\nwritten to {options.json}")
    return 0


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number


if __name__ == "__main__":
    sys.exit(main())
