"""Documents that the handling side issues: only it takes a case in, declines or decides it."""

from broker.domain.cases.events import PushReceived, SupplementReceived
from broker.domain.clocks.beijing import legal_day
from broker.domain.identifiers import Side
from broker.views.documents.document import (
    Block,
    Facts,
    Paragraph,
    Passage,
    Table,
    chinese_date,
)
from broker.views.documents.issuing import Issue
from broker.views.documents.parts import application, item_rows, materials_table, passage, you
from broker.views.documents.source import Source, minute
from broker.views.value_labels import DELIVERY_WAY_TEXTS

REMEDIES = (
    "如不服本决定，可以自知道本决定之日起六十日内依照《中华人民共和国行政复议法》申请行政复议，"
    "也可以自知道或者应当知道作出本决定之日起六个月内依照《中华人民共和国行政诉讼法》"
    "向人民法院提起行政诉讼。法律另有规定的，依照其规定。"
)
"""The rights of 行政许可法 38, with the times of 行政复议法 20 and 行政诉讼法 46."""


def supplement_notice(source: Source, issue: Issue) -> tuple[Block, ...]:
    """补正告知书: everything that is missing, told once [行政许可法 32(4)]."""
    back = source.place_of(Side.RECEIVING)
    return (
        Paragraph(
            text=f"{application(source)}，经审查，申请材料不齐全或者不符合法定形式。"
            "依法一次性告知需要补正的全部内容如下："
        ),
        Facts(rows=(*item_rows(source), ("需补正的材料", issue.entry.summary["titles"]))),
        *passage("补正要求", source, issue.entry, "note"),
        Paragraph(text=f"请将补正材料交至原收件地（{back}）的窗口，由其转交本机关。"),
    )


def acceptance_notice(source: Source, issue: Issue) -> tuple[Block, ...]:
    """受理通知书: taken in for decision, with seal and date [行政许可法 32(5)]."""
    before = {each.kind for each in source.own(issue)}
    found = "申请材料齐全、符合法定形式"
    if SupplementReceived.__name__ in before:
        found = f"{you(source)}已按要求提交补正材料"
    return (
        Paragraph(text=f"{application(source)}，属于本机关职权范围，{found}，本机关决定予以受理。"),
        Facts(
            rows=(
                *item_rows(source),
                *_arrival_rows(source),
                ("受理日期", chinese_date(legal_day(issue.entry.at))),
                *source.limits,
            )
        ),
    )


def non_acceptance_notice(source: Source, issue: Issue) -> tuple[Block, ...]:
    """不予受理通知书: why, and to which authority to turn [行政许可法 32(1)(2)]."""
    return (
        Paragraph(text=f"{application(source)}，经审查，本机关决定不予受理。"),
        *passage("不予受理的理由", source, issue.entry, "reason"),
        *passage("请向下列有权机关申请", source, issue.entry, "authority"),
        Facts(rows=(*item_rows(source), *_arrival_rows(source))),
    )


def grant(source: Source, issue: Issue) -> tuple[Block, ...]:
    """准予许可决定书, with the certificates it comes with [行政许可法 38(1), 39]."""
    return (
        Paragraph(text=f"{application(source)}，经审查，符合法定条件、标准，本机关决定准予许可。"),
        *passage("说明", source, issue.entry, "reason"),
        Facts(
            rows=(
                *item_rows(source),
                ("决定日期", chinese_date(legal_day(issue.entry.at))),
                ("结果领取方式", DELIVERY_WAY_TEXTS[source.delivery_way]),
            )
        ),
        _attached(source, issue),
    )


def rejection(source: Source, issue: Issue) -> tuple[Block, ...]:
    """不予许可决定书: reasons, and what the applicant may do about it [行政许可法 38(2)]."""
    assert issue.entry.summary["rights_notice_given"] == "yes", "decide_case refuses otherwise"
    return (
        Paragraph(text=f"{application(source)}，经审查，本机关决定不予许可。"),
        *passage("理由", source, issue.entry, "reason"),
        Passage(heading="权利告知", paragraphs=(REMEDIES,)),
        Facts(rows=(*item_rows(source), ("决定日期", chinese_date(legal_day(issue.entry.at))))),
        _attached(source, issue),
    )


def _arrival_rows(source: Source) -> tuple[tuple[str, str], ...]:
    """Keep apart when it was handed in and when it entered this side's system (invariant 11)."""
    received = source.first(PushReceived)
    arrived = () if received is None else (("收到移交时间", minute(received.at)),)
    return (("收件时间", minute(source.view.submitted_at)), *arrived)


def _attached(source: Source, issue: Issue) -> Table | Paragraph:
    return materials_table("随附证照和文件", source.materials(issue.entry))
