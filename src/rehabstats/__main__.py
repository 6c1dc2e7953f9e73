"""``python -m rehabstats`` is ``rehabstats``."""

from rehabstats.cli import main

if __name__ == "__main__":
    main()
