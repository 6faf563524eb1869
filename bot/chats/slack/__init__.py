"""Slack: the only user of slack-bolt and slack-sdk.

`render` dresses posts (pure), `events` reads what Slack tells us (pure), `app` joins them to the
network; the other files are the nouns in between.
"""
