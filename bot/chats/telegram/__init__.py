"""Telegram: the only user of python-telegram-bot.

`render` dresses posts (pure), `updates` reads what Telegram tells us (pure), `adapter` joins them
to the network; the other files are the nouns in between.
"""
