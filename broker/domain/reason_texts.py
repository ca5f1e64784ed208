"""The words for each reason of a refusal, for people of both languages."""

from broker.domain.refusal import Reason, ReasonText

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
    Reason.APPLICANT_CHANGED: ReasonText(
        zh="证件号码与收件时不同。申请人有误的，请作废后重新收件。",
        en="The identity number is another one; void the case and hand it in again.",
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
    Reason.GROUND_MISMATCH: ReasonText(
        zh="听取利害关系人意见须写明依据，其他特别程序不填依据。",
        en="A hearing of third parties names its ground, and no other procedure does.",
    ),
    Reason.DAYS_MISSING: ReasonText(zh="请填写天数。", en="A number of days is required."),
    Reason.PROCEDURE_OPEN: ReasonText(
        zh="特别程序尚未结束，不能作出决定。",
        en="A special procedure is open, so nothing is decided yet.",
    ),
    Reason.PROCEDURE_NOT_OPEN: ReasonText(
        zh="没有该编号的进行中的特别程序。", en="No special procedure of this number is open."
    ),
    Reason.ALREADY_EXTENDED: ReasonText(
        zh="办理期限只能延长一次。（行政许可法第四十二条）",
        en="The limit is extended once (行政许可法 art. 42).",
    ),
    Reason.PROPOSAL_OPEN: ReasonText(
        zh="拟办意见正在等待复核。", en="A proposal already waits for a second clerk."
    ),
    Reason.NO_PROPOSAL: ReasonText(
        zh="没有等待复核的该份拟办意见。", en="No such proposal waits for a second clerk."
    ),
    Reason.OWN_PROPOSAL: ReasonText(
        zh="拟办意见应由另一名工作人员复核。（行政许可法第三十四条）",
        en="A proposal is confirmed by another clerk (行政许可法 art. 34).",
    ),
    Reason.SECOND_CLERK_MISSING: ReasonText(
        zh="应先由一名工作人员拟办、另一名工作人员复核，再作出决定。（行政许可法第三十四条）",
        en="One clerk proposes and a second confirms before it is decided (行政许可法 art. 34).",
    ),
    Reason.PROPOSAL_DIFFERS: ReasonText(
        zh="决定或者文书与复核同意的拟办意见不一致。",
        en="The decision or its documents are not those that two clerks agreed on.",
    ),
    Reason.SIGNAL_UNKNOWN: ReasonText(
        zh="办件没有这一编号的督办信号。", en="The case has no signal of this number."
    ),
    Reason.SIGNAL_WITHDRAWN: ReasonText(
        zh="这一督办信号已经撤销。", en="The signal is withdrawn already."
    ),
    Reason.NOT_FINISHED: ReasonText(zh="办件尚未办结。", en="The case is not finished yet."),
    Reason.NOT_GRANTED: ReasonText(
        zh="该办件没有准予许可，无可撤销或者注销。", en="Nothing was granted in this case."
    ),
    Reason.ALREADY_REVOKED: ReasonText(
        zh="该许可决定已被撤销。", en="The decision was already revoked."
    ),
    Reason.ALREADY_CANCELLED: ReasonText(
        zh="该许可已被注销。", en="The licence was already cancelled."
    ),
    Reason.AMOUNT_MISSING: ReasonText(zh="请填写应缴金额。", en="An amount to pay is required."),
    Reason.TOO_MANY_FEES: ReasonText(
        zh="本办件的缴费通知过多。", en="Too many fees were noticed in this case."
    ),
    Reason.FEE_UNKNOWN: ReasonText(zh="没有这笔费用。", en="There is no such fee."),
    Reason.FEE_SETTLED: ReasonText(
        zh="该费用已缴纳或者已减免。", en="This fee was already paid or waived."
    ),
    Reason.FEE_UNPAID: ReasonText(
        zh="尚有费用未缴纳，不能办结。", en="A fee is not paid yet, so the case cannot be finished."
    ),
    Reason.CASE_NOT_ENDED: ReasonText(
        zh="办件尚未终结，不能评价。", en="The case has not ended, so it cannot be rated."
    ),
    Reason.ALREADY_RATED: ReasonText(
        zh="已评价，每方只评价一次。（国办发〔2019〕51号）",
        en="This body was already rated; each is rated once (国办发〔2019〕51号).",
    ),
    Reason.NO_BAD_RATING: ReasonText(
        zh="没有需要整改的差评。", en="There is no bad rating to act on."
    ),
    Reason.ALREADY_CONTACTED: ReasonText(
        zh="已回访评价人。", en="The applicant was already contacted about the rating."
    ),
    Reason.NOT_CONTACTED: ReasonText(
        zh="尚未回访评价人。", en="The applicant was not contacted about the rating yet."
    ),
    Reason.ALREADY_RECTIFIED: ReasonText(
        zh="差评已整改。", en="The bad rating was already rectified."
    ),
    Reason.TOO_MANY_COMPLAINTS: ReasonText(
        zh="本方登记的投诉已达上限。",
        en="This side has registered as many complaints as one case may have.",
    ),
    Reason.COMPLAINT_KNOWN: ReasonText(
        zh="该工单已登记投诉。",
        en="This work order was already registered as a complaint.",
    ),
    Reason.COMPLAINT_UNKNOWN: ReasonText(
        zh="没有这个编号的投诉。",
        en="There is no complaint of this number.",
    ),
    Reason.COMPLAINT_NOT_YOURS: ReasonText(
        zh="该投诉不由本方答复。",
        en="This complaint is not for this body to answer.",
    ),
    Reason.COMPLAINT_TRANSFERRED: ReasonText(
        zh="该投诉已转办过一次，不能再转。",
        en="This complaint was already transferred, so it must be answered.",
    ),
    Reason.COMPLAINT_ANSWERED: ReasonText(
        zh="该投诉已答复。",
        en="This complaint was already answered.",
    ),
    Reason.COMPLAINT_NOT_ANSWERED: ReasonText(
        zh="该投诉尚未答复。",
        en="This complaint was not answered yet.",
    ),
    Reason.COMPLAINT_FOLLOWED_UP: ReasonText(
        zh="已就该次答复回访投诉人。",
        en="The complainant was already asked about this answer.",
    ),
    Reason.COMPLAINT_NOT_FOLLOWED_UP: ReasonText(
        zh="尚未回访投诉人，不能按已答复办结。",
        en="The complainant was not asked about the answer yet.",
    ),
    Reason.COMPLAINT_REOPENED: ReasonText(
        zh="该投诉已重办过一次。",
        en="This complaint was already reopened once.",
    ),
    Reason.COMPLAINT_NOT_DISPUTED: ReasonText(
        zh="投诉人没有不满意，问题也已解决，不需要重办。",
        en="The answer was not disputed, so there is nothing to reopen.",
    ),
    Reason.COMPLAINT_CLOSED: ReasonText(
        zh="该投诉已办结。",
        en="This complaint is already closed.",
    ),
    Reason.TEXT_MISSING: ReasonText(
        zh="请填写内容。",
        en="A text is required.",
    ),
    Reason.QUESTION_UNKNOWN: ReasonText(
        zh="没有这个编号的询问。",
        en="There is no question of this number.",
    ),
    Reason.QUESTION_ANSWERED: ReasonText(
        zh="该询问已经答复。",
        en="The question was already answered.",
    ),
    Reason.QUESTION_CLOSED: ReasonText(
        zh="该询问已由询问方关闭。",
        en="The side that asked has closed the question.",
    ),
    Reason.TOO_MANY_QUESTIONS: ReasonText(
        zh="本方在该办件中的询问已达上限。",
        en="This side has asked as many questions as one case may have.",
    ),
    Reason.ORIGINALS_MISSING: ReasonText(
        zh="请至少列明一份原件。",
        en="At least one original is required.",
    ),
    Reason.ORIGINALS_NOT_KEPT: ReasonText(
        zh="所列原件不全在本方保管之下。",
        en="This side does not keep all of these originals.",
    ),
    Reason.ORIGINALS_OUT: ReasonText(
        zh="尚有原件未退还申请人，不能办结。",
        en="An original was not handed back yet.",
    ),
    Reason.TOO_MANY_ORIGINALS: ReasonText(
        zh="本方收存的原件已达上限。",
        en="This side has taken as many originals as one case may have.",
    ),
    Reason.TOO_MANY_PARCELS: ReasonText(
        zh="本方封装的邮包已达上限。",
        en="This side has sealed as many parcels as one case may have.",
    ),
    Reason.PARCEL_UNKNOWN: ReasonText(
        zh="没有这个编号的邮包。",
        en="There is no parcel of this number.",
    ),
    Reason.PARCEL_NOT_SHIPPED: ReasonText(
        zh="该邮包尚未寄出。",
        en="The parcel was not shipped yet.",
    ),
    Reason.PARCEL_SHIPPED: ReasonText(
        zh="该邮包已经寄出。",
        en="The parcel was already shipped.",
    ),
    Reason.PARCEL_CLOSED: ReasonText(
        zh="该邮包已经签收、报失或取回。",
        en="The parcel has arrived, was lost, or was taken back.",
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
