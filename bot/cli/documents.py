"""The JSON that commands print: documented forms of briefs, answers, dossiers and stories. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any

from storage.model import Feedback, StoryHead
from summarizer.model import Actor, Answer, Article, Brief, Claim, Dossier, Source

Document = dict[str, Any]


def of_answer(answer: Answer, *, id: str | None, elapsed_ms: float) -> Document:  # noqa: A002
    """Give an answer with its claims, each with the sentences that carry it."""
    urls = _urls(answer.sources)
    return {
        "id": id,
        "question": answer.question,
        "answer": answer.text,
        "abstained": answer.abstained,
        "reason": answer.reason,
        "claims": [_claim(claim, urls) for claim in answer.claims],
        "retrieved": list(answer.retrieved),
        "cited": [source.article for source in answer.sources],
        "engine": answer.engine,
        "elapsed_ms": round(elapsed_ms, 1),
    }


def of_brief(brief: Brief, *, id: str | None = None) -> Document:  # noqa: A002
    """Give a brief; `id` is the article that was asked for, where one was."""
    urls = _urls(brief.sources)
    document: Document = {"id": id} if id is not None else {}
    return document | {
        "story": brief.story or None,
        "articles": [source.article for source in brief.sources],
        "headline": brief.headline,
        "summary": [_claim(claim, urls) for claim in brief.summary],
        "actors": [_actor(actor, urls) for actor in brief.actors],
        "outcomes": [_claim(claim, urls) for claim in brief.outcomes],
        "language": brief.language,
        "sources": [_source(source) for source in brief.sources],
        "engine": brief.engine,
        "model": brief.model,
        "prompt_version": brief.prompt_version,
    }


def of_dossier(dossier: Dossier) -> Document:
    """Give what is known of an actor."""
    urls = _urls(dossier.sources)
    return _actor(dossier.actor, urls) | {
        "roles": [_claim(claim, urls) for claim in dossier.roles],
        "statements": [_claim(claim, urls) for claim in dossier.statements],
        "met": list(dossier.met),
        "articles": [_source(source) for source in dossier.sources],
    }


def of_article(article: Article) -> Document:
    """Give an article in the form that `tellal import` reads."""
    return {
        "id": article.id,
        "url": article.url,
        "title": article.title if any(s.is_headline for s in article.sentences) else None,
        "text": article.text,
        "published": article.published.isoformat() if article.dated else None,
        "source": article.outlet,
        "language": article.language,
    }


def of_story(head: StoryHead) -> Document:
    """Give a story as it stands, without its texts."""
    return {
        "story": head.id,
        "version": head.version,
        "title": head.title,
        "language": head.language,
        "first": head.first.isoformat(),
        "latest": head.latest.isoformat(),
        "articles": list(head.articles),
        "topics": list(head.topics),
        "outlets": list(head.outlets),
        "briefed": head.brief is not None,
    }


def of_feedback(verdict: Feedback) -> Document:
    """Give what a reader thought of a story, an answer ("turn") or a message ("post")."""
    return {
        "chat": verdict.chat,
        "person": verdict.person,
        "about": verdict.about.value,
        "id": verdict.key,
        "value": verdict.value,
        "at": verdict.at.isoformat(),
    }


def _urls(sources: Iterable[Source]) -> dict[str, str | None]:
    return {source.article: source.url for source in sources}


def _claim(claim: Claim, urls: Mapping[str, str | None]) -> Document:
    return {
        "text": claim.text,
        "sources": [
            {
                "article": citation.article,
                "url": urls.get(citation.article),
                "sentence": citation.sentence,
                "quote": citation.quote,
            }
            for citation in claim.citations
        ],
    }


def _actor(actor: Actor, urls: Mapping[str, str | None]) -> Document:
    return {
        "name": actor.name,
        "aliases": list(actor.aliases),
        "type": actor.type.value,
        "role": actor.role,
        "sources": _claim(Claim("", actor.citations), urls)["sources"],
    }


def _source(source: Source) -> Document:
    return {
        "article": source.article,
        "title": source.title,
        "url": source.url,
        "source": source.outlet,
        "published": source.published.isoformat(),
    }
