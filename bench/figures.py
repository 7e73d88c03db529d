"""Medians and percentiles, and how they are written."""

from collections.abc import Sequence
from statistics import median

__all__ = ["median", "milliseconds", "percentile", "times"]


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest value that is not exceeded by so many percent of them."""
    ordered = sorted(values)
    rank = max(0, -(-len(ordered) * percent // 100) - 1)
    return ordered[int(rank)]


def milliseconds(value: float) -> str:
    return f"{value:.1f} ms" if value < 100 else f"{value:.0f} ms"


def times(ratio: float) -> str:
    return f"{ratio:.2f} times"
