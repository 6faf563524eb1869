"""The start code: whoever shows it first, in private, becomes the operator."""

from collections.abc import Callable

from bot.access import Policy
from bot.gate import Book

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""None that look alike: somebody may have to type it."""

LENGTH = 12
"""So many letters are more than 10^17 codes: nobody guesses one through a chat."""


def make(choice: Callable[[str], str]) -> str:
    """Make a code.

    Args:
        choice: picks a letter by chance that nobody can foresee: `secrets.choice`.
    """
    return "".join(choice(LETTERS) for _ in range(LENGTH))


def invitation(link: str, code: str) -> str:
    """Tell whoever starts the bot how to become its operator.

    Args:
        link: to a private chat with the bot.
    """
    return (
        "Nobody runs this bot yet. To become its operator, open this link and press Start:\n"
        f"  {link}?start={code}\n"
        f"or send it in private: /start {code}"
    )


def request(place: str, code: str) -> str:
    """Tell the same where no link leads to a private chat.

    Args:
        place: the platform, as people call it.
    """
    return (
        "Nobody runs this bot yet. To become its operator, write to it in a direct message on "
        f"{place}:\n  start {code}"
    )


class Usher:
    """Shows the start code once the bot's address is known, while there is no operator.

    Args:
        tell: shows it to whoever started the program.
    """

    def __init__(self, policy: Policy, book: Book, code: str, tell: Callable[[str], None]) -> None:
        self._policy = policy
        self._book = book
        self._code = code
        self._tell = tell

    async def ready(self, link: str) -> None:
        """Hear that the bot can be found under a link.

        Raises: storage.errors.StorageError.
        """
        if await self._is_wanted():
            self._tell(invitation(link, self._code))

    async def ready_on(self, place: str) -> None:
        """Hear that the bot can be written to on a platform; see `request`.

        Raises: storage.errors.StorageError.
        """
        if await self._is_wanted():
            self._tell(request(place, self._code))

    async def _is_wanted(self) -> bool:
        grants = await self._book.grants()
        return not self._policy.operators and not grants.operators
