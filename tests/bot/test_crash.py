"""Killed at any moment: nothing that was due is lost, and nothing comes again that surely came."""

import os

import pytest

from fakes.crashsite import Report, crash

KILLS = int(os.environ.get("TELLAL_CRASHES", "200"))
"""Of the long test."""


def assert_kept(report: Report) -> None:
    """Compare what arrived with what was promised."""
    assert report.errors == []
    assert report.messages > report.stories
    assert report.digests > 0
    assert report.untold == []
    assert report.twice == []
    assert report.lost == []
    assert report.knowing == []
    assert report.most_copies <= 2
    assert report.disordered == []
    assert report.astray == []
    # Nobody can promise more of a message whose both attempts were cut off: it is listed.
    assert report.unseen <= report.doubtful


async def test_killed_a_few_times_every_story_still_arrives_once(database_url: str):
    assert_kept(await crash(database_url, 8, life=0.8))


@pytest.mark.slow
@pytest.mark.timeout(900)
async def test_killed_at_random_moments_all_that_was_due_arrives(database_url: str):
    report = await crash(database_url, KILLS)
    assert_kept(report)
    assert report.copies > 0  # messages were in flight, so the test could have failed
    assert report.updates > 0
