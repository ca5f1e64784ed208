"""The confirmation that a case ended at the applicant's wish; either side may have to write it."""

from broker.domain.cases.events import WithdrawalRequested
from broker.domain.clocks.beijing import legal_day
from broker.views.documents.document import Block, Facts, Paragraph, chinese_date
from broker.views.documents.issuing import Issue
from broker.views.documents.parts import application, item_rows, passage
from broker.views.documents.source import Source, minute

ORIGINALS = "收取过材料原件的，原件退还申请人。"


def withdrawal_confirmation(source: Source, issue: Issue) -> tuple[Block, ...]:
    """撤回确认书: when the case ended, and at which request."""
    asked = source.first(WithdrawalRequested) or issue.entry
    return (
        Paragraph(text=f"{application(source)}，已按申请人的请求撤回，本次办理终止。{ORIGINALS}"),
        Facts(
            rows=(
                *item_rows(source),
                ("收件时间", minute(source.view.submitted_at)),
                ("提出撤回时间", minute(asked.at)),
                ("撤回日期", chinese_date(legal_day(issue.entry.at))),
            )
        ),
        *passage("撤回理由", source, asked, "reason"),
    )
