"""`tellal run` with Slack's tokens: a working app, from the first command to the digest."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from fakes.slackapi import SlackApi

ROOT = Path(__file__).parents[4]

pytestmark = pytest.mark.timeout(90)


async def test_the_program_run_with_slack_tokens_is_a_working_app(
    slack: SlackApi, tmp_path: Path
) -> None:
    """The built-in topic is subscribed to, briefed, asked about, and set, all through Slack."""
    environment = {
        "PATH": os.environ["PATH"], "SLACK_BOT_TOKEN": slack.token,
        "SLACK_APP_TOKEN": slack.app_token, "SLACK_API_BASE": slack.url,
        "DATABASE_URL": f"sqlite:///{tmp_path}/tellal.db", "PYTHONUNBUFFERED": "1",
    }  # fmt: skip
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", cwd=ROOT, env=environment,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    try:
        await slack.until(lambda: slack.sockets or program.returncode is not None, 60)
        assert program.returncode is None, await program.stdout.read()
        ada = slack.person("Ada", tz="Europe/Istanbul")
        news = slack.channel("news", [ada, slack.bot])
        await ada.slash("/tellal", "subscribe", news)
        (followed,) = await slack.answers(news, seconds=20)
        assert "You now follow" in slack.rendered(followed).text
        await ada.slash("/tellal", "brief latest", news)
        latest = (await slack.answers(news, 2, seconds=20))[-1]
        await ada.mentions(news, "what did Erdoğan and Bektenov discuss?")
        answers = await slack.answers(news, 3, seconds=30)
        await slack.until(lambda: not answers[-1].streaming)
        assert "Bektenov" in slack.rendered(slack.of_bot(news)[-1]).text
        await ada.opens_home()
        await slack.until(lambda: ada.home)
        assert "Settings" in slack.rendered(ada.home).text
        assert "Mute story" in latest.buttons
    finally:
        program.send_signal(signal.SIGTERM)
        printed, _ = await asyncio.wait_for(program.communicate(), 20)
    assert program.returncode == 0, printed.decode()
    assert slack.token not in printed.decode()
    assert "Traceback" not in printed.decode()
