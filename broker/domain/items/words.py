"""The closed vocabularies of the 实施清单, each word with its Chinese.

The kinds of an item, the modes, the kinds of case and the grades are sourced (domain sections 2, 3
and 6). The words for nature of the body, reach, form, depth, result and material form follow
published forms and are unverified: a partner's other word goes through its code map, not in here.
"""

from enum import StrEnum
from typing import Self


class Word(StrEnum):
    """A word with a stable value for machines and a Chinese one for people."""

    zh: str

    def __new__(cls, value: str, zh: str = "") -> Self:
        """Keep the Chinese beside the value; to look a word up, the value is enough."""
        word = str.__new__(cls, value)
        word._value_ = value
        word.zh = zh
        return word


class ItemKind(Word):
    """What the item is in law (事项类型)."""

    LICENCE = "licence", "行政许可"
    CONFIRMATION = "confirmation", "行政确认"
    RULING = "ruling", "行政裁决"
    PAYMENT = "payment", "行政给付"
    REWARD = "reward", "行政奖励"
    FILING = "filing", "行政备案"
    OTHER_POWER = "other_power", "其他行政权力"
    PUBLIC_SERVICE = "public_service", "公共服务"


class Level(Word):
    """Which level exercises the power (行使层级)."""

    NATIONAL = "national", "国家级"
    PROVINCE = "province", "省级"
    CITY = "city", "市级"
    COUNTY = "county", "县级"
    TOWNSHIP = "township", "乡级"
    VILLAGE = "village", "村级"


class Served(Word):
    """Whom the item serves (服务对象)."""

    NATURAL = "N", "自然人"
    LEGAL = "L", "法人"


class CaseType(Word):
    """How the case is dealt with (办件类型); partners' codes for these differ."""

    IMMEDIATE = "immediate", "即办件"
    PROMISED = "promised", "承诺件"
    REPORTED = "reported", "上报件"
    JOINT = "joint", "联办件"


class BodyNature(Word):
    """Where the body has its power from (实施主体性质)."""

    STATUTORY = "statutory", "法定机关"
    AUTHORISED = "authorised", "授权组织"
    ENTRUSTED = "entrusted", "受委托组织"


class Mode(Word):
    """How an item is done across regions [国办发〔2020〕35号]."""

    ONLINE = "A", "全程网办"
    COLLECTED = "B", "异地代收代办"
    SEVERAL_PLACES = "C", "多地联办"


class Scope(Word):
    """Between which regions a mode is open; 省内通办 is the same mode inside one province."""

    CROSS_PROVINCE = "cross_province", "跨省通办"
    WITHIN_PROVINCE = "within_province", "省内通办"


class Reach(Word):
    """Where the item can be handed in (通办范围)."""

    NATIONWIDE = "nationwide", "全国通办"
    SEVERAL_PROVINCES = "several_provinces", "跨省区域通办"
    PROVINCE = "province", "全省通办"
    CITY = "city", "全市通办"
    COUNTY = "county", "全县通办"


class Form(Word):
    """Through what the item is done (办理形式)."""

    WINDOW = "window", "窗口办理"
    ONLINE = "online", "网上办理"
    KIOSK = "kiosk", "自助办理"
    POST = "post", "邮寄办理"


class OnlineDepth(Word):
    """How much of it is done online (网上办理深度)."""

    INFORMATION = "information", "一级（信息发布）"
    CHECK = "check", "二级（网上预审）"
    ACCEPTANCE = "acceptance", "三级（网上受理）"
    WHOLE = "whole", "四级（全程网办）"


class DeliveryWay(Word):
    """How the result reaches the applicant, at the applicant's choice (送达方式)."""

    RECEIVING_WINDOW = "receiving_window", "收件地窗口领取"
    HANDLING_WINDOW = "handling_window", "办理地窗口领取"
    POST = "post", "邮寄送达"
    ONLINE = "online", "网上送达"


class ResultKind(Word):
    """What the applicant gets in the end (结果类型)."""

    CERTIFICATE = "certificate", "证照"
    APPROVAL = "approval", "批文"
    PROOF = "proof", "证明"
    DECISION = "decision", "决定书"
    PAYMENT = "payment", "资金拨付"
    RECORD = "record", "登记信息"


class MaterialForm(Word):
    """In which form a material is handed in."""

    PAPER = "paper", "纸质"
    ELECTRONIC = "electronic", "电子"
    EITHER = "either", "纸质或电子"


class MaterialSource(Word):
    """Who makes a material."""

    APPLICANT = "applicant", "申请人自备"
    GOVERNMENT = "government", "政府部门核发"
    THIRD_PARTY = "third_party", "第三方出具"


class Need(Word):
    """Whether a material must be there at hand-in; a 容缺 one may follow later."""

    REQUIRED = "required", "必要"
    LENIENT = "lenient", "可容缺"
    WHERE_IT_APPLIES = "where_it_applies", "适用时必要"


class TrustGrade(Word):
    """How far a material is trusted [国办函〔2016〕108号]."""

    ISSUED = "A", "政府签发，可直接使用"
    CHECKED = "B", "窗口已核原件，可重复使用"
    UPLOADED = "C", "申请人上传，待核原件"
    PROMISED = "D", "申请人承诺自制"


class ProcedureKind(Word):
    """A special procedure: its time is not counted [行政许可法 45; 公证法 30]."""

    HEARING = "hearing", "听证"
    TENDER = "tender", "招标"
    AUCTION = "auction", "拍卖"
    INSPECTION = "inspection", "检验"
    TESTING = "testing", "检测"
    QUARANTINE = "quarantine", "检疫"
    APPRAISAL = "appraisal", "鉴定"
    EXPERT_REVIEW = "expert_review", "专家评审"
    ADDED_PROOF = "added_proof", "补充证明材料"
    VERIFICATION = "verification", "核实"
    PUBLIC_NOTICE = "public_notice", "公告"


class Start(Word):
    """On which day a limit begins (K9)."""

    RECEIPT = "receipt", "收到申请之日"
    ACCEPTANCE = "acceptance", "受理之日"


class Certainty(Word):
    """How sure the starting data is of a row."""

    SOURCED = "sourced", "有出处"
    RECALLED = "recalled", "未核实"
    DOUBTFUL = "doubtful", "存疑"
