"""Settings: every threshold once, with its meaning and its source; a TOML file can override it."""

from rehabstats.settings.settings import DEFAULTS, Settings, load_settings
from rehabstats.settings.threshold import Threshold

__all__ = ["DEFAULTS", "Settings", "Threshold", "load_settings"]
