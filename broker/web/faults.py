"""Every reason why the edge does not take a request, and its words in Chinese and English."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    """Why the edge does not take a request; stable, the last part of the problem's type."""

    INVALID_JSON = "invalid-json"
    INVALID_BODY = "invalid-body"
    INVALID_PARAMETER = "invalid-parameter"
    WRONG_MEDIA_TYPE = "wrong-media-type"
    WRONG_CONTENT = "wrong-content"
    TOO_LARGE = "too-large"
    TOO_SLOW = "too-slow"
    KEY_MISSING = "idempotency-key-missing"
    NOT_LOGGED_IN = "not-logged-in"
    FORBIDDEN = "forbidden"
    WRONG_REGION = "wrong-region"
    FORGED_FORM = "forged-form"
    NOT_FOUND = "not-found"
    METHOD_NOT_ALLOWED = "method-not-allowed"
    OUTCOME_NOT_KNOWN = "outcome-not-known"
    REFUSED = "refused"
    SET_ASIDE = "set-aside"
    TOO_MANY_REQUESTS = "too-many-requests"
    NOT_YET_READABLE = "not-yet-readable"
    UNAVAILABLE = "unavailable"
    UNKNOWN_OUTCOME = "unknown-outcome"


@dataclass(frozen=True, slots=True)
class Text:
    """Status, title and the general sentence, which a handler may make more exact."""

    status: int
    title: str
    zh: str
    en: str


TEXTS: Mapping[Fault, Text] = {
    Fault.INVALID_JSON: Text(
        400, "内容无法读取", "请求内容不是有效的 UTF-8 JSON。", "The body is not JSON in UTF-8."
    ),
    Fault.INVALID_BODY: Text(
        422, "填写有误", "请按提示更正后重新提交。", "Correct the fields named in `errors`."
    ),
    Fault.INVALID_PARAMETER: Text(
        400, "参数有误", "请求参数不符合要求。", "A parameter is not as documented."
    ),
    Fault.WRONG_MEDIA_TYPE: Text(
        415, "内容类型不符", "不支持这种内容类型。", "This content type is not taken here."
    ),
    Fault.WRONG_CONTENT: Text(
        422,
        "文件内容不符",
        "文件内容与其类型不一致，仅支持 PDF、JPEG、PNG、OFD。",
        "The file is not what its type says; PDF, JPEG, PNG and OFD are taken.",
    ),
    Fault.TOO_LARGE: Text(413, "内容过大", "内容超过允许的大小。", "The body is too large."),
    Fault.TOO_SLOW: Text(408, "传输超时", "接收内容超时，请重试。", "The body came too slowly."),
    Fault.KEY_MISSING: Text(
        400,
        "缺少幂等编号",
        "请在 Idempotency-Key 请求头中填写 1 至 64 位字母、数字或 ._:- 。",
        "Send an Idempotency-Key of 1 to 64 letters, digits or ._:- characters.",
    ),
    Fault.NOT_LOGGED_IN: Text(
        401, "尚未登录", "请登录或提供有效的访问令牌。", "Log in, or send a valid bearer token."
    ),
    Fault.FORBIDDEN: Text(
        403, "无权操作", "您的岗位或令牌无权进行此操作。", "Your role or token may not do this."
    ),
    Fault.WRONG_REGION: Text(
        403, "不属于本地区", "您只能办理本地区的业务。", "You may act for your own region only."
    ),
    Fault.FORGED_FORM: Text(
        403, "页面已过期", "请刷新页面后重试。", "The form's token is missing or stale."
    ),
    Fault.NOT_FOUND: Text(404, "没有找到", "没有这项内容。", "There is no such thing."),
    Fault.METHOD_NOT_ALLOWED: Text(
        405, "方法不允许", "此地址不支持该方法。", "This address has no such method."
    ),
    Fault.OUTCOME_NOT_KNOWN: Text(
        404,
        "结果未知",
        "没有这个编号的请求，或尚未处理完毕，请稍后再查。",
        "No request has this key, or it is not decided yet; ask again shortly.",
    ),
    Fault.REFUSED: Text(409, "不能办理", "当前状态下不能这样办理。", "Not possible as it is."),
    Fault.SET_ASIDE: Text(
        409, "请求已搁置", "请求无法处理，已转人工核查。", "Set aside for an operator to look at."
    ),
    Fault.TOO_MANY_REQUESTS: Text(
        429, "请求过于频繁", "尝试次数过多，请稍后再试。", "Too many attempts; wait."
    ),
    Fault.NOT_YET_READABLE: Text(
        412,
        "数据尚未更新",
        "所需的更新尚未到达查询库，请稍后再试。",
        "The read model has not come to this position yet; ask again.",
    ),
    Fault.UNAVAILABLE: Text(
        503, "服务暂不可用", "请稍后重试，本次未做任何改动。", "Nothing was changed; try again."
    ),
    Fault.UNKNOWN_OUTCOME: Text(
        503,
        "结果暂时不明",
        "无法确认请求是否已经记录，请用同一 Idempotency-Key 原样重发。",
        "It may or may not be recorded: repeat it with the same Idempotency-Key.",
    ),
}
