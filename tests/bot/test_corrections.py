"""What was told and stands no more, and how a post reads then."""

from dataclasses import replace

from bot import compose
from bot.corrections import find
from bot.errata import corrected, notes, notice
from fakes.world import CHAT, MATCH, ROCKET, VISIT, actor, articles_of, claim
from summarizer.model import Sentence

POST = compose.brief(VISIT, CHAT)
QUAKE = replace(
    VISIT,
    headline="Quake kills 12 in Tarnau",
    summary=(claim("A quake killed 12 people in Tarnau on Tuesday."),),
    actors=(actor("Ines Caldeira", "Governor"),),
    outcomes=(claim("Governor Ines Caldeira closed the schools.", sentence=2),),
)


def by_id(told, **texts):
    """Give the articles of a brief; a text in place of those of the sentence with that number."""
    found = {}
    for one in articles_of(told):
        sentences = tuple(replace(s, text=texts.get(f"s{s.number}", s.text)) for s in one.sentences)
        found[one.id] = replace(one, sentences=sentences, revision=2 if texts else 1)
    return found


def lines(post):
    return [line.strong + line.text for block in post.blocks for line in block.lines]


def test_what_its_articles_still_say_stands():
    found = find(VISIT, by_id(VISIT), VISIT)
    assert not found
    assert corrected(POST, found) == POST


def test_a_rewording_with_the_same_names_and_numbers_stands():
    articles = by_id(QUAKE, s1="In Tarnau, 12 people were killed by a quake on Tuesday.")
    assert not find(QUAKE, articles, None)


def test_another_number_takes_the_place_of_the_first_and_the_headline_follows():
    now = "A quake killed 31 people in Tarnau on Tuesday."
    newest = replace(QUAKE, headline="Quake kills 31 in Tarnau", summary=(claim(now),))
    found = find(QUAKE, by_id(QUAKE, s1=now), newest)
    post = corrected(compose.brief(QUAKE, CHAT), found)
    assert post.title == "Corrected: Quake kills 31 in Tarnau"
    assert post.blocks[0].lines[0].text == now
    assert (
        "It said “A quake killed 12 people in Tarnau on Tuesday”; now it says "
        "“A quake killed 31 people in Tarnau on Tuesday”." in lines(post)
    )


def test_a_number_that_stands_elsewhere_in_the_article_is_another_number():
    articles = by_id(QUAKE, s1="A quake killed 31 people in Tarnau on Tuesday.")
    (one,) = articles.values()
    far = Sentence(9, 2, "It took rescuers 12 hours to reach the town.")
    articles = {one.id: replace(one, sentences=(*one.sentences, far))}
    assert [fallen.said for fallen in find(QUAKE, articles, None).fallen] == [QUAKE.summary[0].text]


def test_where_no_new_statement_is_like_it_the_sentence_itself_takes_its_place():
    now = "A quake killed 31 people in Tarnau on Tuesday."
    (fallen,) = find(QUAKE, by_id(QUAKE, s1=now), None).fallen
    assert (fallen.now, fallen.articles) == (now, ("visit",))


def test_what_the_article_dropped_is_taken_out():
    found = find(QUAKE, by_id(QUAKE, s2="The harbour stayed open all the time."), None)
    post = corrected(compose.brief(QUAKE, CHAT), found)
    assert "Governor Ines Caldeira closed the schools." not in lines(post)
    assert "It no longer says “Governor Ines Caldeira closed the schools”." in lines(post)


def test_a_changed_role_is_put_right():
    told = replace(QUAKE, actors=(actor("Ines Caldeira", "Governor"),))
    told = replace(told, summary=(), outcomes=told.outcomes)
    cited = replace(told.actors[0].citations[0], quote=told.outcomes[0].text)
    told = replace(told, actors=(replace(told.actors[0], citations=(cited,)),))
    now = "Mayor Ines Caldeira closed the schools."
    newest = replace(told, actors=(actor("Ines Caldeira", "Mayor"),), outcomes=(claim(now),))
    found = find(told, by_id(told, s1=now), newest)
    assert "Ines Caldeira, Mayor" in lines(corrected(compose.brief(told, CHAT), found))


def test_a_story_that_nobody_stands_by_is_taken_out_whole():
    (one,) = articles_of(VISIT)
    found = find(VISIT, {one.id: replace(one, withdrawn=True)}, None)
    post = corrected(POST, found)
    assert post.title == f"Withdrawn by its source: {VISIT.headline}"
    assert "Erdoğan stressed" not in " ".join(lines(post))
    assert post.sources[0].url is None
    assert post.buttons == ()


def test_what_another_source_carries_stays_and_the_source_is_marked():
    one, two = articles_of(ROCKET)
    articles = {one.id: one, two.id: replace(two, withdrawn=True)}
    found = find(ROCKET, articles, replace(ROCKET, outcomes=(), sources=ROCKET.sources[:1]))
    post = corrected(compose.brief(ROCKET, CHAT), found)
    assert ROCKET.summary[0].text in lines(post)
    assert "“The agency announced 2 more flights” was withdrawn by its source." in lines(post)
    marked = [source.title for source in post.sources if source.url is None]
    assert marked == ["Withdrawn by its source: To the Moon"]


def test_in_a_digest_only_the_line_of_the_story_changes():
    told = compose.roundup([QUAKE, MATCH], CHAT)
    now = "Governor Ines Caldeira closed the schools for 3 days."
    found = find(QUAKE, by_id(QUAKE, s2="The harbour stayed open all the time."), None)
    post = corrected(told, found)
    assert post.blocks[0].lines[0].strong == "Corrected: Quake kills 12 in Tarnau."
    assert post.blocks[0].lines[1] == told.blocks[0].lines[1]
    assert post.blocks[-1].lines[0].number == QUAKE.story
    assert now not in lines(post)


def test_the_notice_tells_only_what_the_post_had_told():
    found = find(QUAKE, by_id(QUAKE, s1="A quake killed 31 people in Tarnau on Tuesday."), None)
    assert notes(compose.brief(MATCH, CHAT), found) == ()
    told = compose.brief(QUAKE, CHAT)
    made = notice(told, found, notes(told, found))
    assert made.title == "Corrected: Quake kills 12 in Tarnau"
    assert [source.article for source in made.sources] == ["visit"]
    assert len(lines(made)) == 1
