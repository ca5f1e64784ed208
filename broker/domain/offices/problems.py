"""What can be wrong with an office, in stable codes and in Chinese."""

from dataclasses import dataclass
from enum import StrEnum


class OfficeProblemCode(StrEnum):
    """A contradiction inside an office, between offices, or with what is published already."""

    TEXT_BLANK = "text_blank"
    CODE_WITH_BLANKS = "code_with_blanks"
    REGION_UNKNOWN = "region_unknown"
    PLACE_MALFORMED = "place_malformed"
    PLACE_UNKNOWN = "place_unknown"
    PLACE_RETIRED = "place_retired"
    PLACE_OUTSIDE = "place_outside"
    LEVEL_DISAGREES = "level_disagrees"
    TERM_BACKWARDS = "term_backwards"
    HOST_UNKNOWN = "host_unknown"
    HOST_IS_ITSELF = "host_is_itself"
    WINDOW_REPEATED = "window_repeated"
    WINDOW_WITHOUT_ITEMS = "window_without_items"
    VILLAGE_POINT_ELSEWHERE = "village_point_elsewhere"
    ITEMS_SAID_TWICE = "items_said_twice"
    ITEM_CODE_WRONG = "item_code_wrong"
    TIME_MALFORMED = "time_malformed"
    SPAN_BACKWARDS = "span_backwards"
    SPANS_OVERLAP = "spans_overlap"
    WEEKDAY_REPEATED = "weekday_repeated"
    DAY_REPEATED = "day_repeated"
    MAKE_UP_AT_WORK = "make_up_on_a_weekday"
    MAKE_UP_OF_REST = "make_up_of_a_weekend"
    DELEGATION_BACKWARDS = "delegation_backwards"
    DELEGATION_EMPTY = "delegation_empty"
    DELEGATION_TO_ITSELF = "delegation_to_itself"
    DELEGATION_BEYOND_POWER = "delegation_beyond_power"
    ACT_NOT_DELEGABLE = "act_not_delegable"
    DELEGATE_UNKNOWN = "delegate_unknown"
    DELEGATION_BEYOND_KIND = "delegation_beyond_kind"
    NAME_REPEATED = "name_repeated"
    COMPETENCE_OVERLAPS = "competence_overlaps"
    HOSTS_DIFFER = "hosts_differ"
    HOST_IS_HOSTED = "host_is_hosted"
    VERSION_REPEATED = "version_repeated"
    WRONG_REGION = "wrong_region"
    BACKDATED = "backdated"
    OVERLAPS = "overlaps"
    UNCHANGED = "unchanged"
    NOT_PUBLISHED = "not_published"
    NOT_YET_IN_FORCE = "not_yet_in_force"
    ALREADY_ENDED = "already_ended"


_Code = OfficeProblemCode
OFFICE_PROBLEM_TEXTS = {
    _Code.TEXT_BLANK: "必填文字为空",
    _Code.CODE_WITH_BLANKS: "编码含有空白",
    _Code.REGION_UNKNOWN: "行政区划代码不在现行代码表中",
    _Code.PLACE_MALFORMED: "所在地应为六位区划代码或十二位乡镇、村代码",
    _Code.PLACE_UNKNOWN: "所在地不在区划代码表中",
    _Code.PLACE_RETIRED: "所在地代码已停用，应使用现行代码",
    _Code.PLACE_OUTSIDE: "所在地不属于本地区",
    _Code.LEVEL_DISAGREES: "部门层级与所在地代码不一致",
    _Code.TERM_BACKWARDS: "失效日期早于生效日期",
    _Code.HOST_UNKNOWN: "代管地区的代码不在现行代码表中",
    _Code.HOST_IS_ITSELF: "地区不能代管自身",
    _Code.WINDOW_REPEATED: "窗口编码或名称重复",
    _Code.WINDOW_WITHOUT_ITEMS: "窗口未写明办理的事项",
    _Code.VILLAGE_POINT_ELSEWHERE: "村级便民服务点应设在村级",
    _Code.ITEMS_SAID_TWICE: "已写明全部事项，不应再列部门或编码",
    _Code.ITEM_CODE_WRONG: "事项编码有误",
    _Code.TIME_MALFORMED: "时刻应写作 时:分（00:00 至 24:00）",
    _Code.SPAN_BACKWARDS: "结束时刻应晚于开始时刻",
    _Code.SPANS_OVERLAP: "开放时段重叠",
    _Code.WEEKDAY_REPEATED: "同一星期几写了两次",
    _Code.DAY_REPEATED: "同一日期写了两次",
    _Code.MAKE_UP_AT_WORK: "调休上班日应在周末",
    _Code.MAKE_UP_OF_REST: "调休上班日应补星期一至星期五之一",
    _Code.DELEGATION_BACKWARDS: "授权的到期日早于生效日",
    _Code.DELEGATION_EMPTY: "授权须写明事项和操作",
    _Code.DELEGATION_TO_ITSELF: "部门无须授权自身",
    _Code.DELEGATION_BEYOND_POWER: "授权的事项超出本部门职权",
    _Code.ACT_NOT_DELEGABLE: "不是办理地的操作，不能授权",
    _Code.DELEGATE_UNKNOWN: "被授权的部门或窗口在授权期内不存在",
    _Code.DELEGATION_BEYOND_KIND: "被授权的窗口类别不能进行该操作",
    _Code.NAME_REPEATED: "同一地区的部门名称重复",
    _Code.COMPETENCE_OVERLAPS: "同一地方有两个部门对同一事项有权",
    _Code.HOSTS_DIFFER: "同一地区写了不同的代管地区",
    _Code.HOST_IS_HOSTED: "代管地区自身也由他地代管",
    _Code.VERSION_REPEATED: "同一部门同一生效日期出现两次",
    _Code.WRONG_REGION: "部门属于其他地区，只能由该地区发布",
    _Code.BACKDATED: "新版本的生效日期早于发布日期",
    _Code.OVERLAPS: "生效日期与已发布的版本重叠",
    _Code.UNCHANGED: "与已发布的最新版本完全相同",
    _Code.NOT_PUBLISHED: "该部门从未发布",
    _Code.NOT_YET_IN_FORCE: "终止日期早于最新版本的生效日期",
    _Code.ALREADY_ENDED: "最新版本在该日之前已终止",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeProblem:
    """One thing that is wrong: where (a path of fields), and about what."""

    code: OfficeProblemCode
    path: str
    about: str = ""

    @property
    def text(self) -> str:
        """Say it in Chinese."""
        sentence = OFFICE_PROBLEM_TEXTS[self.code]
        return f"{sentence}：{self.about}" if self.about else sentence
