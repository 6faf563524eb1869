"""The values of the chat side and of the feeds, as storage keeps them.

All are frozen and compare by content. Times are aware and in UTC; a local time of day is a
`time` without zone, to be read in the chat's own zone.
"""

from storage.model.accounts import (
    About,
    Feedback,
    Grant,
    Installation,
    Pass,
    TableSize,
    Usage,
    UsageTotal,
)
from storage.model.chats import (
    Address,
    Alerts,
    Chat,
    ChatKind,
    ChatState,
    DigestTime,
    Filter,
    FilterKind,
    Length,
    Remark,
    Subscription,
    Target,
    Turn,
)
from storage.model.post import (
    Alert,
    Delivery,
    DeliveryState,
    Json,
    Outgoing,
    PostRecord,
    Told,
    Wording,
)
from storage.model.reading import (
    ActorRecord,
    Added,
    ClusteredArticle,
    Feed,
    FeedOutcome,
    NewArticle,
    StoryHead,
)

__all__ = [
    "About",
    "ActorRecord",
    "Added",
    "Address",
    "Alert",
    "Alerts",
    "Chat",
    "ChatKind",
    "ChatState",
    "ClusteredArticle",
    "Delivery",
    "DeliveryState",
    "DigestTime",
    "Feed",
    "FeedOutcome",
    "Feedback",
    "Filter",
    "FilterKind",
    "Grant",
    "Installation",
    "Json",
    "Length",
    "NewArticle",
    "Outgoing",
    "Pass",
    "PostRecord",
    "Remark",
    "StoryHead",
    "Subscription",
    "TableSize",
    "Target",
    "Told",
    "Turn",
    "Usage",
    "UsageTotal",
    "Wording",
]
