"""What people read for the coded values of events (Chinese)."""

from broker.domain.cases.commands import (
    ApplicantKind,
    DecisionResult,
    DeliveryWay,
    IdentityMethod,
    NoticeChannel,
    TerminationGround,
)
from broker.domain.cases.complaints.commands import ComplaintEnd, ComplaintSource, Satisfaction
from broker.domain.cases.custody.commands import HandBackManner, ParcelCondition
from broker.domain.cases.dialogue.commands import QuestionSubject
from broker.domain.cases.later.commands import CancellationGround, RevocationGround
from broker.domain.cases.limits.events import SignalKind, SupervisedLimit, TermsSource
from broker.domain.cases.procedures.commands import (
    ApproverRole,
    SpecialProcedureKind,
    ThirdPartyGround,
)
from broker.domain.cases.ratings.commands import RatingLevel
from broker.domain.identifiers import Side

SIDE_TEXTS: dict[Side, str] = {Side.RECEIVING: "收件地", Side.HANDLING: "办理地"}
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

VALUE_TEXTS: dict[str, dict[str, str]] = {
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
