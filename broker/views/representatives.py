"""Who acts for an applicant, in words: the sealed form holds codes."""

from collections.abc import Mapping

KIND_TEXTS: Mapping[str, str] = {
    "agent": "委托代理人",
    "guardian": "监护人",
    "legal_representative": "法定代表人",
    "handling_person": "经办人",
}
RELATION_TEXTS: Mapping[str, str] = {
    "parent": "父母",
    "grandparent": "祖父母、外祖父母",
    "sibling": "成年兄、姐",
    "other": "其他依法担任监护人的个人或者组织",
}
SCOPE_TEXTS: Mapping[str, str] = {
    "apply": "提交申请",
    "supplement": "补正材料",
    "withdraw": "撤回申请",
    "receive": "领取结果",
}


def tell_person(field: str, value: str) -> str:
    """Put a field of the sealed form into words; most are words already."""
    match field:
        case "representative_kind":
            return KIND_TEXTS.get(value, value)
        case "representative_relation":
            return RELATION_TEXTS.get(value, value)
        case "power_scope":
            return "、".join(SCOPE_TEXTS.get(code, code) for code in value.split("、"))
        case _:
            return value


def representative_rows(form: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Name who acts, by what right, and how far a power goes; nothing if nobody does."""
    kind = form.get("representative_kind")
    if kind is None:
        return ()
    rows = [
        (KIND_TEXTS.get(kind, kind), form.get("representative_name", "—")),
        (f"{KIND_TEXTS.get(kind, kind)}公民身份号码", form.get("representative_number", "—")),
        (f"{KIND_TEXTS.get(kind, kind)}联系电话", form.get("representative_phone", "—")),
    ]
    for field, name in (
        ("representative_relation", "与申请人的关系"),
        ("power_scope", "授权事项"),
        ("power_until", "委托期限至"),
    ):
        if field in form:
            rows.append((name, tell_person(field, form[field])))
    return tuple(rows)
