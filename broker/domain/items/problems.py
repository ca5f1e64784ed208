"""What can be wrong with an entry, in stable codes and in Chinese."""

from dataclasses import dataclass
from enum import StrEnum


class ProblemCode(StrEnum):
    """A contradiction inside an entry, or with what is published already."""

    TEXT_BLANK = "text_blank"
    REGION_MALFORMED = "region_malformed"
    CODE_WITH_BLANKS = "code_with_blanks"
    CODE_CHECK_FAILED = "code_check_failed"
    CODES_DISAGREE = "codes_disagree"
    SERVED_NOBODY = "served_nobody"
    JOINT_WITHOUT_BODIES = "joint_without_bodies"
    TERM_BACKWARDS = "term_backwards"
    NAMES_REPEATED = "names_repeated"
    MODE_MISSING = "mode_missing"
    MODE_REPEATED = "mode_repeated"
    MODE_WITHOUT_SCOPE = "mode_without_scope"
    MODE_WITHOUT_RECEIVING_DUTIES = "mode_without_receiving_duties"
    MODE_WITHOUT_HANDLING_DUTIES = "mode_without_handling_duties"
    ONLINE_NEEDS_VISITS = "online_needs_visits"
    ONLINE_NEEDS_ORIGINALS = "online_needs_originals"
    VISITS_WITHOUT_REASON = "visits_without_reason"
    REACH_TOO_NARROW = "reach_too_narrow"
    POST_DISAGREES = "post_disagrees"
    DAYS_TOO_MANY = "days_too_many"
    CLOSING_OUT_OF_DAY = "closing_out_of_day"
    PROMISED_LONGER = "promised_longer_than_statutory"
    PROMISED_UNIT_DIFFERS = "promised_unit_differs"
    PROMISED_STARTS_LATER = "promised_starts_later"
    IMMEDIATE_WITH_DAYS = "immediate_with_days"
    EXTENSION_WITHOUT_LIMIT = "extension_without_limit"
    EXTENSION_EMPTY = "extension_empty"
    SUPPLEMENT_WITHOUT_NOTICE = "supplement_without_notice"
    LICENCE_SILENCE = "licence_silence_without_effect"
    LICENCE_NOTICE_LONG = "licence_notice_too_long"
    LICENCE_DELIVERY_LONG = "licence_delivery_too_long"
    LEG_FACT_UNKNOWN = "leg_fact_unknown"
    LEG_ENDS_WITH_ITS_START = "leg_ends_with_its_start"
    LENIENT_WITHOUT_TERMS = "lenient_material_without_terms"
    LENIENCY_WITHOUT_MATERIAL = "leniency_without_material"
    LENIENCY_WITHOUT_TIME = "leniency_without_time"
    COMMITMENT_WITHOUT_EXCLUSION = "commitment_without_exclusion"
    MATERIAL_WITHOUT_COPIES = "material_without_copies"
    CERTIFICATE_TYPE_MALFORMED = "certificate_type_malformed"
    FEE_WITHOUT_BASIS = "fee_without_basis"
    WRONG_REGION = "wrong_region"
    BACKDATED = "backdated"
    OVERLAPS = "overlaps"
    UNCHANGED = "unchanged"
    NOT_PUBLISHED = "not_published"
    NOT_YET_IN_FORCE = "not_yet_in_force"
    ALREADY_ENDED = "already_ended"


PROBLEM_TEXTS = {
    ProblemCode.TEXT_BLANK: "必填文字为空",
    ProblemCode.REGION_MALFORMED: "行政区划代码应为六位数字",
    ProblemCode.CODE_WITH_BLANKS: "事项编码含有空白",
    ProblemCode.CODE_CHECK_FAILED: "事项编码的校验位不符",
    ProblemCode.CODES_DISAGREE: "实施编码与实施主体代码或基本编码不一致",
    ProblemCode.SERVED_NOBODY: "未写明服务对象",
    ProblemCode.JOINT_WITHOUT_BODIES: "联办件须列明联办机构",
    ProblemCode.TERM_BACKWARDS: "失效日期早于生效日期",
    ProblemCode.NAMES_REPEATED: "名称重复",
    ProblemCode.MODE_MISSING: "至少须有一种通办模式",
    ProblemCode.MODE_REPEATED: "同一通办模式出现两次",
    ProblemCode.MODE_WITHOUT_SCOPE: "通办模式须写明跨省或省内",
    ProblemCode.MODE_WITHOUT_RECEIVING_DUTIES: (
        "代收代办、多地联办须写明收件地职责（国办发〔2020〕35号）"
    ),
    ProblemCode.MODE_WITHOUT_HANDLING_DUTIES: (
        "代收代办、多地联办须写明办理地职责（国办发〔2020〕35号）"
    ),
    ProblemCode.ONLINE_NEEDS_VISITS: "全程网办不得要求到现场",
    ProblemCode.ONLINE_NEEDS_ORIGINALS: "只有全程网办一种模式时不能要求交验原件",
    ProblemCode.VISITS_WITHOUT_REASON: "要求到现场的须说明原因",
    ProblemCode.REACH_TOO_NARROW: "通办范围未超出本省，与跨省通办模式不一致",
    ProblemCode.POST_DISAGREES: "是否支持邮寄与送达方式不一致",
    ProblemCode.DAYS_TOO_MANY: "天数超过可计算的上限",
    ProblemCode.CLOSING_OUT_OF_DAY: "截止时刻应在一日之内",
    ProblemCode.PROMISED_LONGER: "承诺时限长于法定时限",
    ProblemCode.PROMISED_UNIT_DIFFERS: "承诺时限与法定时限的单位不同，无法比较",
    ProblemCode.PROMISED_STARTS_LATER: "承诺时限的起算晚于法定时限",
    ProblemCode.IMMEDIATE_WITH_DAYS: "即办件的承诺时限应为当场",
    ProblemCode.EXTENSION_WITHOUT_LIMIT: "没有时限，无从延期",
    ProblemCode.EXTENSION_EMPTY: "延期的天数与次数应大于零",
    ProblemCode.SUPPLEMENT_WITHOUT_NOTICE: "有申请人补正时限而无补正告知时限",
    ProblemCode.LICENCE_SILENCE: "行政许可逾期不告知的即为受理（行政许可法第三十二条）",
    ProblemCode.LICENCE_NOTICE_LONG: (
        "行政许可应当场或五个工作日内一次告知补正（行政许可法第三十二条）"
    ),
    ProblemCode.LICENCE_DELIVERY_LONG: "行政许可应自决定起十个工作日内送达（行政许可法第四十四条）",
    ProblemCode.LEG_FACT_UNKNOWN: "分段时限引用了不认识的事实，永远不会开始或结束",
    ProblemCode.LEG_ENDS_WITH_ITS_START: "分段时限以同一事实开始和结束",
    ProblemCode.LENIENT_WITHOUT_TERMS: "有可容缺的材料而无容缺受理的约定",
    ProblemCode.LENIENCY_WITHOUT_MATERIAL: "约定了容缺受理而没有可容缺的材料",
    ProblemCode.LENIENCY_WITHOUT_TIME: "容缺受理须给出补交的天数",
    ProblemCode.COMMITMENT_WITHOUT_EXCLUSION: "告知承诺须写明不适用的申请人（至少为失信主体）",
    ProblemCode.MATERIAL_WITHOUT_COPIES: "必要的纸质材料既无原件又无份数",
    ProblemCode.CERTIFICATE_TYPE_MALFORMED: (
        "电子证照类型代码应为 18 位信用代码加 3 位数字（GB/T 36904）"
    ),
    ProblemCode.FEE_WITHOUT_BASIS: "收费须写明依据",
    ProblemCode.WRONG_REGION: "事项属于其他地区，只能由办理地发布",
    ProblemCode.BACKDATED: "新版本的生效日期早于发布日期",
    ProblemCode.OVERLAPS: "生效日期与已发布的版本重叠",
    ProblemCode.UNCHANGED: "与已发布的最新版本完全相同",
    ProblemCode.NOT_PUBLISHED: "该事项从未发布",
    ProblemCode.NOT_YET_IN_FORCE: "终止日期早于最新版本的生效日期",
    ProblemCode.ALREADY_ENDED: "最新版本在该日之前已终止",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong: where (a path as in `elements`), and about what."""

    code: ProblemCode
    path: str
    about: str = ""

    @property
    def text(self) -> str:
        """Say it in Chinese."""
        sentence = PROBLEM_TEXTS[self.code]
        return f"{sentence}：{self.about}" if self.about else sentence
