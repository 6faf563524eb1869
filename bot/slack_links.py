"""One-time links by which a workspace installs the Slack app."""

from collections.abc import Callable
from datetime import datetime, timedelta
from secrets import token_urlsafe

from storage.model import Pass
from storage.store import Store

INSTALL_PATH = "/slack/install"
REDIRECT_PATH = "/slack/oauth_redirect"

LINK_PARAMETER = "link"
"""Of the install page's address: what shows that its visitor was invited."""

GOOD_FOR = timedelta(days=3)


async def new_link(
    store: Store, public: str, now: datetime, chance: Callable[[int], str] = token_urlsafe
) -> str:
    """Make a link that installs the app in one workspace; see `GOOD_FOR`.

    Args:
        public: address under which the web port is reached.
        now: the time.
        chance: makes a text of so many bytes that nobody can foresee.

    Raises: storage.errors.StorageError.
    """
    secret = chance(24)
    async with store.writing() as tx:
        await tx.passes.issue(Pass.LINK, secret, now, now + GOOD_FOR)
        await tx.commit()
    return f"{public}{INSTALL_PATH}?{LINK_PARAMETER}={secret}"


def invitation(link: str) -> str:
    """Tell the operator what a new link is for."""
    return (
        "To add the bot to a Slack workspace, open this link (good once, for "
        f"{GOOD_FOR.days} days), or send it to whoever may add apps there:\n  {link}"
    )
