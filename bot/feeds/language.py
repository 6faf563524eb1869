"""Language tags of foreign documents. Pure."""

import re

_TAG = re.compile(r"([a-z]{2})(?:[-_].*)?")


def language_code(said: str | None) -> str | None:
    """Give the ISO 639-1 code of a language tag ("en-GB" is "en"); None for anything else."""
    match = _TAG.fullmatch((said or "").strip().lower())
    return match.group(1) if match else None
