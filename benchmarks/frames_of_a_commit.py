"""Write every metric frame and the signals of a log, with whatever source is on the path."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import rehabstats as rs


def frames_of(caseload: rs.Caseload, day: object) -> dict[str, object]:
    """All files of ``rehabstats metrics``, in the way of each version."""
    try:
        from rehabstats.room import Room, public_frames  # noqa: PLC0415 - not in every version
    except ImportError:
        from rehabstats.cli.metrics import _frames  # noqa: PLC0415 - as above

        return _frames(caseload, day, "program", rs.Settings())[0]
    room = Room.of(caseload, day)
    return {one.name: one.in_file(room) for one in public_frames().values() if one.is_file}


def main() -> None:
    log, out = map(Path, sys.argv[1:])
    out.mkdir(exist_ok=True)
    begin = time.process_time()
    caseload = rs.load_caseload(log)
    day = caseload.last_entry
    loaded = time.process_time()
    rs.find_signals(caseload, as_of=day)
    signals = time.process_time()
    frames = frames_of(caseload, day)
    metrics = time.process_time()
    for name, frame in frames.items():
        frame.to_parquet(out / f"{name}.parquet")  # type: ignore[attr-defined]
    print(f"load {loaded - begin}")
    print(f"signals {signals - loaded}")
    print(f"metrics {metrics - signals}")


if __name__ == "__main__":
    main()
