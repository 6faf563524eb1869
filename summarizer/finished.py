"""From what was checked to what goes out: briefs and answers with their sources. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from summarizer import answer as answers
from summarizer.answer import Reason
from summarizer.engine import BriefDraft
from summarizer.model import Answer, Article, Brief, Claim, Query, Question, Source, Story
from summarizer.offers import offers


def source(article: Article) -> Source:
    """Give what a reader needs to find an article."""
    return Source(article.id, article.title, article.url, article.outlet, article.published)


def _newest_first(article: Article) -> tuple[datetime, str]:
    return article.published, article.id


def brief(draft: BriefDraft, story: Story, engine: str, *, fallback: bool) -> Brief:
    """Make a brief of a draft that was checked."""
    articles = sorted(story.articles, key=_newest_first, reverse=True)
    return Brief(
        story=story.id,
        version=story.version,
        headline=draft.headline,
        summary=draft.summary,
        actors=draft.actors,
        outcomes=draft.outcomes,
        language=draft.language,
        sources=tuple(map(source, articles)),
        engine=engine,
        model=draft.model,
        prompt_version=draft.prompt_version,
        fallback=fallback,
    )


def is_whole(draft: BriefDraft, brief: Brief) -> bool:
    """Whether every statement was translated."""
    return len(draft.summary) == len(brief.summary) and len(draft.outcomes) == len(brief.outcomes)


def reworded(brief: Brief, draft: BriefDraft) -> Brief:
    """Give a brief in the words of a draft; all else stays its own."""
    return replace(
        brief,
        headline=draft.headline,
        summary=draft.summary,
        actors=draft.actors,
        outcomes=draft.outcomes,
        language=draft.language,
        model=draft.model,
        prompt_version=draft.prompt_version,
    )


def answer(
    question: Question, claims: tuple[Claim, ...], articles: Sequence[Article], engine: str
) -> Answer:
    """Make an answer of claims that were checked, sources in the order of first citation."""
    cited = dict.fromkeys(citation.article for claim in claims for citation in claim.citations)
    by_id = {article.id: article for article in articles}
    return Answer(
        question=question.text,
        text=answers.joined(claims),
        claims=claims,
        sources=tuple(source(by_id[id_]) for id_ in cited if id_ in by_id),
        engine=engine,
        retrieved=tuple(by_id),
    )


def abstention(
    question: Question, query: Query, articles: Sequence[Article], engine: str, reason: Reason
) -> Answer:
    """Make the answer that there is none, with the articles that are about what was asked."""
    return Answer(
        question=question.text,
        text=None,
        claims=(),
        sources=(),
        engine=engine,
        reason=reason.value,
        retrieved=tuple(article.id for article in articles),
        nearest=tuple(map(source, offers(query, articles))),
    )
