"""Whom the command line writes for: a chat that is not stored, in the machine's zone."""

import os
from datetime import UTC, datetime

from bot.chats.terminal import machine
from storage.model import Address, Chat, ChatKind

READER = Chat(
    id=0,
    address=Address("cli", "", ""),
    kind=ChatKind.PRIVATE,
    title="",
    created=datetime(1970, 1, 1, tzinfo=UTC),
    zone=machine.zone(os.environ) or "UTC",
)
