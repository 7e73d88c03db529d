"""How many examples a property is tried with: few in `make test`, many in `make check`."""

from hypothesis import settings

THOROUGH = "thorough"
"""The profile that `make check` asks for."""
QUICK_EXAMPLES = 60


def examples(quick: int, thorough: int) -> int:
    """For properties that are dear to try; all others take what the profile says."""
    return thorough if settings.get_current_profile_name() == THOROUGH else quick
