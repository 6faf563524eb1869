"""What a model is asked for."""

from enum import StrEnum


class Task(StrEnum):
    """What a model is asked for; the word that accounts are kept by."""

    BRIEF = "brief"
    UPDATE = "update"
    OPENING = "opening"
    ANSWER = "answer"
    REWRITE = "rewrite"
    TRANSLATE = "translate"
    EMBED = "embed"


WRITTEN = tuple(task for task in Task if task is not Task.EMBED)
"""What a model writes, on a prompt of ours."""
