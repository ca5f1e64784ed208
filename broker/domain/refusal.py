"""The broker says no to a command (拒绝): data, not an exception; the office's no is 不予许可."""

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why a command is refused: stable codes for machines; texts stand in REASON_TEXTS."""

    CASE_UNKNOWN = "case_unknown"
    CASE_EXISTS = "case_exists"
    CASE_ENDED = "case_ended"
    WRONG_SIDE = "wrong_side"
    ROLE_NOT_ALLOWED = "role_not_allowed"
    COMMAND_ID_REUSED = "command_id_reused"
    VERSION_MISMATCH = "version_mismatch"
    FORM_NOT_PASSED = "form_not_passed"
    IDENTITY_NOT_PASSED = "identity_not_passed"
    ALREADY_PUSHED = "already_pushed"
    NOT_PUSHED = "not_pushed"
    PUSH_NOT_RECEIVED = "push_not_received"
    SUPPLEMENT_PENDING = "supplement_pending"
    SUPPLEMENT_ALREADY_REQUESTED = "supplement_already_requested"
    SUPPLEMENT_NOT_REQUESTED = "supplement_not_requested"
    ALREADY_ACCEPTED = "already_accepted"
    NOT_ACCEPTED_YET = "not_accepted_yet"
    ALREADY_DECIDED = "already_decided"
    NOT_DECIDED = "not_decided"
    ALREADY_RETURNED = "already_returned"
    RESULT_NOT_RECEIVED = "result_not_received"
    ALREADY_DELIVERED = "already_delivered"
    NOT_DELIVERED = "not_delivered"
    ALREADY_NOTIFIED = "already_notified"
    NOT_NOTIFIED = "not_notified"
    WITHDRAWAL_PENDING = "withdrawal_pending"
    REASON_MISSING = "reason_missing"
    RIGHTS_NOTICE_MISSING = "rights_notice_missing"
    MATERIALS_MISSING = "materials_missing"
    PLAN_INVALID = "plan_invalid"
    CHILD_UNKNOWN = "child_unknown"
    CHILD_EXISTS = "child_exists"
    CHILD_STARTED = "child_started"
    CHILD_NOT_STARTED = "child_not_started"
    CHILD_NOT_DUE = "child_not_due"
    CHILD_ENDED = "child_ended"
    CHILDREN_SETTLED = "children_settled"
    CHILDREN_UNFINISHED = "children_unfinished"
    FACT_UNKNOWN = "fact_unknown"
    FACT_RECORDED = "fact_recorded"
    MATERIAL_NOT_SHARED = "material_not_shared"
    PROMISE_NOT_FORESEEN = "promise_not_foreseen"
    ALREADY_PROMISED = "already_promised"
    EXTENSION_NOT_FORESEEN = "extension_not_foreseen"
    ALREADY_EXTENDED = "already_extended"
    REPORT_NOT_FORESEEN = "report_not_foreseen"
    ALREADY_REPORTED = "already_reported"
    NOT_REPORTED = "not_reported"
    NOTHING_TO_REPORT = "nothing_to_report"
    DECISION_AWAITED = "decision_awaited"
    NOTHING_TO_DELIVER = "nothing_to_deliver"
    OFFER_UNKNOWN = "offer_unknown"
    OFFER_EXISTS = "offer_exists"
    OFFER_INVALID = "offer_invalid"
    OFFER_ENDED = "offer_ended"
    OFFER_OPENED = "offer_opened"
    OFFER_NOT_OPENED = "offer_not_opened"
    NOT_THE_PERSON = "not_the_person"
    FIELD_UNKNOWN = "field_unknown"
    FIELDS_MISSING = "fields_missing"


@dataclass(frozen=True, slots=True)
class Refusal:
    """An answer of `decide`: nothing happens, and why."""

    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonText:
    """The sentence a clerk reads, and its English twin."""

    zh: str
    en: str


REASON_TEXTS: dict[Reason, ReasonText] = {
    Reason.CASE_UNKNOWN: ReasonText(zh="没有这个办件。", en="There is no such case."),
    Reason.CASE_EXISTS: ReasonText(zh="该办件已经提交。", en="This case was already submitted."),
    Reason.CASE_ENDED: ReasonText(zh="办件已经终结，不能再办理。", en="The case has ended."),
    Reason.WRONG_SIDE: ReasonText(
        zh="此操作属于另一方窗口，本地区无权办理。",
        en="This act belongs to the other side of the case.",
    ),
    Reason.ROLE_NOT_ALLOWED: ReasonText(
        zh="您的岗位无权进行此操作。", en="Your role may not do this."
    ),
    Reason.COMMAND_ID_REUSED: ReasonText(
        zh="同一幂等编号已用于内容不同的请求。",
        en="This idempotency key was used for another request.",
    ),
    Reason.VERSION_MISMATCH: ReasonText(
        zh="办件已被他人更新，请刷新后再试。", en="The case has changed since you read it."
    ),
    Reason.FORM_NOT_PASSED: ReasonText(
        zh="形式审查尚未通过。", en="The form check has not been passed."
    ),
    Reason.IDENTITY_NOT_PASSED: ReasonText(
        zh="身份核验尚未通过。", en="The identity check has not been passed."
    ),
    Reason.ALREADY_PUSHED: ReasonText(
        zh="办件已移交办理地。", en="The case was already handed over."
    ),
    Reason.NOT_PUSHED: ReasonText(
        zh="办件尚未移交办理地。", en="The case was not handed over yet."
    ),
    Reason.PUSH_NOT_RECEIVED: ReasonText(
        zh="办理地尚未收到移交的办件。", en="The handling side has not received the case."
    ),
    Reason.SUPPLEMENT_PENDING: ReasonText(zh="正在等待补正材料。", en="A supplement is awaited."),
    Reason.SUPPLEMENT_ALREADY_REQUESTED: ReasonText(
        zh="补正应当一次性告知，本办件已发过补正通知。（行政许可法第三十二条）",
        en="Supplements are asked for once (行政许可法 art. 32).",
    ),
    Reason.SUPPLEMENT_NOT_REQUESTED: ReasonText(
        zh="没有待答复的补正要求。", en="No supplement is awaited."
    ),
    Reason.ALREADY_ACCEPTED: ReasonText(zh="办件已受理。", en="The case was already accepted."),
    Reason.NOT_ACCEPTED_YET: ReasonText(zh="办件尚未受理。", en="The case is not accepted yet."),
    Reason.ALREADY_DECIDED: ReasonText(zh="办件已作出决定。", en="The case was already decided."),
    Reason.NOT_DECIDED: ReasonText(zh="办件尚未作出决定。", en="The case is not decided yet."),
    Reason.ALREADY_RETURNED: ReasonText(
        zh="结果已回传收件地。", en="The result was already returned."
    ),
    Reason.RESULT_NOT_RECEIVED: ReasonText(
        zh="尚未收到办理地回传的结果。", en="The result has not arrived yet."
    ),
    Reason.ALREADY_DELIVERED: ReasonText(zh="结果已送达。", en="The result was already delivered."),
    Reason.NOT_DELIVERED: ReasonText(zh="结果尚未送达。", en="The result is not delivered yet."),
    Reason.ALREADY_NOTIFIED: ReasonText(
        zh="已告知申请人。", en="The applicant was already notified."
    ),
    Reason.NOT_NOTIFIED: ReasonText(
        zh="尚未告知申请人。", en="The applicant was not notified yet."
    ),
    Reason.WITHDRAWAL_PENDING: ReasonText(
        zh="撤回申请正在等待办理地确认。", en="A withdrawal awaits the handling side."
    ),
    Reason.REASON_MISSING: ReasonText(zh="请填写理由。", en="A reason is required."),
    Reason.RIGHTS_NOTICE_MISSING: ReasonText(
        zh="不予许可须告知行政复议和行政诉讼的权利。（行政许可法第三十八条）",
        en="A rejection must tell the rights of review and suit (行政许可法 art. 38).",
    ),
    Reason.MATERIALS_MISSING: ReasonText(
        zh="请至少列明一份材料。", en="At least one document is required."
    ),
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
    Reason.ALREADY_EXTENDED: ReasonText(
        zh="联合办理的期限只能延长一次。（行政许可法第四十二条第二款）",
        en="The joint limit is extended once (行政许可法 art. 42(2)).",
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
