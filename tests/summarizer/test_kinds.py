"""Typing names: what the model must know, and that it is well kept."""

import pytest

from summarizer import kinds, names, roles
from summarizer.grammar import grammar
from summarizer.lexicon import table
from summarizer.model import ActorType


def typed(text, language="en"):
    words = grammar(language)
    tokens, found = names.find(text, language)
    told = {}
    for name in found:
        role = roles.before(text, tokens, name, words) or roles.after(text, tokens, name, words)
        shares = kinds.shares([kinds.scores(text, tokens, name, role, words)], 1.0)
        form = text[name.tokens[0].start : name.tokens[-1].end]
        told[form] = kinds.KINDS[shares.index(max(shares))]
    return told


@pytest.mark.parametrize(
    ("language", "text", "name", "kind"),
    [
        ("en", "Yesterday Maria Keller spoke to reporters.", "Maria Keller", ActorType.PERSON),
        ("en", "Then President Obeng left.", "Obeng", ActorType.PERSON),
        ("en", "It was sold to Keller Holdings Ltd. for little.", "Keller Holdings Ltd.",
         ActorType.ORGANISATION),
        ("en", "So said the Ministry of Health.", "Ministry of Health", ActorType.ORGANISATION),
        ("en", "They met in Paris on Monday.", "Paris", ActorType.PLACE),
        ("tr", "Dün Ayşe Demir geldi.", "Ayşe Demir", ActorType.PERSON),
        ("tr", "Dün Sağlık Bakanlığı karar aldı.", "Sağlık Bakanlığı", ActorType.ORGANISATION),
        ("ru", "Вчера в Москве шёл снег.", "Москве", ActorType.PLACE),
        ("de", "Gestern kam Anna Müller nach Hause.", "Anna Müller", ActorType.PERSON),
    ],
)  # fmt: skip
def test_plain_cases_are_typed_right(language, text, name, kind):
    assert typed(text, language)[name] is kind


def test_shares_sum_to_one_and_follow_every_mention():
    person, organisation = (3.0, 0.0, 0.0, 0.0), (0.0, 2.0, 0.0, 0.0)
    shares = kinds.shares([person, organisation], 0.0)
    assert sum(shares) == pytest.approx(1.0)
    assert shares[0] > shares[1] > shares[2] == pytest.approx(shares[3])
    assert kinds.shares([person], 0.0)[0] > shares[0]


def test_what_tells_nothing_is_typed_by_nothing_and_less_other_when_asked():
    nothing = (0.0, 0.0, 0.0, 0.0)
    assert kinds.shares([nothing], 0.0) == pytest.approx((0.25, 0.25, 0.25, 0.25))
    assert kinds.shares([nothing], 1.0)[3] < 0.25


def test_a_name_scores_what_its_features_weigh_however_often_it_is_met():
    text, words = "They met Anna Müller in Paris on Monday.", grammar("en")
    tokens, found = names.find(text, "en")
    weights = table("kinds")
    for name in found:
        features = kinds.features(text, tokens, name, None, words)
        known = [list(map(int, weights[each])) for each in features if each in weights]
        expected = [sum(each) / 100 for each in zip(*known, strict=True)]
        for _ in range(2):
            assert kinds.scores(text, tokens, name, None, words) == pytest.approx(expected)
    assert len(found) == 2


def test_every_feature_of_the_model_has_a_weight_for_each_kind():
    for weights in table("kinds").values():
        assert len(weights) == len(kinds.KINDS)
        assert all(weight.lstrip("-").isdigit() for weight in weights)
