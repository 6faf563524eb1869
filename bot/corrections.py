"""What a chat was told that its sources say no longer. Pure; `bot.errata` puts it right.

A statement stands while an article that it cites still carries it, in these words or in others.
It falls when a number, a name or the fact itself is gone from there, or the article altogether.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from summarizer.grounding import Doubt, check
from summarizer.model import Actor, Article, Brief, Citation, Claim, Source
from summarizer.text import fold, stem, words

_ALIKE = 0.4
"""Share of words that a statement has in common with the one that takes its place."""

_FUNCTION_WORDS = 3
"""Words up to this length carry grammar more often than content."""

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_FACTS = frozenset(
    {Doubt.NAME, Doubt.PLACE, Doubt.NUMBER, Doubt.QUOTATION, Doubt.DENIAL, Doubt.NO_SOURCE}
)


@dataclass(frozen=True, slots=True)
class Fallen:
    """A statement that does not stand any more.

    Attributes:
        said: as it was told.
        now: what takes its place; None for nothing.
        articles: ids of those that carry what takes its place.
        withdrawn: its articles were taken back, not changed.
    """

    said: str
    now: str | None = None
    articles: tuple[str, ...] = ()
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Correction:
    """What is wrong by now with a brief that was told.

    Attributes:
        headline: told, and as it is now.
        fallen: statements.
        actors: by the name that was told, how the actor is called and described now; None for
            somebody who is not in it any more.
        gone: ids of the articles that were taken back.
        withdrawn: all of them were, and nobody else tells the story.
        sources: by article, what may be cited.
    """

    story: int
    headline: tuple[str, str]
    fallen: tuple[Fallen, ...] = ()
    actors: tuple[tuple[Actor, Actor | None], ...] = ()
    gone: frozenset[str] = frozenset()
    withdrawn: bool = False
    sources: tuple[Source, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything is."""
        return bool(self.gone or self.fallen or self.actors or self.headline[0] != self.headline[1])


def find(told: Brief, articles: Mapping[str, Article], newest: Brief | None) -> Correction:
    """Compare what was told with the articles as they are now.

    Args:
        told: the brief that was told.
        articles: those that it was made from, as they are now.
        newest: the story's newest brief, where anything of it stands.
    """
    standing = {id_: one for id_, one in articles.items() if not one.withdrawn}
    gone = frozenset(source.article for source in told.sources) - frozenset(standing)
    if not standing and newest is None:
        headline = (told.headline, told.headline)
        return Correction(told.story, headline, gone=gone, withdrawn=True)
    claims = dict.fromkeys((*told.summary, *told.outcomes))
    new = dict.fromkeys((*newest.summary, *newest.outcomes)) if newest else {}
    unsaid = tuple(claim for claim in new if claim.text not in {one.text for one in claims})
    fallen = tuple(
        _replaced(claim, standing, unsaid, told.language)
        for claim in claims
        if not _stands(claim, standing, tuple(new), told.language)
    )
    return Correction(
        story=told.story,
        headline=(told.headline, _headline(told, standing, newest, fallen)),
        fallen=fallen,
        actors=_actors(told, standing, newest),
        gone=gone,
        sources=(*told.sources, *(newest.sources if newest else ())),
    )


def _stands(
    claim: Claim, standing: Mapping[str, Article], new: Sequence[Claim], language: str
) -> bool:
    """Whether an article that is cited, or the newest brief, still carries a statement."""
    quotes: dict[str, list[str]] = {}
    for citation in claim.citations:
        if citation.article in standing:
            quotes.setdefault(citation.article, []).append(citation.quote)
    if any(_carries(standing[id_], claim.text, some, language) for id_, some in quotes.items()):
        return True
    return any(check(claim.text, [other.text], language).ok for other in new)


def _carries(article: Article, text: str, quotes: Sequence[str], language: str) -> bool:
    sentences = [sentence.text for sentence in article.sentences]
    if set(quotes) <= set(sentences):
        return True
    # A number found far away is another number: only what is most alike may carry it.
    near = sorted(sentences, key=lambda s: -max(_alike(s, q, language) for q in quotes))
    near = near[: len(quotes)]
    verdict = check(text, near, language, source_language=article.language, context=sentences)
    if any(doubt in _FACTS for doubt, _ in verdict.doubts):
        return False
    spoken = article.language
    return verdict.ok or check(text, sentences, language, source_language=spoken).ok


def _replaced(
    claim: Claim, standing: Mapping[str, Article], new: Sequence[Claim], language: str
) -> Fallen:
    """Find what takes a statement's place: a new statement, else the sentence it stood in."""
    cited = [citation.article for citation in claim.citations if citation.article in standing]
    best = max(new, key=lambda c: _alike(c.text, claim.text, language), default=None)
    if best and _alike(best.text, claim.text, language) >= _ALIKE:
        articles = tuple(dict.fromkeys(citation.article for citation in best.citations))
        return Fallen(claim.text, best.text, articles, not cited)
    for id_ in cited:
        texts = [sentence.text for sentence in standing[id_].body]
        text = max(texts, key=lambda t: _alike(t, claim.text, language), default="")
        if _alike(text, claim.text, language) >= _ALIKE:
            return Fallen(claim.text, text, (id_,))
    return Fallen(claim.text, withdrawn=not cited)


def _headline(
    told: Brief,
    standing: Mapping[str, Article],
    newest: Brief | None,
    fallen: Sequence[Fallen],
) -> str:
    """Give the headline as it is now: the newest brief's, where the old one's facts are gone."""
    if newest is None or newest.headline == told.headline:
        return told.headline
    lost = {number for one in fallen for number in _NUMBER.findall(one.said)}
    lost -= {number for one in fallen for number in _NUMBER.findall(one.now or "")}
    if lost & set(_NUMBER.findall(told.headline)):
        return newest.headline
    said = [t for a in standing.values() for t in (a.title, *(s.text for s in a.sentences))]
    said += [newest.headline, *(claim.text for claim in newest.summary)]
    doubts = {doubt for doubt, _ in check(told.headline, said, told.language).doubts}
    return newest.headline if doubts & (_FACTS - {Doubt.DENIAL}) else told.headline


def _actors(
    told: Brief, standing: Mapping[str, Article], newest: Brief | None
) -> tuple[tuple[Actor, Actor | None], ...]:
    new = newest.actors if newest else ()
    changed: list[tuple[Actor, Actor | None]] = []
    for actor in told.actors:
        cited = [standing[c.article] for c in actor.citations if c.article in standing]
        if not actor.citations or any(_quoted(c, standing) for c in actor.citations[:1]):
            continue
        names = {fold(name) for name in (actor.name, *actor.aliases)}
        same = next((a for a in new if names & {fold(n) for n in (a.name, *a.aliases)}), None)
        if not any(name in fold(_whole(article)) for name in names for article in cited):
            same = same or next((a for a in new if a.role and a.role == actor.role), None)
            changed.append((actor, same))
        elif actor.role and not _described(actor.role, names, cited, told.language):
            changed.append((actor, replace(actor, role=same.role if same else None)))
    return tuple((old, now) for old, now in changed if now is None or called(old) != called(now))


def _quoted(citation: Citation, standing: Mapping[str, Article]) -> bool:
    article = standing.get(citation.article)
    return article is not None and any(citation.quote == s.text for s in article.sentences)


def _described(role: str, names: set[str], cited: Sequence[Article], language: str) -> bool:
    """Whether a sentence that names somebody, by any word of a name, still has the whole role."""
    wanted = _stems(role, language)
    lasts = {name.split()[-1] for name in names if name}
    return any(
        wanted <= _stems(sentence.text, language) and any(n in fold(sentence.text) for n in lasts)
        for article in cited
        for sentence in article.sentences
    )


def _whole(article: Article) -> str:
    return " ".join(sentence.text for sentence in article.sentences)


def called(actor: Actor) -> str:
    """Give an actor as a post shows it: "Olzhas Bektenov, Prime Minister"."""
    return f"{actor.name}, {actor.role}" if actor.role else actor.name


def _stems(text: str, language: str) -> set[str]:
    return {stem(word, language) for word in words(text) if len(word) > _FUNCTION_WORDS}


def _alike(one: str, other: str, language: str) -> float:
    """Give the share of words in common, from 0 to 1."""
    left, right = _stems(one, language), _stems(other, language)
    return len(left & right) / len(left | right) if left and right else 0.0
