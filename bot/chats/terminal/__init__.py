"""The chat in a terminal: a pure renderer and a thin adapter."""
