"""Ratings: pain and effort as the patient rates them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rehabstats.simulate.asked import Asked
from rehabstats.simulate.content import Content
from rehabstats.simulate.draws import Bools, Floats, normal, round_to
from rehabstats.simulate.schedule import Schedule
from rehabstats.simulate.truth import PatientTruth
from rehabstats.vocabulary import PAIN_MAX_NRS, PAIN_MIN_NRS

#: Spread of effort around its mean. [assumption]
EFFORT_SD_CR10 = 1.0
EFFORT_MAX_CR10 = 10


@dataclass(frozen=True)
class Ratings:
    """
    The ratings of one patient, NaN where nothing was rated.

    Parameters
    ----------
    before : numpy.ndarray of shape (n_sessions,)
        Pain before the session [NRS 0-10].
    during : numpy.ndarray of shape (n_sessions, n_keys)
        Pain during each exercise and side [NRS 0-10].
    after : numpy.ndarray of shape (n_sessions,)
        Pain after the session [NRS 0-10].
    effort : numpy.ndarray of shape (n_sessions, n_keys)
        Effort [CR10].
    """

    before: Floats
    during: Floats
    after: Floats
    effort: Floats


def rate_sessions(
    truth: PatientTruth,
    asked: Asked,
    schedule: Schedule,
    content: Content,
    true_pain: Floats,
    generator: np.random.Generator,
) -> Ratings:
    """
    Rate what was done: true pain plus noise, rounded, some of it left empty.

    Parameters
    ----------
    truth : PatientTruth
        The patient.
    asked : Asked
        What was prescribed.
    schedule : Schedule
        When the sessions take place.
    content : Content
        What they contain.
    true_pain : numpy.ndarray of shape (n_days, n_keys)
        From `pain_by_day`.
    generator : numpy.random.Generator
        Chance.

    Returns
    -------
    Ratings
        A skipped exercise has none; a session without anything done has no pain
        after.
    """
    n_sessions, n_keys = content.done.shape
    courses = [truth.pain_overrides.get(key, truth.pain) for key in asked.keys]
    spread = np.sqrt(0.5) * np.array([course.noise_sd_nrs for course in courses])
    rise = sum(course.rise_nrs for course in courses) / n_keys
    shared = normal(generator, n_sessions, 1)
    own = normal(generator, n_sessions, n_keys + 2)
    session = true_pain[schedule.day].mean(axis=1)
    wobble = spread.mean() * (shared + own[:, n_keys:])
    step = truth.logging.rounding_nrs
    scale = (PAIN_MIN_NRS, PAIN_MAX_NRS)
    during = true_pain[schedule.day] + spread * (shared + own[:, :n_keys])
    effort = truth.doing.effort_cr10 + EFFORT_SD_CR10 * normal(generator, n_sessions, n_keys)
    rated = generator.random((n_sessions, 2 * n_keys + 2)) >= (
        truth.logging.missing_rating_probability
    )
    before, after = rated[:, -2], rated[:, -1] & content.done.any(axis=1)
    done = content.done
    return Ratings(
        before=_rated(session - rise + wobble[:, 0], step, scale, before),
        during=_rated(during, step, scale, rated[:, :n_keys] & done),
        after=_rated(session - rise / 2 + wobble[:, 1], step, scale, after),
        effort=_rated(effort, step, (0, EFFORT_MAX_CR10), rated[:, n_keys : 2 * n_keys] & done),
    )


def _rated(values: Floats, step: float, scale: tuple[int, int], rated: Bools) -> Floats:
    return np.where(rated, np.clip(round_to(values, step), *scale), np.nan)
