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

from bot.catalogue import ENGLISH, Words, spoken, words
from bot.chats.telegram import texts
from bot.conversation.commands import COMMANDS, Command
from bot.languages import capital

log = structlog.get_logger()


def menus(t: Words) -> tuple[tuple[BotCommandScope, tuple[BotCommand, ...]], ...]:
    """Give the menu of each scope: members of groups are not offered what only admins may do."""
    readers = [command for command in COMMANDS if not command.operators]
    members = [command for command in readers if not command.changes or command.name == "digest"]
    return (
        (BotCommandScopeAllPrivateChats(), _menu(t, readers)),
        (BotCommandScopeAllChatAdministrators(), _menu(t, readers)),
        (BotCommandScopeAllGroupChats(), _menu(t, members)),
    )


def _menu(t: Words, commands: Sequence[Command]) -> tuple[BotCommand, ...]:
    return tuple(BotCommand(c.name, capital(t(c.does), t.language)) for c in commands)


async def present(bot: Bot) -> None:
    """Have Telegram show the menus and texts of this version; what it shows already is left alone.

    Telegram shows a person those of their language, and those without a language, which are the
    English ones, to everybody else. It allows few such changes a day, so each is looked up first.
    A failure costs a menu, not the bot: it is logged.
    """
    try:
        for language in spoken():
            await _present(bot, words(language), "" if language == ENGLISH else language)
    except TelegramError as error:
        log.warning("telegram.profile_not_set", error=error.message)


async def _present(bot: Bot, t: Words, language: str) -> None:
    for scope, commands in menus(t):
        if await bot.get_my_commands(scope, language) != commands:
            await bot.set_my_commands(commands, scope, language)
    description, about = t(texts.DESCRIPTION), t(texts.ABOUT)
    if (await bot.get_my_description(language)).description != description:
        await bot.set_my_description(description, language)
    if (await bot.get_my_short_description(language)).short_description != about:
        await bot.set_my_short_description(about, language)
