"""Which language a text is in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.language import detect_language
from summarizer.model import UNDETERMINED

TEXTS = {
    "en": "The ministers of the two countries met on Thursday and agreed that talks would go on.",
    "tr": "İki ülkenin bakanları perşembe günü bir araya geldi ve görüşmelerin süreceğini söyledi.",
    "de": "Die Minister der beiden Länder trafen sich am Donnerstag und einigten sich.",
    "es": "Los ministros de los dos países se reunieron el jueves y acordaron seguir.",
    "fr": "Les ministres des deux pays se sont réunis jeudi et ont décidé de continuer.",
    "it": "I ministri dei due paesi si sono incontrati giovedì e hanno deciso di continuare.",
    "nl": "De ministers van de twee landen kwamen donderdag bijeen en besloten verder te praten.",
    "pt": "Os ministros dos dois países reuniram-se na quinta-feira e decidiram que não há acordo.",
    "ru": "Министры двух стран встретились в четверг и решили, что будут говорить.",
    "uk": "Міністри двох країн зустрілися у четвер і домовилися про те, що переговори триватимуть.",
    "kk": "Екі елдің министрлері бейсенбі күні кездесіп, сауда туралы сөйлесті және қол қойды.",
    "ar": "التقى وزيرا البلدين يوم الخميس واتفقا على أن تستمر المحادثات في هذا الشهر.",
    "pl": "Ministrowie obu krajów spotkali się w czwartek i uzgodnili, że rozmowy będą trwały.",
    "el": "Οι υπουργοί των δύο χωρών συναντήθηκαν την Πέμπτη.",
    "ja": "両国の大臣は木曜日に会談した。",
    "zh": "两国部长星期四举行会谈。",
    "ko": "양국 장관은 목요일에 회담했다.",
}


@pytest.mark.parametrize("language", TEXTS)
def test_a_sentence_tells_its_language(language):
    assert detect_language(TEXTS[language]) == language


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("who won the election?", "en"),
        ("kim kazandi ve neden?", "tr"),
        ("erdogan ve bektenov ne gorustu", "tr"),
        ("¿quién ganó las elecciones?", "es"),
        ("wer hat die Wahl gewonnen?", "de"),
        ("wie heeft er gewonnen?", "nl"),
        ("chi ha vinto le elezioni?", "it"),
        ("кто победил на выборах?", "ru"),
    ],
)
def test_a_question_tells_its_language_even_typed_without_marks(question, language):
    assert detect_language(question) == language


def test_the_hint_decides_where_the_text_does_not_say():
    assert detect_language("Apple iPhone 15", "tr") == "tr"
    assert detect_language("", "en-GB") == "en"


def test_a_text_that_clearly_is_another_language_wins_over_the_hint():
    assert detect_language(TEXTS["tr"], "en") == "tr"
    assert detect_language(TEXTS["ru"], "en-US") == "ru"


def test_nobody_knows_the_language_of_nothing():
    assert detect_language("") == UNDETERMINED
    assert detect_language("12.5 %", "no such tag") == UNDETERMINED


@given(st.text(max_size=200), st.one_of(st.none(), st.text(max_size=8)))
def test_whatever_comes_in_a_tag_goes_out(text, hint):
    tag = detect_language(text, hint)
    assert tag == UNDETERMINED or (len(tag) == 2 and tag.isalpha() and tag.islower())
