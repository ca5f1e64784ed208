"""The closed vocabularies of composites, each word with its Chinese."""

from broker.domain.items.words import Word


class CompositeKind(Word):
    """What brings the children together (domain section 2)."""

    ONE_MATTER = "one_matter", "一件事"
    SEVERAL_PLACES = "several_places", "多地联办"


class JoinPolicy(Word):
    """How the children join [DB34/T 1164-2010]."""

    COMMON = "common", "一般联办"
    """The lead finishes only after all others."""
    ADVANCE = "advance", "前置联办"
    """The lead may proceed on the promise (告知承诺) of the others."""
    REPORTED = "reported", "上报"
    """A higher authority decides."""


class HandledIn(Word):
    """By which rule the region that decides a child is found; competence itself never moves."""

    RECEIVING = "receiving", "收件地"
    FIXED = "fixed", "指定地区"
    NAMED = "named", "申请人指明的地区"


class Listing(Word):
    """Whether the catalogue has the item of a child; an unlisted one has no code at all."""

    LISTED = "listed", "目录内事项"
    UNLISTED = "unlisted", "目录外事项"


class JointStart(Word):
    """From which fact the joint limit runs; the law does not say it for composites."""

    HAND_IN = "hand_in", "收件"
    FIRST_ACCEPTANCE = "first_acceptance", "首个事项受理"
    LAST_ACCEPTANCE = "last_acceptance", "最后一个事项受理"


class ChildStage(Word):
    """How far a child says it has come; the words below the line end it for the parent."""

    COLLECTED = "collected", "已收件"
    PUSHED = "pushed", "已移交"
    RECEIVED = "received", "待受理"
    SUPPLEMENT_PENDING = "supplement_pending", "待补正"
    ACCEPTED = "accepted", "已受理"
    DECIDED = "decided", "已决定，结果待回传"

    GRANTED = "granted", "准予，结果已到收件地"
    REJECTED = "rejected", "不予许可"
    NOT_ACCEPTED = "not_accepted", "不予受理"
    WITHDRAWN = "withdrawn", "已撤回"
    TERMINATED = "terminated", "已终止"


ENDS = frozenset(
    {
        ChildStage.GRANTED,
        ChildStage.REJECTED,
        ChildStage.NOT_ACCEPTED,
        ChildStage.WITHDRAWN,
        ChildStage.TERMINATED,
    }
)
"""Nothing more can come of the child than the one delivery and the one notice of the parent."""
