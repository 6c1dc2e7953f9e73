"""Sections of a patient's page, in the order in which a clinician notes; a file per section."""
