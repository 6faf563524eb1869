"""A dossier tells what the articles say of somebody: dated, cited, told once."""

from dataclasses import replace
from datetime import UTC, datetime

from summarizer.dossier import FROM_ONE_ARTICLE, STATEMENTS, compose
from summarizer.model import Actor, ActorType, Article, Mention
from summarizer.text import sentences

VIRTALA = Actor("Kaisa Virtala", ActorType.PERSON, ("Virtala",))


def article(key: str, day: int, body: str) -> Article:
    when = datetime(2026, 4, day, tzinfo=UTC)
    return Article(key, None, f"News {key}", "en", when, "X", sentences(f"News {key}", body, "en"))


def mention(of: Article, role: str | None, *numbers: int) -> Mention:
    return Mention(of.id, 1, role, of.published, numbers)


OLD = article("a1", 2, "Deputy Kaisa Virtala opened a school. The weather was fine.")
NEW = article(
    "a2",
    20,
    "Trade Minister Kaisa Virtala said talks would resume. Virtala left for Oslo on Friday.",
)
MENTIONS = [mention(OLD, "Deputy", 1), mention(NEW, "Trade Minister", 1, 2)]


def test_roles_and_statements_come_newest_first_and_cited():
    dossier = compose(VIRTALA, MENTIONS, [OLD, NEW], ["Rodrigo Etcheverry"])
    assert [role.text for role in dossier.roles] == ["Trade Minister", "Deputy"]
    assert dossier.actor.role == "Trade Minister"
    assert [claim.citations[0].article for claim in dossier.statements] == ["a2", "a2", "a1"]
    assert all(c.text in claim.citations[0].quote for claim in dossier.statements for c in [claim])
    assert [source.article for source in dossier.sources] == ["a2", "a1"]
    assert dossier.met == ("Rodrigo Etcheverry",)


def test_a_role_is_told_once():
    again = article("a3", 22, "Trade Minister Kaisa Virtala came back.")
    mentions = [*MENTIONS, mention(again, "trade minister", 1)]
    dossier = compose(VIRTALA, mentions, [OLD, NEW, again])
    assert [role.text for role in dossier.roles] == ["trade minister", "Deputy"]


def test_the_same_words_from_two_outlets_are_told_once():
    copy = replace(NEW, id="a4")
    dossier = compose(VIRTALA, [*MENTIONS, mention(copy, None, 1, 2)], [NEW, copy])
    assert len(dossier.statements) == 2


def test_a_dossier_is_short():
    told = [
        "signed a treaty on fishing; the harbour towns protested",
        "opened the new museum beside the railway",
        "fell from a horse in Lapland",
        "asked parliament for four billion to mend bridges",
        "lost the vote on nuclear power by one voice",
        "wrote a novel about winters and wolves",
        "sang at the wedding of a cousin in Turku",
        "blamed drivers for noise near schools",
        "sold shares of a timber company yesterday",
        "praised nurses who had worked through Easter",
    ]
    many = [
        article(f"n{n}", 1 + n, f"Virtala {text}. Nobody laughed. Then Virtala left room {n}.")
        for n, text in enumerate(told)
    ]
    dossier = compose(VIRTALA, [mention(one, None, 1, 2, 3) for one in many], many)
    assert len(dossier.statements) == STATEMENTS
    counts = [claim.citations[0].article for claim in dossier.statements]
    assert max(map(counts.count, counts)) <= FROM_ONE_ARTICLE


def test_sentences_are_found_without_storage_s_help():
    dossier = compose(VIRTALA, [], [NEW])
    assert [claim.citations[0].sentence for claim in dossier.statements] == [1, 2]


def test_withdrawn_articles_and_strangers_tell_nothing():
    assert compose(VIRTALA, MENTIONS, [replace(NEW, withdrawn=True)]).statements == ()
    stranger = article("a9", 3, "The weather was fine.")
    assert compose(VIRTALA, [], [stranger]).statements == ()
