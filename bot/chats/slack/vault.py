"""Encrypts the tokens of workspaces before they are stored. The only user of cryptography."""

from binascii import Error as NotBase64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from bot.errors import BadConfiguration
from bot.secrets import HOW_TO_MAKE_A_KEY


class WrongKey(BadConfiguration):
    """What is stored was encrypted with a key that we do not have."""

    def __init__(self) -> None:
        super().__init__(
            "A stored Slack token cannot be read with TELLAL_SECRET_KEY. Put the key that it was "
            "encrypted with behind the new one, separated by a comma; if that key is lost, the "
            "workspace has to install the app again."
        )


class Vault:
    """Encrypts with the first of its keys, and decrypts with any.

    So a key is changed without a break: put the new one in front, and take the old one away when
    `renewed` has been stored for everything.

    Args:
        keys: separated by commas, each 32 bytes in URL-safe base64.

    Raises:
        BadConfiguration: one cannot be a key; it is not shown.
    """

    def __init__(self, keys: str) -> None:
        try:
            parts = [Fernet(key.strip()) for key in keys.split(",") if key.strip()]
        except (ValueError, NotBase64) as error:
            raise BadConfiguration(_NO_KEY) from error
        if not parts:
            raise BadConfiguration(_NO_KEY)
        self._first, self._all = parts[0], MultiFernet(parts)

    def close(self, secret: str) -> str:
        """Encrypt a secret; twice the same gives different texts."""
        return self._first.encrypt(secret.encode()).decode("ascii")

    def open(self, closed: str) -> str:
        """Decrypt what `close` gave.

        Raises:
            WrongKey: none of our keys closed it, or it was changed since.
        """
        try:
            return self._all.decrypt(closed.encode("utf-8", "replace")).decode()
        except InvalidToken as error:
            raise WrongKey from error

    def renewed(self, closed: str) -> str | None:
        """Give the same closed with the first key; None where it is already.

        Raises:
            WrongKey: as `open`.
        """
        try:
            self._first.decrypt(closed.encode("utf-8", "replace"))
        except InvalidToken:
            return self.close(self.open(closed))
        return None


_NO_KEY = (
    "TELLAL_SECRET_KEY is no key: it has to be 32 random bytes in URL-safe base64. "
    f"Make one: {HOW_TO_MAKE_A_KEY}"
)
