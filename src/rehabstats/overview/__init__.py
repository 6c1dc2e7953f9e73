"""Overview: a caseload and a patient as one looks at them, in a notebook and on a terminal."""

from rehabstats.overview.patient import PatientProgress
from rehabstats.overview.progress import Progress, progress

__all__ = ["PatientProgress", "Progress", "progress"]
