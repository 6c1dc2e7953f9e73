"""Draws: the only source of chance, the same bits on every platform and numpy version."""

from __future__ import annotations

from statistics import NormalDist
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

_INVERSE = NormalDist().inv_cdf
#: ``random`` can give 0.0, for which no normal exists: half its smallest step instead.
_SMALLEST = 2.0**-54


def patient_generator(seed: int, patient_id: str, stream: int = 0) -> np.random.Generator:
    """
    Give one patient a generator of their own, whoever else is simulated.

    Parameters
    ----------
    seed : int
        Seed of the whole caseload, 0 or more.
    patient_id : str
        The patient.
    stream : int, default 0
        Another number gives another, independent generator of the same patient.

    Returns
    -------
    numpy.random.Generator
        Only its ``random`` may be used: numpy keeps no other stream for good.

    Examples
    --------
    >>> draws = patient_generator(1, "P001").random(2)
    >>> bool((draws == patient_generator(1, "P001").random(2)).all())
    True
    """
    entropy = [seed, crc32(patient_id.encode()), stream]
    return np.random.Generator(np.random.PCG64(entropy))


def normal(generator: np.random.Generator, *shape: int) -> Floats:
    """
    Draw standard normals by inversion; numpy's own normals may change between versions.

    Parameters
    ----------
    generator : numpy.random.Generator
        Chance.
    *shape : int
        Shape of the result.

    Returns
    -------
    numpy.ndarray
        Standard normals.

    Examples
    --------
    >>> normal(patient_generator(1, "P001"), 2, 3).shape
    (2, 3)
    """
    uniforms = np.maximum(generator.random(shape), _SMALLEST).ravel().tolist()
    return np.array([_INVERSE(share) for share in uniforms], dtype="float64").reshape(shape)


def round_to(values: Floats, step: float) -> Floats:
    """
    Round to the nearest multiple of `step`, halves up.

    Parameters
    ----------
    values : numpy.ndarray
        What to round.
    step : float
        The step.

    Returns
    -------
    numpy.ndarray
        Multiples of `step`.

    Examples
    --------
    >>> round_to(np.array([2.5, 3.2]), 1.0).tolist()
    [3.0, 3.0]
    """
    return np.floor(values / step + 0.5) * step
