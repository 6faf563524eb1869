"""The hands: feeds, schedule, pipeline, deliveries, conversation, chats and the command line."""

from importlib.metadata import version

__version__ = version("tellal")
