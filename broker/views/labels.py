"""What people read for the codes of the read model (Chinese); complete, which a test checks."""

from collections.abc import Mapping

from broker.domain.cases import commands, events
from broker.domain.cases.commands import (
    ApplicantKind,
    DecisionResult,
    DeliveryWay,
    IdentityMethod,
    NoticeChannel,
    TerminationGround,
)
from broker.domain.cases.complaints import commands as complaints
from broker.domain.cases.complaints import events as complained
from broker.domain.cases.complaints.commands import ComplaintEnd, ComplaintSource, Satisfaction
from broker.domain.cases.custody import commands as custody
from broker.domain.cases.custody import events as custody_events
from broker.domain.cases.custody.commands import HandBackManner, ParcelCondition
from broker.domain.cases.dialogue import commands as dialogue
from broker.domain.cases.dialogue import events as dialogue_events
from broker.domain.cases.dialogue.commands import QuestionSubject
from broker.domain.cases.fees import commands as fees
from broker.domain.cases.fees import events as charged
from broker.domain.cases.later import commands as later
from broker.domain.cases.later import events as later_events
from broker.domain.cases.later.commands import CancellationGround, RevocationGround
from broker.domain.cases.limits import commands as limits
from broker.domain.cases.limits import events as limit_events
from broker.domain.cases.limits.events import SignalKind, SupervisedLimit, TermsSource
from broker.domain.cases.procedures import commands as procedures
from broker.domain.cases.procedures import events as procedure_events
from broker.domain.cases.procedures.commands import (
    ApproverRole,
    SpecialProcedureKind,
    ThirdPartyGround,
)
from broker.domain.cases.ratings import commands as ratings
from broker.domain.cases.ratings import events as rated
from broker.domain.cases.ratings.commands import RatingLevel
from broker.domain.cases.status import ACT_TEXTS, STATUS_TEXTS
from broker.domain.envelope import Role
from broker.domain.identifiers import Side
from broker.views.changes import Origin
from broker.views.reading import Box

__all__ = ["ACT_TEXTS", "STATUS_TEXTS"]

SIDE_TEXTS: dict[Side, str] = {Side.RECEIVING: "收件地", Side.HANDLING: "办理地"}
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
    limit_events.TermsApplied: "适用事项版本",
    limit_events.CaseDeemedAccepted: "视为受理（逾期未告知）",
    limit_events.CaseDeemedWithdrawn: "视为撤回（逾期未补正）",
    limit_events.SignalRaised: "督办信号",
    limit_events.CardWithdrawn: "撤销督办信号",
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
    limits.CheckDeadline: "核对期限",
    limits.WithdrawCard: "撤销督办信号",
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
APPLICANT_KIND_TEXTS: dict[ApplicantKind, str] = {
    ApplicantKind.NATURAL: "自然人",
    ApplicantKind.LEGAL: "法人",
}
DELIVERY_WAY_TEXTS: dict[DeliveryWay, str] = {
    DeliveryWay.PICK_UP_RECEIVING: "收件地窗口领取",
    DeliveryWay.PICK_UP_HANDLING: "办理地窗口领取",
    DeliveryWay.POST: "邮寄",
    DeliveryWay.ONLINE: "网上送达",
}
IDENTITY_METHOD_TEXTS: dict[IdentityMethod, str] = {
    IdentityMethod.ID_CARD: "居民身份证",
    IdentityMethod.E_LICENCE: "电子证照",
    IdentityMethod.FACE: "人脸识别",
    IdentityMethod.AGENT_LETTER: "委托书",
}
NOTICE_CHANNEL_TEXTS: dict[NoticeChannel, str] = {
    NoticeChannel.IN_PERSON: "当面",
    NoticeChannel.SMS: "短信",
    NoticeChannel.PHONE: "电话",
    NoticeChannel.POST: "邮寄",
    NoticeChannel.ONLINE: "网上",
}
RATING_LEVEL_TEXTS: dict[RatingLevel, str] = {
    RatingLevel.VERY_SATISFIED: "非常满意",
    RatingLevel.SATISFIED: "满意",
    RatingLevel.FAIR: "基本满意",
    RatingLevel.DISSATISFIED: "不满意",
    RatingLevel.VERY_DISSATISFIED: "非常不满意",
}
COMPLAINT_SOURCE_TEXTS: dict[ComplaintSource, str] = {
    ComplaintSource.HOTLINE: "12345 热线",
    ComplaintSource.WINDOW: "窗口",
    ComplaintSource.ONLINE: "网上",
    ComplaintSource.LETTER: "来信",
}
SATISFACTION_TEXTS: dict[Satisfaction, str] = {
    Satisfaction.SATISFIED: "满意",
    Satisfaction.DISSATISFIED: "不满意",
    Satisfaction.NOT_REACHED: "未接通",
}
COMPLAINT_END_TEXTS: dict[ComplaintEnd, str] = {
    ComplaintEnd.ANSWERED: "已答复",
    ComplaintEnd.UNREASONABLE: "诉求不合理",
    ComplaintEnd.TAKEN_BACK: "投诉人撤回",
}
QUESTION_SUBJECT_TEXTS: dict[QuestionSubject, str] = {
    QuestionSubject.MATERIALS: "材料",
    QuestionSubject.APPLICANT: "申请人",
    QuestionSubject.CONDITIONS: "办理条件",
    QuestionSubject.PROGRESS: "办理进度",
    QuestionSubject.RESULT: "结果与送达",
    QuestionSubject.OTHER: "其他",
}
PARCEL_CONDITION_TEXTS: dict[ParcelCondition, str] = {
    ParcelCondition.INTACT: "完好",
    ParcelCondition.DAMAGED: "封签破损",
}
HAND_BACK_MANNER_TEXTS: dict[HandBackManner, str] = {
    HandBackManner.IN_PERSON: "当面退还",
    HandBackManner.MADE_GOOD: "遗失后补办或赔偿了结",
}
RESULT_TEXTS: dict[DecisionResult, str] = {
    DecisionResult.GRANTED: "准予许可",
    DecisionResult.REJECTED: "不予许可",
}
TERMINATION_GROUND_TEXTS: dict[TerminationGround, str] = {
    TerminationGround.APPLICANT_GONE: "申请人死亡或者终止",
    TerminationGround.ITEM_ABOLISHED: "事项已取消",
    TerminationGround.PROMISE_FALSE: "承诺不实",
    TerminationGround.PARTNER_LEFT: "协作地区退出",
    TerminationGround.OTHER: "其他情形",
}
REVOCATION_GROUND_TEXTS: dict[RevocationGround, str] = {
    RevocationGround.ABUSE_OF_OFFICE: "滥用职权、玩忽职守作出准予决定",
    RevocationGround.BEYOND_COMPETENCE: "超越法定职权作出准予决定",
    RevocationGround.PROCEDURE_VIOLATED: "违反法定程序作出准予决定",
    RevocationGround.CONDITIONS_NOT_MET: "申请人不具备申请资格或者不符合法定条件",
    RevocationGround.FRAUD_OR_BRIBERY: "以欺骗、贿赂等不正当手段取得",
    RevocationGround.OTHER: "其他情形",
}
CANCELLATION_GROUND_TEXTS: dict[CancellationGround, str] = {
    CancellationGround.EXPIRED: "有效期届满未延续",
    CancellationGround.HOLDER_GONE: "公民死亡或者丧失行为能力，法人或者其他组织终止",
    CancellationGround.REVOKED: "许可依法被撤销、撤回，或者证件依法被吊销",
    CancellationGround.FORCE_MAJEURE: "因不可抗力无法实施",
    CancellationGround.OTHER: "其他情形",
}
SPECIAL_PROCEDURE_TEXTS: dict[SpecialProcedureKind, str] = {
    SpecialProcedureKind.HEARING: "听证",
    SpecialProcedureKind.TENDER: "招标",
    SpecialProcedureKind.AUCTION: "拍卖",
    SpecialProcedureKind.INSPECTION: "检验",
    SpecialProcedureKind.TESTING: "检测",
    SpecialProcedureKind.QUARANTINE: "检疫",
    SpecialProcedureKind.APPRAISAL: "鉴定",
    SpecialProcedureKind.EXPERT_REVIEW: "专家评审",
    SpecialProcedureKind.ADDED_PROOF: "补充证明材料",
    SpecialProcedureKind.VERIFICATION: "核实",
    SpecialProcedureKind.PUBLIC_NOTICE: "公告",
    SpecialProcedureKind.THIRD_PARTY_HEARING: "听取利害关系人意见",
}
THIRD_PARTY_GROUND_TEXTS: dict[ThirdPartyGround, str] = {
    ThirdPartyGround.STATEMENT: "利害关系人陈述和申辩（行政许可法第三十六条）",
    ThirdPartyGround.PUBLIC_INTEREST: "依法或者涉及公共利益的听证（行政许可法第四十六条）",
    ThirdPartyGround.MAJOR_INTEREST: "涉及他人重大利益的听证（行政许可法第四十七条）",
}
APPROVER_ROLE_TEXTS: dict[ApproverRole, str] = {
    ApproverRole.ORGAN_HEAD: "本行政机关负责人",
    ApproverRole.GOVERNMENT_HEAD: "本级人民政府负责人",
}
SIGNAL_TEXTS: dict[SignalKind, str] = {
    SignalKind.WARNING: "预警",
    SignalKind.YELLOW: "黄牌",
    SignalKind.RED: "红牌",
}
SUPERVISED_LIMIT_TEXTS: dict[SupervisedLimit, str] = {
    SupervisedLimit.PROMISED: "作出决定的承诺时限",
    SupervisedLimit.STATUTORY: "作出决定的法定时限",
    SupervisedLimit.PROCEDURE: "特别程序告知的时间",
}
TERMS_SOURCE_TEXTS: dict[TermsSource, str] = {
    TermsSource.PUBLISHED: "办理地公布的事项版本",
    TermsSource.NATIONAL_LIST: "随系统提供的事项目录",
    TermsSource.LEGAL_DEFAULT: "行政许可法的一般规定",
}

_VALUE_TEXTS: dict[str, dict[str, str]] = {
    "applicant_kind": {code.value: text for code, text in APPLICANT_KIND_TEXTS.items()},
    "approver_role": {code.value: text for code, text in APPROVER_ROLE_TEXTS.items()},
    "against": {code.value: text for code, text in SIDE_TEXTS.items()},
    "body": {code.value: text for code, text in SIDE_TEXTS.items()},
    "end": {code.value: text for code, text in COMPLAINT_END_TEXTS.items()},
    "registrar": {code.value: text for code, text in SIDE_TEXTS.items()},
    "satisfaction": {code.value: text for code, text in SATISFACTION_TEXTS.items()},
    "solved": {"yes": "已解决", "no": "未解决"},
    "channel": {code.value: text for code, text in NOTICE_CHANNEL_TEXTS.items()},
    "condition": {code.value: text for code, text in PARCEL_CONDITION_TEXTS.items()},
    "delivery_way": {code.value: text for code, text in DELIVERY_WAY_TEXTS.items()},
    "ground": {
        **{code.value: text for code, text in TERMINATION_GROUND_TEXTS.items()},
        **{code.value: text for code, text in THIRD_PARTY_GROUND_TEXTS.items()},
        **{code.value: text for code, text in REVOCATION_GROUND_TEXTS.items()},
        **{code.value: text for code, text in CANCELLATION_GROUND_TEXTS.items()},
    },
    "level": {code.value: text for code, text in RATING_LEVEL_TEXTS.items()},
    "manner": {code.value: text for code, text in HAND_BACK_MANNER_TEXTS.items()},
    "method": {code.value: text for code, text in IDENTITY_METHOD_TEXTS.items()},
    "passed": {"yes": "通过", "no": "未通过"},
    "procedure": {code.value: text for code, text in SPECIAL_PROCEDURE_TEXTS.items()},
    "rated": {code.value: text for code, text in SIDE_TEXTS.items()},
    "result": {code.value: text for code, text in RESULT_TEXTS.items()},
    "provisional": {"yes": "是，该年放假安排尚未公布", "no": "否"},
    "signal": {code.value: text for code, text in SIGNAL_TEXTS.items()},
    "limit": {code.value: text for code, text in SUPERVISED_LIMIT_TEXTS.items()},
    "source": {
        **{code.value: text for code, text in COMPLAINT_SOURCE_TEXTS.items()},
        **{code.value: text for code, text in TERMS_SOURCE_TEXTS.items()},
    },
    "subject": {code.value: text for code, text in QUESTION_SUBJECT_TEXTS.items()},
    "rights_notice_given": {"yes": "是", "no": "否"},
    "way": {code.value: text for code, text in DELIVERY_WAY_TEXTS.items()},
}


def summary_lines(summary: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Put a timeline entry's summary into the words of the page: name and value of each field."""
    return tuple((FIELD_TEXTS[field], _value_text(field, code)) for field, code in summary.items())


def _value_text(field: str, code: str) -> str:
    if field == "amount_fen":
        yuan, fen = divmod(int(code), 100)
        return f"{yuan}.{fen:02d} 元"
    return _VALUE_TEXTS.get(field, {}).get(code, code)
