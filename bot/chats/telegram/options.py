"""How one Telegram bot is run, and what cannot be."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from bot.chats.telegram.reception import Manners
from bot.errors import BadConfiguration

OFFICIAL_API = "https://api.telegram.org"


@dataclass(frozen=True, slots=True)
class Options:
    """How one bot is run.

    Attributes:
        token: from BotFather; never shown.
        api: base address of the Bot API, Telegram's own or a self-hosted server's.
        webhook: public https address that Telegram posts updates to; None for long polling.
        silent: kinds of deliveries that arrive without a sound.
    """

    token: str = field(repr=False)
    api: str = OFFICIAL_API
    webhook: str | None = None
    silent: frozenset[str] = frozenset({"update"})
    manners: Manners = Manners()  # noqa: RUF009 (frozen)

    def __post_init__(self) -> None:
        """Refuse what cannot be.

        Raises: BadConfiguration.
        """
        number, colon, secret = self.token.partition(":")
        if not (number.isdecimal() and colon and secret):
            raise BadConfiguration(
                "TELEGRAM_BOT_TOKEN is not a token as BotFather gives them, such as "
                "1234567890:AAE4xq…: copy the whole of it."
            )
        if self.webhook and urlsplit(self.webhook).scheme not in ("https", "http"):
            raise BadConfiguration(f"telegram.webhook: {self.webhook!r} is not a web address.")

    @property
    def account(self) -> str:
        """The bot's own id, which its token begins with."""
        return self.token.partition(":")[0]

    @property
    def base_url(self) -> str:
        """The API's address as the SDK wants it."""
        return f"{self.api.rstrip('/')}/bot"
