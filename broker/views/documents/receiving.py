"""Documents that the receiving side issues: it takes papers, checks their form, hands over."""

from broker.domain.cases.events import DecisionMade, FormChecked, IdentityChecked
from broker.domain.clocks.beijing import legal_day
from broker.domain.identifiers import Side
from broker.views.case import TimelineEntry
from broker.views.documents.document import (
    Block,
    Facts,
    Paragraph,
    Signatures,
    Table,
    chinese_date,
)
from broker.views.documents.issuing import Issue, number_of
from broker.views.documents.kinds import FORMS, kind_of
from broker.views.documents.parts import applicant_rows, item_rows, materials_table, you
from broker.views.documents.source import Source, minute
from broker.views.labels import summary_lines
from broker.views.representatives import representative_rows
from broker.views.value_labels import DELIVERY_WAY_TEXTS

CHECKS = frozenset({FormChecked.__name__, IdentityChecked.__name__})
NOT_ACCEPTANCE = (
    "本凭证证明已经收件，不表示受理。是否受理由办理地行政机关依法决定，并另行书面告知。"
)


def receipt(source: Source, issue: Issue) -> tuple[Block, ...]:
    """收件凭证: which papers were taken, when, where, by which window; never acceptance."""
    unit = source.unit_of(issue.entry)
    rows = (
        *applicant_rows(source),
        ("收件时间", minute(issue.entry.at)),
        ("收件地点", unit.name),
        ("收件窗口", unit.window or "—"),
        ("办理地", source.place_of(Side.HANDLING)),
        ("结果领取方式", DELIVERY_WAY_TEXTS[source.delivery_way]),
    )
    return (
        Paragraph(text=f"{you(source)}提交的下列申请及材料，本窗口已经收到。"),
        Facts(rows=rows),
        materials_table("收到的材料", source.materials(issue.entry)),
        Paragraph(text=NOT_ACCEPTANCE),
        Signatures(labels=("申请人", "收件人")),
    )


def hand_over(source: Source, issue: Issue) -> tuple[Block, ...]:
    """移交单: what goes to the handling side, and how it was checked before."""
    before = source.own(issue)
    unit = source.unit_of(issue.entry)
    rows = (
        ("移交单位", unit.name),
        ("移交窗口", unit.window or "—"),
        ("接收地", source.place_of(Side.HANDLING)),
        *applicant_rows(source),
        ("收件时间", minute(source.view.submitted_at)),
        ("移交时间", minute(issue.entry.at)),
    )
    materials = tuple(one for each in before for one in source.materials(each))
    return (
        Paragraph(text="下列办件已经形式审查和身份核验，现移交办理，请核收。"),
        Facts(rows=rows),
        materials_table("移交的材料", materials),
        _check_record(source, before),
        Signatures(labels=("移交人", "接收人")),
    )


def _check_record(source: Source, before: tuple[TimelineEntry, ...]) -> Table:
    """List every check, failed ones too: the latest of each kind counts."""
    rows = tuple(
        (
            CHECK_TEXTS[each.kind],
            minute(each.at),
            source.unit_of(each).window or "—",
            "，".join(value for _, value in summary_lines(each.summary)),
            "\n".join(source.prose(each, "note")),
        )
        for each in before
        if each.kind in CHECKS
    )
    columns = ("核验内容", "时间", "窗口", "结果", "说明")
    return Table(caption="核验记录", columns=columns, widths=(3, 6, 2, 6, 5), rows=rows)


CHECK_TEXTS = {FormChecked.__name__: "形式审查", IdentityChecked.__name__: "身份核验"}


def service_record(source: Source, issue: Issue) -> tuple[Block, ...]:
    """送达回证: what reached the applicant, how and when, to be signed (form unverified)."""
    decided = source.first(DecisionMade)
    rows = [
        ("受送达人", source.person("name")),
        *representative_rows(source.form)[:2],
        *item_rows(source),
        *(_decision_rows(decided) if decided is not None else ()),
        *((name, value) for name, value in summary_lines(issue.entry.summary)),
        ("送达时间", minute(issue.entry.at)),
        ("送达单位", source.unit_of(issue.entry).name),
    ]
    return (
        Facts(rows=tuple(rows)),
        Signatures(labels=("受送达人签名或盖章", "签收日期", "代收人及关系", "送达人")),
    )


def _decision_rows(decided: TimelineEntry) -> tuple[tuple[str, str], ...]:
    kind = kind_of(decided)
    assert kind is not None, "every decision has its document"
    rows = [
        ("送达文书", FORMS[kind].title),
        ("文书编号", number_of(decided, kind)),
        ("决定日期", chinese_date(legal_day(decided.at))),
    ]
    documents = decided.summary.get("documents")
    return (*rows, ("随附证照和文件", documents)) if documents else tuple(rows)
