"""Run as a program: prints the digest of every worked borrower's result, trace included.

With a number as argument, so many forked children print theirs, a line each; the rules are
compiled before the fork.
"""

import hashlib
import json
import sys
from multiprocessing import get_context

from service.decisions.rate import Rater
from service.ruleset import catalogue
from tests.engine.borrowers import worked_dossiers


def digests(rater: Rater) -> dict[str, str]:
    """Worked borrower to the SHA-256 of its result."""
    return {
        name: hashlib.sha256(rater.rate(dossier).to_json()).hexdigest()
        for name, dossier in worked_dossiers().items()
    }


def tell(rater: Rater) -> None:
    """Print the digests, a JSON object on one line."""
    sys.stdout.write(json.dumps(digests(rater)) + "\n")
    sys.stdout.flush()


def main(children: int) -> None:
    """Tell the digests in this process, or in so many children at once."""
    rater = Rater(catalogue.active())
    if not children:
        tell(rater)
        return
    digests(rater)
    context = get_context("fork")
    forked = [context.Process(target=tell, args=(rater,)) for _ in range(children)]
    for child in forked:
        child.start()
    for child in forked:
        child.join()
    sys.exit(any(child.exitcode for child in forked))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 0)
