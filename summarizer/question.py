"""What a reader asks, understood: what to search for, and what an answer must contain. Pure.

The pieces in order: `understand` reads the words and completes a follow-up from its thread;
`recognise` adds what the store knows of the names; `correct` mends words that no article has.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from summarizer import vocabulary, wording
from summarizer.model import UNDETERMINED, Exchange, Query, Question, Term
from summarizer.period import period
from summarizer.skeleton import CASELESS, heard
from summarizer.spelling import nearest
from summarizer.text import detect_language, stem, words
from summarizer.wording import Word

STRONG, WEAK = 0.5, 0.2
"""Weight of the context's words where the question cannot stand without them, and where it may."""

ECHO = 0.3
"""Weight of what a word is called in the other languages that are searched."""

REMEMBERED = 3
"""How many exchanges back a follow-up may reach."""


def understand(
    question: Question,
    *,
    languages: Sequence[str] = ("en", "tr"),
    known: Collection[str] = (),
) -> Query:
    """Read a question.

    Args:
        question: as asked, with its thread.
        languages: of the articles that will be searched.
        known: names that the store knows, folded; they are recognised without capitals too.

    Returns:
        The query: the question's own words at weight 1, the thread's at less where they are
        needed. Words that only bind ("the", "did") are not searched for.
    """
    language = _language(question, languages)
    read = wording.read(question.text, language)
    kind = wording.kind_of(
        [word.folded for word in wording.read(wording.last_asked(question.text), language)],
        language,
    )
    content = wording.content(read, language)
    terms = [_term(word, language, languages) for word in content]
    echoes = [echo for word in content for echo in _echoes(word, language, languages)]
    query = Query(
        question=" ".join(question.text.split()),
        terms=_distinct((*terms, *echoes)),
        names=wording.names(read, content, language, frozenset(known)),
        numbers=wording.numbers(question.text, language),
        language=language,
        kind=kind,
    )
    when = period(question.text, read, language, question.asked)
    query = replace(query, since=when.since, until=when.until, days=when.days)
    return _complete(query, question, read, languages)


# --- the words ---------------------------------------------------------------------------------


def _language(question: Question, languages: Sequence[str]) -> str:
    """Tell the question's language; a short one speaks that of its thread."""
    detected = detect_language(question.text)
    asked = words(question.text)
    evidence = {language: wording.evidence(asked, language) for language in vocabulary.LANGUAGES}
    most = max(evidence.values())
    best = [language for language, found in evidence.items() if found == most and most]
    foreign = detected not in vocabulary.LANGUAGES and detected in languages
    if foreign or not best:
        return detected if detected != UNDETERMINED else _thread_language(question, languages)
    if len(best) > 1:
        before = _thread_language(question, languages)
        for choice in (before, detected):
            if choice in best:
                return choice
    return best[0]


def _thread_language(question: Question, languages: Sequence[str]) -> str:
    if not question.context:
        return UNDETERMINED
    earlier = question.context[-1]
    before = Question(earlier.question, question.asked, question.context[:-1])
    return _language(before, languages)


def _term(word: Word, language: str, languages: Sequence[str]) -> Term:
    """Make a search term: the word's stems, and what its country is called elsewhere."""
    spoken = () if language == UNDETERMINED else (language,)
    searched = tuple(dict.fromkeys((*spoken, *languages)))
    forms = [stem(word.text, each) for each in searched]
    for concept in sorted(vocabulary.concepts(word.text, language)):
        if concept.startswith("country:"):
            forms += vocabulary.expressions(concept, searched)
    if not CASELESS.isdisjoint(languages) and not vocabulary.is_common(word.text, language):
        forms += heard(word.text)
    return Term(word.folded, tuple(dict.fromkeys(form for form in forms if form)))


def _echoes(word: Word, language: str, languages: Sequence[str]) -> list[Term]:
    """Make terms of what a word means in other languages; marked by "~", at little weight."""
    others = [each for each in languages if each != language]
    return [
        Term(f"~{concept}", forms, ECHO)
        for concept in sorted(vocabulary.concepts(word.text, language))
        if ":" not in concept and (forms := vocabulary.expressions(concept, others))
    ]


def own(query: Query) -> tuple[Term, ...]:
    """Give the terms that the question itself says, without thread and other languages."""
    return tuple(term for term in query.terms if term.weight == 1)


def _distinct(terms: Sequence[Term]) -> tuple[Term, ...]:
    """Drop a word that is there already under the same forms; the first, heavier one stays."""
    seen: set[str] = set()
    kept = []
    for term in terms:
        if term.word not in seen and (not term.forms or term.forms[0] not in seen):
            kept.append(term)
            seen.update((term.word, *term.forms[:1]))
    return tuple(kept)


# --- the thread --------------------------------------------------------------------------------


def _complete(
    query: Query, question: Question, read: Sequence[Word], languages: Sequence[str]
) -> Query:
    """Take from the thread what the question leaves out."""
    if not question.context:
        return query
    last = _referred(query, question.context)
    about = question.context[0].articles if question.story is not None else ()
    need = _dependence(query, read)
    if not need:
        return replace(query, articles=about)
    earlier = question.context[: question.context.index(last)][-REMEMBERED:]
    before = understand(Question(last.question, question.asked, earlier), languages=languages)
    borrowed = tuple(
        replace(term, weight=need if term.weight == 1 else need / 2)
        for term in before.terms
        if not term.word.startswith("~")
    )
    timed = query if query.since or query.until or query.days else before
    goes_on = query.kind == "other" or _asks_about([word.folded for word in read], query.language)
    return replace(
        query,
        question=f"{before.question} {query.question}",
        terms=_distinct((*query.terms, *borrowed)),
        articles=_thread_articles(question.context),
        kind=before.kind if goes_on else query.kind,
        since=timed.since,
        until=timed.until,
        days=timed.days,
    )


def needs_thread(question: Question, query: Query) -> bool:
    """Say whether a question has no meaning without its thread: "and what did she sign?".

    Args:
        question: as asked, with its thread.
        query: the same from `understand`.
    """
    if not question.context:
        return False
    return _dependence(query, wording.read(question.text, query.language)) == STRONG


def _referred(query: Query, context: Sequence[Exchange]) -> Exchange:
    """Give the exchange that a question goes on from: the last, or the last that was answered.

    After "the articles do not say", a question with a subject goes on from what was told before.
    """
    answered = [exchange for exchange in context if exchange.answer is not None]
    return answered[-1] if own(query) and answered else context[-1]


def _thread_articles(context: Sequence[Exchange]) -> tuple[str, ...]:
    """Give what the newest exchange with articles was about."""
    for exchange in reversed(context[-REMEMBERED:]):
        if exchange.articles:
            return exchange.articles
    return ()


def _dependence(query: Query, read: Sequence[Word]) -> float:
    """Say how much a question leans on its thread: not at all, perhaps (WEAK), surely (STRONG)."""
    asked = [word.folded for word in read]
    language = query.language
    if not own(query) or _asks_about(asked, language):
        return STRONG
    if _points_back(asked, query) or not vocabulary.single(language, "else").isdisjoint(asked):
        return STRONG
    opened = asked[0] in vocabulary.single(language, "follow")
    common = all(vocabulary.concepts(term.word, language) for term in own(query))
    if query.names or len(own(query)) > 2:
        return WEAK if opened and len(own(query)) < 3 else 0.0
    if opened:
        return STRONG
    return WEAK if common and len(own(query)) == 1 else 0.0


def _asks_about(asked: Sequence[str], language: str) -> bool:
    """Say whether a question only names its subject: "and what about Gaza?"."""
    found = vocabulary.find(asked[:3], language, "about")
    return found is not None and found[0] <= 1


def _points_back(asked: Sequence[str], query: Query) -> bool:
    """Say whether a pronoun has nothing in the question to stand for."""
    language = query.language
    pronouns = vocabulary.single(language, "back")
    named = {word for name in query.names for word in name.split()}
    content = {term.word for term in own(query)}
    for at, word in enumerate(asked):
        if word in pronouns:
            before = [other for other in asked[:at] if other in content]
            return len(before) < 2 and not any(other in named for other in before)
    pointing = vocabulary.single(language, "demonstrative")
    return len(own(query)) < 3 and bool(asked) and asked[-1] in pointing


# --- what the store knows ----------------------------------------------------------------------


def recognise(query: Query, names: Collection[str]) -> Query:
    """Tell which words of a question that was typed without capitals are names.

    Where somebody wrote capitals, they say it themselves; and a word of the language ("house",
    "may") stays a word although some house bears it as its name.

    Args:
        query: from `understand`.
        names: words of the question (folded, as in `Term.word`) that the store knows as somebody's
            name or surname.
    """
    if query.names:
        return query
    fresh = tuple(
        term.word
        for term in own(query)
        if term.word in names and not vocabulary.is_common(term.word, query.language)
    )
    return replace(query, names=fresh) if fresh else query


def unknown(query: Query, frequencies: Mapping[str, int]) -> tuple[str, ...]:
    """Give the question's own words that stand in no article: mistyped, or simply not there.

    Args:
        query: from `understand`.
        frequencies: in how many articles each form stands.
    """
    return tuple(
        term.word
        for term in own(query)
        if not term.word.isdigit() and not any(frequencies.get(form, 0) for form in term.forms)
    )


def correct(
    query: Query,
    frequencies: Mapping[str, int],
    known: Collection[str],
    languages: Sequence[str] = ("en", "tr"),
) -> Query:
    """Mend mistyped words: one that no article has becomes the nearest word that some has.

    The word as typed keeps its place among the forms, so nothing is lost by a wrong guess; a
    word without a near neighbour stays as it is, and an answer will then have to do without it.
    A word of the language is as it was meant ("Farben" is no slip for the name "Farmen").

    Args:
        query: from `understand`.
        frequencies: in how many articles each form stands, for all forms of the query.
        known: words that stand in articles, folded: names above all.
        languages: of the articles that will be searched.
    """
    wrong = {
        word
        for word in unknown(query, frequencies)
        if not vocabulary.is_common(word, query.language)
    }
    if not wrong:
        return query
    terms = []
    renamed: dict[str, str] = {}
    for term in query.terms:
        meant = nearest(term.word, known) if term.word in wrong else None
        if meant is None:
            terms.append(term)
            continue
        renamed[term.word] = meant
        forms = (stem(meant, language) for language in languages)
        terms.append(Term(meant, tuple(dict.fromkeys((*forms, *term.forms))), term.weight))
    names = tuple(
        " ".join(renamed.get(word, word) for word in name.split()) for name in query.names
    )
    tall = query.language in vocabulary.TALL_NOUNS
    written = " ".join(names).split()
    fresh = tuple(meant for meant in renamed.values() if meant not in written and not tall)
    return replace(query, terms=tuple(terms), names=(*names, *fresh))
