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
    ITEM_OF_OTHER_REGION = "item_of_other_region"
    ITEM_UNREADABLE = "item_unreadable"
    ITEM_TOO_LARGE = "item_too_large"
    ITEM_CONTRADICTORY = "item_contradictory"
    ITEM_BACKDATED = "item_backdated"
    ITEM_OVERLAPS = "item_overlaps"
    ITEM_UNCHANGED = "item_unchanged"
    ITEM_NOT_PUBLISHED = "item_not_published"
    ITEM_NOT_YET_IN_FORCE = "item_not_yet_in_force"
    ITEM_ALREADY_ENDED = "item_already_ended"


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
    Reason.ITEM_OF_OTHER_REGION: ReasonText(
        zh="事项属于其他地区，只能由办理地发布。",
        en="The item belongs to another region.",
    ),
    Reason.ITEM_UNREADABLE: ReasonText(
        zh="事项内容无法读取，请先校验。",
        en="The entry cannot be read.",
    ),
    Reason.ITEM_TOO_LARGE: ReasonText(
        zh="事项内容过长，不能发布。",
        en="The entry is too large.",
    ),
    Reason.ITEM_CONTRADICTORY: ReasonText(
        zh="事项要素相互矛盾，请先校验。",
        en="The elements of the entry contradict each other.",
    ),
    Reason.ITEM_BACKDATED: ReasonText(
        zh="日期早于今天，不能追溯。",
        en="The day has passed already.",
    ),
    Reason.ITEM_OVERLAPS: ReasonText(
        zh="新版本须晚于已发布的版本生效。",
        en="A new version must begin after the published one.",
    ),
    Reason.ITEM_UNCHANGED: ReasonText(
        zh="内容与已发布的最新版本完全相同。",
        en="Nothing differs from the newest version.",
    ),
    Reason.ITEM_NOT_PUBLISHED: ReasonText(
        zh="该事项从未发布。",
        en="The item was never published.",
    ),
    Reason.ITEM_NOT_YET_IN_FORCE: ReasonText(
        zh="终止日期早于最新版本的生效日期。",
        en="The newest version begins later than that day.",
    ),
    Reason.ITEM_ALREADY_ENDED: ReasonText(
        zh="最新版本在该日之前已终止。",
        en="The newest version ends earlier already.",
    ),
}
