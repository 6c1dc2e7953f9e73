"""``python -m rehabstats.simulate FOLDER``: write the sample, or a random caseload."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from rehabstats.simulate import random_truths, simulate_caseload, write_caseload, write_sample


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the sample caseload with its README, or `--patients` random patients."""
    parser = argparse.ArgumentParser(prog="python -m rehabstats.simulate", description=main.__doc__)
    parser.add_argument("folder", help="where to write the files")
    parser.add_argument("--patients", type=int, metavar="N", help="N random patients instead")
    parser.add_argument("--seed", type=int, default=1, help="seed of the random patients")
    options = parser.parse_args(arguments)
    if options.patients is None:
        write_sample(options.folder)
        return
    truths = random_truths(options.patients, seed=options.seed)
    write_caseload(simulate_caseload(truths, seed=options.seed), options.folder)


if __name__ == "__main__":
    main()
