"""Why a command is not carried out, by what the reader can do about it.

    CannotDo                  carries one sentence for the reader
    ├── Unclear               the words after the command cannot be read: write them otherwise
    ├── NotAllowed            the person or the chat may not do this here
    └── PageUnavailable       a page or site cannot be read; raised by the desk

The sentences themselves are in `bot.messages`.
"""


class CannotDo(Exception):
    """Base of these errors.

    Attributes:
        sentence: for the reader, in plain words.
    """

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Unclear(CannotDo):
    """What was typed after a command cannot be read; the sentence shows an example."""


class NotAllowed(CannotDo):
    """The person may not do this here, or the operator keeps it closed."""


class PageUnavailable(CannotDo):
    """A page or site cannot be read now, or holds nothing to read.

    Its sentence is a key of the catalogues: who reads pages does not know who asks for them.
    """
