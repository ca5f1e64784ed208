"""What can be wrong with a definition or with a choice made by it: code, Chinese, English."""

from dataclasses import dataclass
from enum import StrEnum


class CompositeProblemCode(StrEnum):
    """A contradiction, by a stable code."""

    TEXT_BLANK = "text_blank"
    VERSION_ZERO = "version_zero"
    NAMES_REPEATED = "names_repeated"
    CHILDREN_TOO_FEW = "children_too_few"
    CHILDREN_TOO_MANY = "children_too_many"
    CODE_MISSING = "code_missing"
    CODE_INVENTED = "code_invented"
    CODE_CHECK_FAILED = "code_check_failed"
    REGION_MALFORMED = "region_malformed"
    REGION_NOT_FIXED = "region_not_fixed"
    CHILD_UNKNOWN = "child_unknown"
    ORDER_CIRCULAR = "order_circular"
    LEAD_MISSING = "lead_missing"
    LEAD_NEEDLESS = "lead_needless"
    LEAD_NOT_CERTAIN = "lead_not_certain"
    AUTHORITY_MISSING = "authority_missing"
    AUTHORITY_NEEDLESS = "authority_needless"
    FACT_UNKNOWN = "fact_unknown"
    LEG_FACT_UNKNOWN = "leg_fact_unknown"
    LIMIT_TOO_LONG = "limit_too_long"
    APPROVER_MISSING = "approver_missing"
    FIELD_NOT_FED = "field_not_fed"
    FIELD_FED_TWICE = "field_fed_twice"
    FIELD_UNKNOWN = "field_unknown"
    FIELD_NEEDLESS = "field_needless"
    CONDITION_NOT_A_CHOICE = "condition_not_a_choice"
    CONDITION_NO_OPTION = "condition_no_option"
    MATERIAL_FED_TWICE = "material_fed_twice"
    MATERIAL_NEEDLESS = "material_needless"
    MATERIAL_MADE_LATER = "material_made_later"
    ITEM_UNKNOWN = "item_unknown"
    MATERIAL_NOT_FED = "material_not_fed"
    MATERIAL_UNKNOWN = "material_unknown"
    ANSWER_MISSING = "answer_missing"
    ANSWER_NO_OPTION = "answer_no_option"
    NOT_OPTIONAL = "not_optional"
    REGION_NOT_NAMED = "region_not_named"
    ITEM_VERSION_MISSING = "item_version_missing"
    NOTHING_LEFT = "nothing_left"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemText:
    """The sentence for people, and its English twin."""

    zh: str
    en: str


def _text(zh: str, en: str) -> ProblemText:
    return ProblemText(zh=zh, en=en)


CODES = CompositeProblemCode
PROBLEM_TEXTS: dict[CompositeProblemCode, ProblemText] = {
    CODES.TEXT_BLANK: _text("必填文字为空", "a required text is blank"),
    CODES.VERSION_ZERO: _text("版本号从 1 开始", "versions are numbered from 1"),
    CODES.NAMES_REPEATED: _text("名称或代号重复", "a name or key stands there twice"),
    CODES.CHILDREN_TOO_FEW: _text("至少须有两个事项", "a composite has at least two children"),
    CODES.CHILDREN_TOO_MANY: _text("事项过多", "there are too many children"),
    CODES.CODE_MISSING: _text("目录内事项须有事项编码", "a listed item needs its code"),
    CODES.CODE_INVENTED: _text("目录外事项不得填写编码", "an unlisted item must not have a code"),
    CODES.CODE_CHECK_FAILED: _text("事项编码的校验位不符", "the check digit of the code is wrong"),
    CODES.REGION_MALFORMED: _text(
        "行政区划代码应为六位数字", "a region code has six digits (GB/T 2260)"
    ),
    CODES.REGION_NOT_FIXED: _text(
        "只有指定地区的事项才写明地区", "only a fixed place names its region"
    ),
    CODES.CHILD_UNKNOWN: _text("没有这一事项", "there is no such child"),
    CODES.ORDER_CIRCULAR: _text(
        "先后次序成环，永远不能开始", "the order is circular and nothing could begin"
    ),
    CODES.LEAD_MISSING: _text("前置联办须写明牵头事项", "前置联办 needs a leading child"),
    CODES.LEAD_NEEDLESS: _text("上报件由上级决定，没有牵头事项", "上报 has no leading child"),
    CODES.LEAD_NOT_CERTAIN: _text(
        "牵头事项不得为可选或有条件", "a leading child is neither optional nor conditional"
    ),
    CODES.AUTHORITY_MISSING: _text("上报件须写明由谁决定", "上报 needs the authority that decides"),
    CODES.AUTHORITY_NEEDLESS: _text("只有上报件才写明上级机关", "only 上报 has an authority"),
    CODES.FACT_UNKNOWN: _text(
        "没有谁会记录这一事实，事项永远不能启动", "nobody tells this fact, so nothing could begin"
    ),
    CODES.LEG_FACT_UNKNOWN: _text(
        "分段时限引用了没有谁记录的事实", "a leg starts or ends with a fact that nobody tells"
    ),
    CODES.LIMIT_TOO_LONG: _text(
        "联合办理不得超过四十五日，延长不得超过十五日，且只能一次（行政许可法第四十二条第二款）",
        "joint handling takes at most 45 + 15 days, extended once (行政许可法 art. 42(2))",
    ),
    CODES.APPROVER_MISSING: _text(
        "延长须写明由谁批准（行政许可法第四十二条第二款）",
        "an extension needs its approver (行政许可法 art. 42(2))",
    ),
    CODES.FIELD_NOT_FED: _text(
        "事项必填的内容在一张表中没有来源", "a required field of a child is fed by nothing"
    ),
    CODES.FIELD_FED_TWICE: _text("同一内容有两个来源", "a field of a child is fed twice"),
    CODES.FIELD_UNKNOWN: _text("事项没有这一内容", "the child has no such field"),
    CODES.FIELD_NEEDLESS: _text(
        "表中内容没有任何用处，不得收集（个人信息保护法第六条）",
        "the form asks for what nothing needs (个人信息保护法 art. 6)",
    ),
    CODES.CONDITION_NOT_A_CHOICE: _text(
        "条件只能取决于表中的选项", "a condition rests on a closed choice of the form"
    ),
    CODES.CONDITION_NO_OPTION: _text("条件中的答案不在选项之内", "the answer is not an option"),
    CODES.MATERIAL_FED_TWICE: _text("同一材料有两个来源", "a material of a child is fed twice"),
    CODES.MATERIAL_NEEDLESS: _text(
        "没有事项需要这一材料（个人信息保护法第六条）",
        "no child needs this material (个人信息保护法 art. 6)",
    ),
    CODES.MATERIAL_MADE_LATER: _text(
        "材料是另一事项的结果，本事项须排在其后",
        "the material is another child's result, so this child has to come after it",
    ),
    CODES.ITEM_UNKNOWN: _text("事项目录中没有这一编码", "the catalogue has no such item"),
    CODES.MATERIAL_NOT_FED: _text(
        "事项必要的材料不在一套材料之中", "a required material of the item is fed by nothing"
    ),
    CODES.MATERIAL_UNKNOWN: _text(
        "事项的材料清单中没有这一材料", "the item asks for no such thing"
    ),
    CODES.ANSWER_MISSING: _text("尚未选择", "the choice is not made"),
    CODES.ANSWER_NO_OPTION: _text("所选答案不在选项之内", "the answer is not an option"),
    CODES.NOT_OPTIONAL: _text("不是可选的事项", "this is no optional child"),
    CODES.REGION_NOT_NAMED: _text("请指明办理地区", "the region has to be named"),
    CODES.ITEM_VERSION_MISSING: _text(
        "该地区没有生效的这一事项", "the item is not in force in that region"
    ),
    CODES.NOTHING_LEFT: _text("没有需要办理的事项", "no child is left to be handled"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CompositeProblem:
    """One thing that is wrong: where, and about what."""

    code: CompositeProblemCode
    path: str
    about: str = ""

    @property
    def text(self) -> str:
        """Say it in Chinese."""
        sentence = PROBLEM_TEXTS[self.code].zh
        return f"{sentence}：{self.about}" if self.about else sentence

    @property
    def text_en(self) -> str:
        """Say it in English."""
        sentence = PROBLEM_TEXTS[self.code].en
        return f"{sentence}: {self.about}" if self.about else sentence


def problem(code: CompositeProblemCode, path: str, about: str = "") -> CompositeProblem:
    """Make a problem."""
    return CompositeProblem(code=code, path=path, about=about)
