"""The words for the reasons why a composite or an offer is refused something."""

from broker.domain.refusal import Reason, ReasonText

COMPOSITE_REASON_TEXTS: dict[Reason, ReasonText] = {
    Reason.PLAN_INVALID: ReasonText(
        zh="联办方案有误：事项、次序或牵头不成立。",
        en="The plan of the composite cannot be carried out.",
    ),
    Reason.CHILD_UNKNOWN: ReasonText(
        zh="联办中没有这一事项。",
        en="The composite has no such child.",
    ),
    Reason.CHILD_EXISTS: ReasonText(
        zh="联办中已有这一事项。",
        en="The composite has this child already.",
    ),
    Reason.CHILD_STARTED: ReasonText(
        zh="该事项已启动。",
        en="The child was already started.",
    ),
    Reason.CHILD_NOT_STARTED: ReasonText(
        zh="该事项尚未启动。",
        en="The child was not started yet.",
    ),
    Reason.CHILD_NOT_DUE: ReasonText(
        zh="前序事项尚未办结，或所需凭证、款项尚未到达。",
        en="Earlier children or facts are still awaited.",
    ),
    Reason.CHILD_ENDED: ReasonText(
        zh="该事项已结束。",
        en="The child has already ended.",
    ),
    Reason.CHILDREN_SETTLED: ReasonText(
        zh="联办的事项已定，不能再变更。",
        en="The children of the composite are settled.",
    ),
    Reason.CHILDREN_UNFINISHED: ReasonText(
        zh="尚有事项未办结，联办仍在办理中。",
        en="A child is unfinished, so the composite is in progress.",
    ),
    Reason.FACT_UNKNOWN: ReasonText(
        zh="联办方案没有这一凭证或款项。",
        en="The plan does not know this fact.",
    ),
    Reason.FACT_RECORDED: ReasonText(
        zh="该凭证或款项已登记。",
        en="This fact was already recorded.",
    ),
    Reason.MATERIAL_NOT_SHARED: ReasonText(
        zh="没有事项使用这一共享材料。",
        en="No child takes this shared material.",
    ),
    Reason.PROMISE_NOT_FORESEEN: ReasonText(
        zh="只有前置联办的非牵头事项可以告知承诺。",
        en="Only 前置联办 proceeds on promises of the others.",
    ),
    Reason.ALREADY_PROMISED: ReasonText(
        zh="该事项已作出告知承诺。",
        en="A promise was already given for this child.",
    ),
    Reason.EXTENSION_NOT_FORESEEN: ReasonText(
        zh="该联办没有可延长的期限。",
        en="The composite has no limit that can be extended.",
    ),
    Reason.REPORT_NOT_FORESEEN: ReasonText(
        zh="只有上报件可以上报。",
        en="Only 上报 goes up to an authority.",
    ),
    Reason.ALREADY_REPORTED: ReasonText(
        zh="联办件已上报。",
        en="The composite was already reported.",
    ),
    Reason.NOT_REPORTED: ReasonText(
        zh="上报材料尚未到达。",
        en="The report has not arrived.",
    ),
    Reason.NOTHING_TO_REPORT: ReasonText(
        zh="没有可上报的意见。",
        en="There is no opinion to report.",
    ),
    Reason.DECISION_AWAITED: ReasonText(
        zh="正在等待上级机关的决定。",
        en="The decision of the higher authority is awaited.",
    ),
    Reason.NOTHING_TO_DELIVER: ReasonText(
        zh="没有可送达的结果。",
        en="There is no result to deliver.",
    ),
    Reason.OFFER_UNKNOWN: ReasonText(
        zh="没有这份预填草稿。",
        en="There is no such offer.",
    ),
    Reason.OFFER_EXISTS: ReasonText(
        zh="这份预填草稿已存在。",
        en="The offer exists already.",
    ),
    Reason.OFFER_INVALID: ReasonText(
        zh="预填草稿的内容、来源、依据或有效期不完整。",
        en="Fields, sources, legal basis or expiry of the offer are incomplete.",
    ),
    Reason.OFFER_ENDED: ReasonText(
        zh="这份预填草稿已提交、已谢绝或已过期。",
        en="The offer was submitted, declined or has expired.",
    ),
    Reason.OFFER_OPENED: ReasonText(
        zh="这份预填草稿已打开。",
        en="The offer was already opened.",
    ),
    Reason.OFFER_NOT_OPENED: ReasonText(
        zh="请先打开并核对预填草稿。",
        en="The offer has to be opened and read first.",
    ),
    Reason.NOT_THE_PERSON: ReasonText(
        zh="只有本人可以处理这份预填草稿。",
        en="Only the person may act on the offer.",
    ),
    Reason.FIELD_UNKNOWN: ReasonText(
        zh="预填草稿没有这一项。",
        en="The offer has no such field.",
    ),
    Reason.FIELDS_MISSING: ReasonText(
        zh="尚有必填内容未填写。",
        en="Required fields are still empty.",
    ),
}
