"""What people read for the codes of the read model (Chinese); complete, which a test checks."""

from collections.abc import Mapping

from broker.domain.cases import commands, events
from broker.domain.cases.complaints import commands as complaints
from broker.domain.cases.complaints import events as complained
from broker.domain.cases.custody import commands as custody
from broker.domain.cases.custody import events as custody_events
from broker.domain.cases.dialogue import commands as dialogue
from broker.domain.cases.dialogue import events as dialogue_events
from broker.domain.cases.fees import commands as fees
from broker.domain.cases.fees import events as charged
from broker.domain.cases.later import commands as later
from broker.domain.cases.later import events as later_events
from broker.domain.cases.limits import commands as limits
from broker.domain.cases.limits import events as limit_events
from broker.domain.cases.procedures import commands as procedures
from broker.domain.cases.procedures import events as procedure_events
from broker.domain.cases.proposals import commands as proposals
from broker.domain.cases.proposals import events as proposal_events
from broker.domain.cases.ratings import commands as ratings
from broker.domain.cases.ratings import events as rated
from broker.domain.cases.routing import commands as routing
from broker.domain.cases.routing import events as routing_events
from broker.domain.cases.status import ACT_TEXTS, STATUS_TEXTS
from broker.domain.envelope import Role
from broker.views.changes import Origin
from broker.views.reading import Box
from broker.views.value_labels import SIDE_TEXTS, VALUE_TEXTS

__all__ = ["ACT_TEXTS", "SIDE_TEXTS", "STATUS_TEXTS"]

BOX_TEXTS: dict[Box, str] = {
    Box.OUTBOX: "本地收件",
    Box.INBOX: "本地办理",
    Box.SHARED: "全部办件",
    Box.EVERY: "全部记录",
}
ORIGIN_TEXTS: dict[Origin, str] = {Origin.OWN: "本地", Origin.PEER: "对方"}
ROLE_TEXTS: dict[Role, str] = {
    Role.CLERK: "窗口人员",
    Role.APPLICANT: "申请人",
    Role.SUPERVISOR: "监督人员",
    Role.PLATFORM: "政务平台",
    Role.OPERATOR: "运维人员",
    Role.AUDITOR: "审计人员",
    Role.PEER: "对方地区",
    Role.SYSTEM: "系统",
}

EVENT_TEXTS: dict[type[events.Event], str] = {
    events.CaseSubmitted: "收件",
    events.CaseAmended: "更正申请信息",
    events.CaseVoided: "作废办件",
    events.MaterialsAdded: "补充材料",
    events.FormChecked: "形式审查",
    events.IdentityChecked: "身份核验",
    events.CasePushed: "移交办理地",
    events.SupplementAnswered: "转交补正材料",
    events.WithdrawalRequested: "申请撤回",
    events.CaseWithdrawn: "撤回办件",
    events.ResultReceived: "收到结果",
    events.ResultDelivered: "送达结果",
    events.ApplicantNotified: "告知申请人",
    events.CaseFinished: "办结",
    events.PushReceived: "收到移交",
    events.CaseAccepted: "受理",
    events.CaseNotAccepted: "不予受理",
    events.SupplementRequested: "补正告知",
    events.SupplementReceived: "收到补正材料",
    events.DecisionMade: "作出决定",
    events.ResultReturned: "回传结果",
    events.WithdrawalDeclined: "撤回未生效",
    events.CaseTerminated: "终止办理",
    procedure_events.SpecialProcedureStarted: "启动特别程序",
    procedure_events.SpecialProcedureEnded: "特别程序结束",
    procedure_events.ExtensionGranted: "延长办理期限",
    proposal_events.DecisionProposed: "提出拟办意见",
    proposal_events.ProposalConfirmed: "复核同意拟办意见",
    proposal_events.ProposalSentBack: "复核退回拟办意见",
    limit_events.TermsApplied: "适用事项版本",
    limit_events.CaseDeemedAccepted: "视为受理（逾期未告知）",
    limit_events.CaseDeemedWithdrawn: "视为撤回（逾期未补正）",
    limit_events.SignalRaised: "督办信号",
    limit_events.CardWithdrawn: "撤销督办信号",
    routing_events.CaseRouted: "分派部门",
    routing_events.CaseTransferred: "移送部门",
    later_events.DecisionRevoked: "撤销许可决定",
    later_events.LicenceCancelled: "注销许可",
    later_events.DecisionCorrected: "更正决定",
    charged.FeeNoticed: "缴费通知",
    charged.FeePaid: "缴费",
    charged.FeeWaived: "减免费用",
    rated.CaseRated: "评价",
    rated.RatingContacted: "差评回访",
    rated.RatingRectified: "差评整改",
    complained.ComplaintRegistered: "登记投诉",
    complained.ComplaintTransferred: "转办投诉",
    complained.ComplaintAnswered: "答复投诉",
    complained.ComplaintFollowedUp: "回访投诉人",
    complained.ComplaintReopened: "重办投诉",
    complained.ComplaintClosed: "办结投诉",
    dialogue_events.QuestionAsked: "询问对方窗口",
    dialogue_events.QuestionAnswered: "答复对方窗口",
    dialogue_events.QuestionClosed: "关闭询问",
    custody_events.OriginalsTaken: "收存原件",
    custody_events.ParcelSealed: "封装原件",
    custody_events.ParcelShipped: "寄出邮包",
    custody_events.ParcelArrived: "签收邮包",
    custody_events.ParcelLost: "邮包报失",
    custody_events.ParcelRecalled: "取回邮包",
    custody_events.OriginalsHandedBack: "退还原件",
}
KIND_TEXTS: dict[str, str] = {kind.__name__: text for kind, text in EVENT_TEXTS.items()}
"""The same by the name that a timeline entry carries."""

COMMAND_TEXTS: dict[type[commands.Command], str] = {
    commands.SubmitCase: "提交办件",
    commands.AmendCase: "更正申请信息",
    commands.VoidCase: "作废办件",
    commands.AddMaterials: "补充材料",
    commands.CheckForm: "形式审查",
    commands.CheckIdentity: "身份核验",
    commands.PushCase: "移交办理地",
    commands.AnswerSupplement: "转交补正材料",
    commands.WithdrawCase: "撤回办件",
    commands.DeliverResult: "送达结果",
    commands.NotifyApplicant: "告知申请人",
    commands.FinishCase: "办结",
    commands.AcceptCase: "受理",
    commands.DeclineCase: "不予受理",
    commands.RequestSupplement: "补正告知",
    commands.DecideCase: "作出决定",
    commands.ReturnResult: "回传结果",
    commands.TerminateCase: "终止办理",
    procedures.StartSpecialProcedure: "启动特别程序",
    procedures.EndSpecialProcedure: "结束特别程序",
    procedures.GrantExtension: "延长办理期限",
    proposals.ProposeDecision: "提出拟办意见",
    proposals.ConfirmProposal: "复核同意",
    proposals.SendBackProposal: "复核退回",
    limits.CheckDeadline: "核对期限",
    limits.WithdrawCard: "撤销督办信号",
    routing.RouteCase: "分派部门",
    routing.TransferCase: "移送部门",
    later.RevokeDecision: "撤销许可决定",
    later.CancelLicence: "注销许可",
    later.CorrectDecision: "更正决定",
    fees.NoticeFee: "缴费通知",
    fees.RecordPayment: "登记缴费",
    fees.WaiveFee: "减免费用",
    ratings.RateCase: "评价",
    ratings.RecordContact: "差评回访",
    ratings.RectifyRating: "差评整改",
    complaints.RegisterComplaint: "登记投诉",
    complaints.TransferComplaint: "转办投诉",
    complaints.AnswerComplaint: "答复投诉",
    complaints.FollowUpComplaint: "回访投诉人",
    complaints.ReopenComplaint: "重办投诉",
    complaints.CloseComplaint: "办结投诉",
    dialogue.AskQuestion: "询问对方窗口",
    dialogue.AnswerQuestion: "答复对方窗口",
    dialogue.CloseQuestion: "关闭询问",
    custody.TakeOriginals: "收存原件",
    custody.SealParcel: "封装原件",
    custody.ShipParcel: "寄出邮包",
    custody.ConfirmParcel: "签收邮包",
    custody.ReportParcelLost: "邮包报失",
    custody.RecallParcel: "取回邮包",
    custody.HandBackOriginals: "退还原件",
}

FIELD_TEXTS: dict[str, str] = {
    "accepted_on": "受理之日",
    "against": "投诉对象",
    "body": "承办方",
    "complaint": "投诉编号",
    "end": "办结方式",
    "registrar": "登记方",
    "round": "第几次答复",
    "satisfaction": "回访结果",
    "solved": "是否解决",
    "work_order": "工单编号",
    "amount_fen": "应缴金额",
    "announced_days": "告知所需工作日",
    "applicant_kind": "申请人类型",
    "approver_office": "批准机关",
    "office": "承办部门",
    "approver_role": "批准人",
    "days": "延长天数",
    "calendar": "工作日历版本",
    "carrier": "承运单位",
    "channel": "告知方式",
    "condition": "封签情况",
    "counted_day": "已计工作日",
    "delivery_way": "结果领取方式",
    "documents": "决定文书",
    "ground": "依据",
    "due_on": "到期日",
    "fee": "费用序号",
    "item_code": "事项编码",
    "item_number": "适用的公布版本",
    "item_version": "事项版本",
    "level": "满意度",
    "limit": "期限",
    "limit_days": "期限工作日",
    "manner": "退还方式",
    "materials": "材料",
    "method": "核验方式",
    "number": "编号",
    "originals": "原件",
    "parcel": "邮包编号",
    "passed": "是否通过",
    "procedure": "特别程序",
    "provisional": "是否暂定",
    "raised_on": "发出之日",
    "rated": "评价对象",
    "question": "询问编号",
    "result": "决定",
    "rights_notice_given": "已告知救济权利",
    "seal_number": "封签号",
    "signal": "信号",
    "source": "来源",
    "subject": "询问主题",
    "titles": "需补正材料",
    "tracking_number": "运单号",
    "way": "送达方式",
}


def summary_lines(summary: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Put a timeline entry's summary into the words of the page: name and value of each field."""
    return tuple((FIELD_TEXTS[field], _value_text(field, code)) for field, code in summary.items())


def _value_text(field: str, code: str) -> str:
    if field == "amount_fen":
        yuan, fen = divmod(int(code), 100)
        return f"{yuan}.{fen:02d} 元"
    return VALUE_TEXTS.get(field, {}).get(code, code)
