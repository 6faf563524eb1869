"""Whether what is said stands in the sentences that it cites. Pure, and the same every time.

A claim may put its source in other words, in another order or another language. It may not bring a
name, a number, a date or a quotation of its own, turn yes into no, or leave its source behind.
Verbatim claims, and verbatim pieces of a sentence, always stand.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from summarizer import vocabulary
from summarizer.denial import turns_around
from summarizer.figures import Figure, FigureKind
from summarizer.matching import alike, spelled_out
from summarizer.model import Article, Claim
from summarizer.names import Name
from summarizer.orders import tells
from summarizer.quotations import quotations, squeezed
from summarizer.reading import Reading, read

COVERED = 0.5
"""Share of a claim's content words that its sources must hold, in the same language."""

COVERED_ABROAD = 0.15
"""The same across languages, where only names, figures and known words can be compared."""

_SMALL = frozenset({"1", "2"})
"""Numbers in words that are counted rather than reported: "the two sides"."""


class Doubt(StrEnum):
    """What is wrong with a claim."""

    NO_SOURCE = "no_source"
    NO_NEWS = "no_news"
    NAME = "name"
    NUMBER = "number"
    QUOTATION = "quotation"
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
    if not any(map(tells, sentences)):
        return Verdict(((Doubt.NO_NEWS, sentences[0]),))
    if any(squeezed(text) in squeezed(sentence) for sentence in sentences):
        return Verdict()
    spoken = source_language or language
    claim = read(text, language)
    sources = [read(sentence, spoken) for sentence in sentences]
    around = [read(sentence, spoken) for sentence in context]
    doubts = [
        *((Doubt.NUMBER, words) for words in _foreign_figures(claim, sources)),
        *((Doubt.NAME, words) for words in _foreign_names(claim, sources, around)),
        *((Doubt.QUOTATION, words) for words in _foreign_quotations(text, sentences)),
    ]
    if turns_around(claim, sources):
        doubts.append((Doubt.DENIAL, text))
    least = COVERED if spoken == language else COVERED_ABROAD
    if covered(claim, sources) < least:
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
        for article in dict.fromkeys(article for article, _ in cited)
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


# --- figures -----------------------------------------------------------------------------------


def _foreign_figures(claim: Reading, sources: Sequence[Reading]) -> list[str]:
    """Give the claim's numbers and dates that no source has."""
    there = [figure for source in sources for figure in source.figures]
    return [
        claim.text[figure.start : figure.end]
        for figure in claim.figures
        if not (figure.spelled and figure.values <= _SMALL)
        and not any(_same_figure(figure, other) for other in there)
    ]


def _same_figure(one: Figure, other: Figure) -> bool:
    shares = (one.kind is FigureKind.PERCENT) is (other.kind is FigureKind.PERCENT)
    return shares and one.equals(other)


# --- names -------------------------------------------------------------------------------------


def _foreign_names(
    claim: Reading, sources: Sequence[Reading], around: Sequence[Reading]
) -> list[str]:
    """Give the claim's names that the sources do not mention.

    Of each name one word at least must stand in a cited sentence, and all of them somewhere in
    the articles.
    """
    foreign = []
    for name in claim.names:
        words = [token.word for token in name.tokens if len(token.word) > 1 and token.tall]
        if not words or (not name.sure and _is_ordinary(name, claim)):
            continue
        cited = [mentioned(word, sources, claim.language) for word in words]
        anywhere = [
            here or mentioned(word, around, claim.language)
            for word, here in zip(words, cited, strict=True)
        ]
        whole = any(spelled_out(words[0], source) for source in sources) and len(words) == 1
        if not whole and not (any(cited) and all(anywhere)):
            foreign.append(" ".join(token.text for token in name.tokens))
    return foreign


def _is_ordinary(name: Name, claim: Reading) -> bool:
    """Say whether a first word has its capital from its place alone."""
    words = [token.word for token in name.tokens]
    return len(words) == 1 and vocabulary.is_common(words[0], claim.language)


def mentioned(word: str, readings: Sequence[Reading], language: str) -> bool:
    """Say whether a name's word stands in some sentences, in any case, script or language.

    Args:
        word: folded.
        readings: the sentences.
        language: of the word.
    """
    meant = vocabulary.concepts(word, language)
    for reading in readings:
        if word in reading.tall:  # "U.S.", which is two words otherwise
            return True
        for folded, written in zip(reading.folded, reading.words, strict=True):
            if _is_form(word, folded):
                return True
            if meant and not meant.isdisjoint(vocabulary.concepts(written, reading.language)):
                return True
    return False


def _is_form(one: str, other: str) -> bool:
    """Say whether two folded words are one name in two cases ("erdogana", "Бектенова")."""
    if one == other:
        return True
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) >= 3 and longer.startswith(shorter) and len(longer) - len(shorter) <= 4:
        return True
    return len(shorter) >= 5 and shorter[:-2] == longer[: len(shorter) - 2]


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
