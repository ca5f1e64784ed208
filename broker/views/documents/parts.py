"""Parts that several documents share."""

from collections.abc import Sequence

from broker.domain.cases.commands import ApplicantKind
from broker.domain.clocks.wording import write_period
from broker.domain.envelope import Material
from broker.domain.items.times import Limit, Times
from broker.views.case import TimelineEntry
from broker.views.documents.document import Paragraph, Passage, Table
from broker.views.documents.source import Source
from broker.views.representatives import representative_rows

DIGEST_CHARACTERS = 16
NUMBER_TEXTS = {
    ApplicantKind.NATURAL: "公民身份号码",
    ApplicantKind.LEGAL: "统一社会信用代码",
}
MEDIA_TYPE_TEXTS = {
    "application/pdf": "PDF",
    "application/ofd": "OFD",
    "image/jpeg": "JPEG",
    "image/png": "PNG",
}
YOU = {ApplicantKind.NATURAL: "您", ApplicantKind.LEGAL: "你单位"}


def applicant_rows(source: Source) -> tuple[tuple[str, str], ...]:
    """Tell who applies, and for what."""
    rows = [
        ("申请人", source.person("name")),
        (NUMBER_TEXTS[source.view.applicant_kind], source.person("number")),
    ]
    if source.view.applicant_kind is ApplicantKind.LEGAL:
        rows.append(("联系人", source.person("contact")))
    return (
        *rows,
        ("联系电话", source.person("phone")),
        *representative_rows(source.form),
        *item_rows(source),
    )


def item_rows(source: Source) -> tuple[tuple[str, str], ...]:
    """Name the item, by the version that the case began with, and the case."""
    view = source.view
    return (
        ("申请事项", source.item_name),
        ("事项编码", f"{view.item_code}（第 {view.item_version} 版）"),
        ("办件编号", view.case_id),
    )


def you(source: Source) -> str:
    """Speak to the applicant."""
    return YOU[source.view.applicant_kind]


def application(source: Source) -> str:
    """Say what was applied for, to begin a sentence."""
    return f"{you(source)}提出的“{source.item_name}”申请"


def materials_table(caption: str, materials: Sequence[Material]) -> Table | Paragraph:
    """List papers with their fingerprints, so that each copy can be recognised."""
    if not materials:
        return Paragraph(text=f"{caption}：无。")
    rows = tuple(
        (
            str(number),
            material.title,
            MEDIA_TYPE_TEXTS.get(material.media_type, material.media_type),
            write_size(material.size_bytes),
            material.digest[:DIGEST_CHARACTERS],
        )
        for number, material in enumerate(materials, start=1)
    )
    columns = ("序号", "材料名称", "格式", "大小", "校验值（SHA-256 前 16 位）")
    return Table(caption=caption, columns=columns, widths=(2, 7, 2, 3, 5), rows=rows)


def write_size(size_bytes: int) -> str:
    """Write a size for people."""
    if size_bytes < 1024**2:
        return f"{max(1, round(size_bytes / 1024))} KB"
    return f"{size_bytes / 1024**2:.1f} MB"


def passage(heading: str, source: Source, entry: TimelineEntry, field: str) -> tuple[Passage, ...]:
    """Put an official's words under a heading, if there are any."""
    paragraphs = source.prose(entry, field)
    return (Passage(heading=heading, paragraphs=paragraphs),) if paragraphs else ()


def limit_rows(times: Times | None) -> tuple[tuple[str, str], ...]:
    """Write the published limits of an item; what is not published is not guessed."""
    if times is None:
        return ()
    limits = (("法定办理时限", times.statutory), ("承诺办理时限", times.promised))
    return tuple((name, _write_limit(limit)) for name, limit in limits if limit is not None)


def _write_limit(limit: Limit) -> str:
    period = write_period(limit.period)
    counted = f"自{limit.starts_on.zh}起 {period}" if limit.period.n else period
    return f"材料齐全的当场办理；其他{counted}" if limit.on_the_spot else counted
