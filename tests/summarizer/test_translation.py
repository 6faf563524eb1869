"""A translation says what its original says: the same numbers and people, and no more."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.engine import BriefDraft
from summarizer.model import Actor, ActorType, Brief, Citation, Claim
from summarizer.skeleton import same_name
from summarizer.translation import review

MEETING = (
    "President Recep Tayyip Erdoğan and Kazakhstan's Prime Minister Olzhas Bektenov discussed"
    " bilateral relations on Thursday."
)
AID = "The European Union approved a 5 billion euro aid package for Ukraine on 12 March."
WAGES = "The Ministry of Energy said wages rise by 4.5 percent from June."
QUOTED = '"We got what we came for," Holm said.'
COURT = "The court rejected the appeal and the United States did not comment."
STORM = "İstanbul Valiliği, fırtına nedeniyle 3 kişinin yaralandığını bildirdi."

FAITHFUL = [
    ("tr", MEETING, "Cumhurbaşkanı Recep Tayyip Erdoğan ile Kazakistan Başbakanı Oljas Bektenov"
     " perşembe günü ikili ilişkileri görüştü."),
    ("ru", MEETING, "Президент Реджеп Тайип Эрдоган и премьер-министр Казахстана Олжас Бектенов"
     " обсудили в четверг двусторонние отношения."),
    ("de", MEETING, "Präsident Recep Tayyip Erdoğan und Kasachstans Premierminister Olschas"
     " Bektenow sprachen am Donnerstag über die bilateralen Beziehungen."),
    ("ar", MEETING, "ناقش الرئيس رجب طيب أردوغان ورئيس وزراء كازاخستان أولجاس بكتينوف العلاقات"
     " الثنائية يوم الخميس."),
    ("tr", AID, "Avrupa Birliği, 12 Mart'ta Ukrayna için 5 milyar avroluk yardım paketini"
     " onayladı."),
    ("es", AID, "La Unión Europea aprobó el 12 de marzo un paquete de ayuda de 5.000 millones de"
     " euros para Ucrania."),
    ("de", AID, "Die Europäische Union billigte am 12. März ein Hilfspaket von 5 Milliarden Euro"
     " für die Ukraine."),
    ("ru", AID, "Европейский союз 12 марта одобрил пакет помощи Украине на 5 миллиардов евро."),
    ("tr", WAGES, "Enerji Bakanlığı, ücretlerin hazirandan itibaren yüzde 4,5 artacağını"
     " açıkladı."),
    ("ru", QUOTED, "«Мы получили то, за чем пришли», — сказала Хольм."),
    ("de", COURT, "Das Gericht wies die Berufung ab, die Vereinigten Staaten äußerten sich nicht."),
    ("ja", MEETING, "Recep Tayyip Erdoğan大統領とカザフスタンのOlzhas Bektenov首相は木曜日に"
     "二国間関係について協議した。"),
    ("ja", AID, "欧州連合は3月12日、ウクライナへの50億ユーロの支援策を承認した。"),
    ("en", STORM, "The Istanbul Governor's Office said 3 people were injured because of the"
     " storm."),
]  # fmt: skip
PEOPLE = tuple(
    Actor(name, ActorType.PERSON) for name in ("Recep Tayyip Erdoğan", "Olzhas Bektenov", "Holm")
)


def original(text: str, language: str = "en") -> Brief:
    claim = Claim(text, (Citation("a", 1, text),))
    return Brief(1, 1, text, (claim,), PEOPLE, (), language, (), "llm")


def stands(language: str, text: str, told: Brief) -> bool:
    """Whether a line goes out as the translation of a brief that says one thing."""
    claim = replace(told.summary[0], text=text)
    draft = BriefDraft(text, (claim,), told.actors, (), language)
    return review(draft, told)[0] is not None


@pytest.mark.parametrize(("language", "source", "text"), FAITHFUL)
def test_what_a_translator_writes_stands(language: str, source: str, text: str):
    assert stands(language, text, original(source, "tr" if source is STORM else "en"))


@pytest.mark.parametrize(
    ("language", "source", "text"),
    [
        ("tr", AID, FAITHFUL[4][2].replace("12", "13")),
        ("tr", AID, FAITHFUL[4][2].replace("milyar", "milyon")),
        ("ru", AID, FAITHFUL[7][2].replace("миллиардов", "миллионов")),
        ("es", AID, FAITHFUL[5][2].replace("5.000", "5")),
        ("tr", WAGES, FAITHFUL[8][2].replace("4,5", "45")),
        ("tr", WAGES, FAITHFUL[8][2].replace("yüzde 4,5 ", "")),
        ("tr", WAGES, FAITHFUL[8][2].replace("hazirandan", "temmuzdan")),
        ("tr", MEETING, FAITHFUL[0][2].replace("Erdoğan", "Macron")),
        ("ru", MEETING, FAITHFUL[1][2].replace("Эрдоган", "Макрон")),
        ("ar", MEETING, FAITHFUL[3][2].replace("أردوغان", "ماكرون")),
        ("tr", MEETING, FAITHFUL[0][2].replace("perşembe", "Zebulon Quackenbush ile perşembe")),
        ("tr", COURT, "Mahkeme, ABD'nin “çok önemli bir dava” dediği temyizi reddetti."),
        ("de", QUOTED, "Holm sagte nichts. Sie ging. Sie kam wieder."),
        ("tr", MEETING, MEETING),
        ("ru", WAGES, WAGES),
        ("ja", MEETING, "マクロン大統領とカザフスタンのOlzhas Bektenov首相は木曜日に協議した。"),
        ("ru", WAGES, "Да."),
        ("tr", WAGES, " ".join([FAITHFUL[8][2]] * 4)),
    ],
    ids=[
        "date", "scale", "scale in Russian", "scale in Spanish", "point", "number left out",
        "month", "person", "person in Cyrillic", "person in Arabic", "person added",
        "quotation added", "sentences added", "left as it was", "left as it was in Russian",
        "person in Japanese", "too short", "said again and again",
    ],
)  # fmt: skip
def test_what_is_wrong_does_not(language: str, source: str, text: str):
    assert not stands(language, text, original(source))


def test_a_role_that_says_something_else_is_left_out():
    told = original(WAGES)
    actor = Actor("Holm", ActorType.PERSON, role="leader of 1,300 workers")
    told = replace(told, actors=(actor,))
    line = FAITHFUL[8][2]
    claim = replace(told.summary[0], text=line)
    wrong = replace(actor, role="13.000 işçinin lideri")
    kept, _ = review(BriefDraft(line, (claim,), (wrong,), (), "tr"), told)
    assert kept is not None
    assert kept.actors[0].role is None
    right = replace(actor, role="1.300 işçinin lideri")
    kept, _ = review(BriefDraft(line, (claim,), (right,), (), "tr"), told)
    assert kept is not None
    assert kept.actors[0].role == "1.300 işçinin lideri"


@pytest.mark.parametrize(
    "forms",
    [
        ("Olzhas", "Oljas", "Олжас", "Olschas", "أولجاس"),
        ("Bektenov", "Bektenow", "Бектеновым", "بكتينوف"),
        ("Erdoğan", "Erdogan", "Эрдогана", "أردوغان", "Erdoğan'ın"),
        ("Netanyahu", "Нетаньяху", "נתניהו", "نتنياهو"),
        ("Zelensky", "Selenskyj", "Зеленский", "Zelenskiy"),
    ],
)
def test_one_name_is_known_in_every_script(forms: tuple[str, ...]):
    assert all(same_name(forms[0], other) for other in forms)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Erdoğan", "Macron"), ("Hakan", "Quackenbush"), ("Bektenov", "Tokayev"), ("Holm", "Berg")],
)
def test_two_names_are_two(one: str, other: str):
    assert not same_name(one, other)


@given(st.text(max_size=120), st.sampled_from(["tr", "ru", "ar", "ja", "de"]))
def test_no_line_makes_it_stumble(text: str, language: str):
    assert stands(language, text, original(MEETING)) in {True, False}
