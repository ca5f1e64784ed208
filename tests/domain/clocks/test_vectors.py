"""The shared vectors of clocks, and what the reader of vectors says of a bad file."""

from typing import Any

import pytest

from broker.domain.clocks.vectors import judge_clocks
from broker.domain.verdict import VectorInvalid
from tests.domain.clocks.support import NATIONAL, load

VECTORS: list[dict[str, Any]] = load("clock-vectors.json")


@pytest.mark.parametrize("vector", [pytest.param(one, id=one["id"]) for one in VECTORS])
def test_a_clock_stands_as_the_vector_says(vector: dict[str, Any]) -> None:
    (verdict,) = judge_clocks([vector], NATIONAL)
    assert verdict.differences == ()
    assert verdict.explanation


def changed(vector_id: str, **changes: object) -> dict[str, Any]:
    (vector,) = (one for one in VECTORS if one["id"] == vector_id)
    return {**vector, **changes}


@pytest.mark.parametrize(
    ("vector", "difference"),
    [
        (
            changed("clk-014", expect={"due_on": "2025-02-20"}),
            "due_on：应为 2025-02-20，算得 2025-02-21",
        ),
        (changed("clk-014", expect={"remaining": None}), "remaining：应为 None，算得 无"),
        (
            changed("clk-014", expect={"ignored": [{"event": 0}]}),
            "ignored：应为 [{'event': 0}]，算得 []",
        ),
        (changed("clk-025", expect={"excluded_days": 5.0}), "excluded_days：应为 5.0，算得 5"),
        (changed("clk-045", expect={}), "error：应为 None，算得 calendar_unknown"),
        (
            changed("clk-014", expect={"error": "calendar_unknown"}),
            "error：应为 calendar_unknown，算得 无",
        ),
        (
            changed("clk-037", expect={"legs": {"handle": {"status": "met"}}}),
            "legs.handle.status：应为 met，算得 running",
        ),
        (
            changed("clk-046", expect={"due_on": {"promised": None}}),
            "due_on.promised：应为 None，算得 2026-03-18",
        ),
    ],
)
def test_a_wrong_expectation_is_named_with_both_values(
    vector: dict[str, Any], difference: str
) -> None:
    (verdict,) = judge_clocks([vector], NATIONAL)
    assert verdict.differences == (difference,)
    assert not verdict.passed


def test_events_are_taken_in_order_of_time_and_named_by_position() -> None:
    vector = changed(
        "clk-019",
        events=[
            {"event": "ExtensionGranted", "at": "2026-04-27T09:00:00+08:00"},
            {"event": "CaseAccepted", "at": "2026-04-01T09:00:00+08:00"},
            {"event": "ExtensionGranted", "at": "2026-04-10T09:00:00+08:00"},
        ],
        expect={"due_on": "2026-04-28", "ignored": [{"event": 0, "reason": "already_extended"}]},
    )
    assert judge_clocks([vector], NATIONAL)[0].passed


def rule_of(vector_id: str, **changes: object) -> dict[str, Any]:
    vector = changed(vector_id)
    return {**vector, "rule": {**vector["rule"], **changes}}


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        ({}, "文件的最外层应为列表"),
        ([1], "第 1 条应为带 id 的对象"),
        ([{"id": "a"}], "a：缺少 expect 或其类型不对"),
        ([{"id": "a", "expect": {}}], "a：rule 缺少或类型不对"),
        ([rule_of("clk-014", kind="other")], "clk-014：没有 'other' 这一类规则"),
        ([rule_of("clk-014", n=True)], "clk-014：n 缺少或类型不对"),
        ([rule_of("clk-014", n=-1)], "clk-014：n 应在 0 与 3650 之间"),
        ([rule_of("clk-014", unit="h")], "clk-014：unit 的值 'h' 无效"),
        ([rule_of("clk-014", side="both")], "clk-014：side 的值 'both' 无效"),
        ([changed("clk-014", start="2025-01-20T09:00:00")], "clk-014：start 应带时区偏移"),
        ([changed("clk-014", start="soon")], "clk-014：start 的值 'soon' 无效"),
        ([changed("clk-014", events=[{"event": "X", "at": ""}])], "clk-014：没有 'X' 这一事件"),
        ([changed("clk-014", events=[1])], "clk-014：events 应为对象的列表"),
        ([changed("clk-014", overlays={"middle": {}})], "clk-014：overlays 只能属于"),
        (
            [changed("clk-014", overlays={"handling": {"off": ["x"]}})],
            "clk-014：off 中有无效的日期",
        ),
        ([changed("clk-014", overlays={"handling": {"off": 1}})], "clk-014：off 应为日期的列表"),
        (
            [
                changed(
                    "clk-014",
                    overlays={"handling": {"off": ["2025-01-21"], "work": ["2025-01-21"]}},
                )
            ],
            "clk-014：a local day is both off and worked",
        ),
        ([rule_of("clk-036", legs=[])], ""),
        (
            [rule_of("clk-036", legs=changed("clk-036")["rule"]["legs"][:1] * 2)],
            "clk-036：legs 中有重名",
        ),
        (
            [rule_of("clk-036", legs=[{**changed("clk-036")["rule"]["legs"][0], "starts_on": 1}])],
            "clk-036：starts_on 应为事件名或 all_of",
        ),
        ([rule_of("clk-046", limits={})], "clk-046：signals 引用了没有的 limits"),
        (
            [rule_of("clk-046", signals=[{"signal": "pink", "of": "promised", "from_day": 1}])],
            "clk-046：没有 'pink' 这一信号",
        ),
        ([rule_of("clk-051", applied_in_time=1)], "clk-051：applied_in_time 缺少或类型不对"),
    ],
)
def test_a_file_out_of_format_is_refused_with_one_sentence(document: object, sentence: str) -> None:
    if not sentence:
        assert not judge_clocks(document, NATIONAL)[0].passed
        return
    with pytest.raises(VectorInvalid, match=r"^" + sentence.replace(".", r"\.")):
        judge_clocks(document, NATIONAL)


def test_optional_parts_may_be_left_out_or_written_in_full() -> None:
    named = {"handling": {"off": {"2026-06-10": "香包节", "2026-06-11": "香包节"}}}
    assert judge_clocks([changed("clk-040", overlays=named)], NATIONAL)[0].passed
    rule = changed("clk-012")["rule"]
    patient = rule_of("clk-012", supplement={"n": 10, "unit": "wd", "silence": None})
    patient["expect"] = {"status": "supplement_pending", "supplement_due_on": "2026-09-18"}
    assert judge_clocks([patient], NATIONAL)[0].passed
    assert rule["supplement"]["silence"] == "deemed_withdrawn"
    legs = changed("clk-036")["rule"]["legs"]
    together = {**legs[0], "starts_on": {"all_of": ["start"]}}
    vector = rule_of("clk-036", legs=[together, *legs[1:]])
    assert judge_clocks([vector], NATIONAL)[0].passed
