"""The collector of reference cycles: how seldom it looks."""

import gc

NEW = 5_000
"""New objects after which it looks through them.

Python's own 700 costs a sixth of an import: what we make in numbers is kept, or has no cycles.
"""


def rarely() -> None:
    """Have it look seldom, and never through what is there already: modules stay."""
    if gc.get_threshold()[0] != NEW:
        gc.freeze()
        gc.set_threshold(NEW)
