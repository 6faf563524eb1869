"""Every sentence that the bot says of itself in a chat: help, confirmations and failures. Pure.

Sentences for the operator's log are where they are logged; what is told of the news is composed
in `bot.compose`. What a reader typed, or a source said of itself, is quoted short.
"""
