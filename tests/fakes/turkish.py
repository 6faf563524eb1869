"""The same small world of news, told by Turkish newspapers."""

from dataclasses import replace

from bot.conversation.ports import Topic
from fakes.world import MATCH, VISIT, actor, claim, source
from summarizer.model import ActorType

TOPICS = {"world": Topic("world", "Dünya"), "sport": Topic("sport", "Spor")}

ZIYARET = replace(
    VISIT,
    headline="Erdoğan ile Bektenov ikili ilişkileri görüştü",
    summary=(claim("Cumhurbaşkanı Erdoğan, Kazakistan Başbakanı Bektenov ile görüştü."),
             claim("Görüşmeye bakanlar da katıldı.", sentence=2)),
    actors=(
        actor("Recep Tayyip Erdoğan", "Cumhurbaşkanı", ("Erdoğan",)),
        actor("Oljas Bektenov", "Kazakistan Başbakanı", ("Bektenov",)),
        actor("İletişim Başkanlığı", kind=ActorType.ORGANISATION),
    ),
    outcomes=(claim("Erdoğan, Gazze’de kalıcı ateşkes çağrısı yaptı.", sentence=3),),
    language="tr",
    sources=(source(title="Erdoğan ile Bektenov görüştü", outlet="Olay"),),
)  # fmt: skip

MAC = replace(
    MATCH,
    headline="Ajax derbide Feyenoord’u 3-1 yendi",
    summary=(claim("Ajax pazar günü Feyenoord’u 3-1 yendi.", "match"),),
    language="tr",
    sources=(source("match", "Ajax derbiyi kazandı", outlet="Sahada"),),
)
