"""Whether what is said stands in the sentences that it cites. Pure, and the same every time.

A claim may put its source in other words, in another order or another language. It may not bring a
name, a number, a date or a quotation of its own, turn yes into no, or leave its source behind.
Verbatim claims, and verbatim pieces of a sentence, always stand.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from heapq import nlargest

from summarizer import vocabulary
from summarizer.alignment import align
from summarizer.denial import flips, turns_around
from summarizer.exchange import misplaced
from summarizer.figures import Figure, FigureKind
from summarizer.matching import alike
from summarizer.mentions import foreign_names
from summarizer.model import Article, Claim
from summarizer.orders import is_order, tells
from summarizer.quotations import quotations, squeezed
from summarizer.reading import Reading, read

COVERED = 0.5
"""Share of a claim's content words that its sources must hold, in the same language."""

COVERED_ABROAD = 0.15
"""The same across languages, where only names, figures and known words can be compared."""

_SMALL = frozenset({"1", "2"})
"""Numbers in words that are counted rather than reported: "the two sides"."""


_GARBLED = 2
"""Words with letters in disorder from which a claim is no wording but a puzzle."""

_LAID_BESIDE = 4
"""Sources that a claim is laid beside, the nearest ones."""


class Doubt(StrEnum):
    """What is wrong with a claim."""

    NO_SOURCE = "no_source"
    NO_NEWS = "no_news"
    NAME = "name"
    NUMBER = "number"
    QUOTATION = "quotation"
    PLACE = "place"
    DENIAL = "denial"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check found.

    Attributes:
        doubts: each with the words that it is about; empty when the claim stands.
    """

    doubts: tuple[tuple[Doubt, str], ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the claim stands."""
        return not self.doubts


@dataclass(frozen=True, slots=True)
class Dropped:
    """A claim that may not go out, with what is wrong with it."""

    claim: Claim
    verdict: Verdict

    @property
    def complaint(self) -> str:
        """A sentence for whoever wrote the claim."""
        said = "; ".join(f"{doubt.value}: {words}" for doubt, words in self.verdict.doubts)
        return f"“{self.claim.text}” is not carried by its sources ({said})."


def check(
    text: str,
    sentences: Sequence[str],
    language: str,
    *,
    source_language: str | None = None,
    context: Sequence[str] = (),
) -> Verdict:
    """Check a claim against the sentences that it cites.

    Args:
        text: what is said.
        sentences: the cited ones, verbatim.
        language: of the text.
        source_language: of the sentences; None for the same.
        context: other sentences of the same articles, from which a name may be completed:
            "Olzhas Bektenov" where the cited sentence says "Bektenov".
    """
    if not sentences:
        return Verdict(((Doubt.NO_SOURCE, text),))
    said = squeezed(text)
    if any(said in squeezed(sentence) and tells(sentence) for sentence in sentences):
        return Verdict()
    telling = list(filter(tells, sentences))
    if not telling:
        return Verdict(((Doubt.NO_NEWS, sentences[0]),))
    if is_order(text):
        return Verdict(((Doubt.NO_NEWS, text),))
    spoken = source_language or language
    claim = read(text, language)
    sources = [read(sentence, spoken) for sentence in telling]

    @cache
    def around() -> list[Reading]:
        return [read(sentence, spoken) for sentence in context if not is_order(sentence)]

    doubts = [
        *((Doubt.NUMBER, words) for words in _foreign_figures(claim, sources)),
        *((Doubt.NAME, words) for words in foreign_names(claim, sources, around)),
        *((Doubt.QUOTATION, words) for words in _foreign_quotations(text, telling)),
    ]
    nearest = _nearest(claim, sources) if spoken == language else []
    beside = [align(claim, source) for source in nearest]
    names, figures = misplaced(beside, language)
    doubts += [(Doubt.PLACE, words) for words in names]
    doubts += [(Doubt.NUMBER, words) for words in figures]
    if turns_around(claim, sources) or flips(beside, language):
        doubts.append((Doubt.DENIAL, text))
    least = COVERED if spoken == language else COVERED_ABROAD
    if covered(claim, sources) < least or _is_garbled(claim, sources):
        doubts.append((Doubt.WORDS, text))
    return Verdict(tuple(doubts))


def check_claim(claim: Claim, articles: Mapping[str, Article], language: str) -> Verdict:
    """Check a claim with its citations against the articles that they point into.

    A citation whose sentence is not there, or says something else, counts for nothing.

    Args:
        claim: with citations.
        articles: by id.
        language: of the claim's text.
    """
    cited = [
        (article, citation.quote)
        for citation in claim.citations
        if (article := articles.get(citation.article)) and _stands(citation.quote, article)
    ]
    context = [
        sentence.text
        for article in {article.id: article for article, _ in cited}.values()
        for sentence in article.sentences
    ]
    spoken = cited[0][0].language if cited else language
    return check(
        claim.text,
        [quote for _, quote in cited],
        language,
        source_language=spoken,
        context=context,
    )


def _stands(quote: str, article: Article) -> bool:
    return any(quote == sentence.text for sentence in article.sentences)


def sift(
    claims: Sequence[Claim], articles: Mapping[str, Article], language: str
) -> tuple[tuple[Claim, ...], tuple[Dropped, ...]]:
    """Part claims that stand from those that do not.

    Args:
        claims: in order.
        articles: by id.
        language: of their texts.
    """
    kept, dropped = [], []
    for claim in claims:
        verdict = check_claim(claim, articles, language)
        if verdict.ok:
            kept.append(claim)
        else:
            dropped.append(Dropped(claim, verdict))
    return tuple(kept), tuple(dropped)


def _nearest(claim: Reading, sources: Sequence[Reading]) -> list[Reading]:
    """Give the sources that share most words with a claim: so many as it may have been made of."""
    if len(sources) <= _LAID_BESIDE:
        return list(sources)
    forms = set(claim.forms)
    return nlargest(_LAID_BESIDE, sources, key=lambda source: len(forms.intersection(source.forms)))


# --- figures -----------------------------------------------------------------------------------


def _foreign_figures(claim: Reading, sources: Sequence[Reading]) -> list[str]:
    """Give the claim's numbers and dates that no source has."""
    there = [figure for source in sources for figure in source.figures]
    # "March" may begin a sentence, where its capital does not tell that it is a month.
    written = {word for source in sources for word in source.words[:1]}
    said = [(figure, claim.text[figure.start : figure.end]) for figure in claim.figures]
    return [
        text
        for figure, text in said
        if not (figure.spelled and figure.values <= _SMALL)
        and not any(_same_figure(figure, other) for other in there)
        and text not in written
    ]


def _same_figure(one: Figure, other: Figure) -> bool:
    shares = (one.kind is FigureKind.PERCENT) is (other.kind is FigureKind.PERCENT)
    return shares and one.equals(other)


# --- quotations and words ----------------------------------------------------------------------


def _foreign_quotations(text: str, sentences: Sequence[str]) -> list[str]:
    """Give the quotations of a text that no sentence has word for word."""
    there = [squeezed(sentence) for sentence in sentences]
    return [
        quotation
        for quotation in quotations(text)
        if not any(squeezed(quotation) in sentence for sentence in there)
    ]


def covered(claim: Reading, sources: Sequence[Reading]) -> float:
    """Give the share of a claim's content words that the sources hold in some form."""
    counted = {
        word
        for figure in claim.figures
        for word in vocabulary.folded_words(claim.text[figure.start : figure.end])
    }
    content = [
        at
        for at, word in enumerate(claim.folded)
        if len(word) > 1 and word not in counted and not vocabulary.is_stop(word, claim.language)
    ]
    if not content:
        return 1.0
    return sum(_is_said(claim, at, sources) for at in content) / len(content)


def _is_garbled(claim: Reading, sources: Sequence[Reading]) -> bool:
    """Say whether a claim has words that are no words, made of the letters of its sources'."""
    there = {word for source in sources for word in source.folded}
    strange = {
        word
        for word in claim.folded
        if len(word) > 3 and word not in there and not vocabulary.is_common(word, claim.language)
    }
    if len(strange) < _GARBLED:
        return False
    letters = {"".join(sorted(word)) for word in there}
    return sum("".join(sorted(word)) in letters for word in strange) >= _GARBLED


def _is_said(claim: Reading, at: int, sources: Sequence[Reading]) -> bool:
    word, form = claim.folded[at], claim.forms[at]
    meant = vocabulary.concepts(claim.words[at], claim.language)
    for source in sources:
        if form in source.forms or word in source.folded:
            return True
        for folded, written in zip(source.folded, source.words, strict=True):
            if alike(word, folded):
                return True
            if meant and not meant.isdisjoint(vocabulary.concepts(written, source.language)):
                return True
    return False
