"""What Telegram shows of the bot: its menus of commands, its description."""

from collections.abc import Sequence

import structlog
from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
)
from telegram.error import TelegramError

from bot.chats.telegram import texts
from bot.conversation.commands import COMMANDS, Command
from bot.messages.words import capital

log = structlog.get_logger()


def menus() -> tuple[tuple[BotCommandScope, tuple[BotCommand, ...]], ...]:
    """Give the menu of each scope: members of groups are not offered what only admins may do."""
    readers = [command for command in COMMANDS if not command.operators]
    members = [command for command in readers if not command.changes or command.name == "digest"]
    return (
        (BotCommandScopeAllPrivateChats(), _menu(readers)),
        (BotCommandScopeAllChatAdministrators(), _menu(readers)),
        (BotCommandScopeAllGroupChats(), _menu(members)),
    )


def _menu(commands: Sequence[Command]) -> tuple[BotCommand, ...]:
    return tuple(BotCommand(command.name, capital(command.does)) for command in commands)


async def present(bot: Bot, language: str = "") -> None:
    """Have Telegram show the menus and texts of this version; what it shows already is left alone.

    Telegram allows few such changes a day, so each is looked up first. A failure costs a menu,
    not the bot: it is logged.

    Args:
        language: of the texts, ISO 639-1; "" for whoever has no texts in their own.
    """
    try:
        for scope, commands in menus():
            if await bot.get_my_commands(scope, language) != commands:
                await bot.set_my_commands(commands, scope, language)
        description = await bot.get_my_description(language)
        if description.description != texts.DESCRIPTION:
            await bot.set_my_description(texts.DESCRIPTION, language)
        about = await bot.get_my_short_description(language)
        if about.short_description != texts.ABOUT:
            await bot.set_my_short_description(texts.ABOUT, language)
    except TelegramError as error:
        log.warning("telegram.profile_not_set", error=error.message)
