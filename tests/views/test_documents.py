"""The documents of a case: which there are, their numbers, and what the law wants in them."""

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker.domain.cases import commands as c
from broker.domain.cases.events import WithdrawalRequested
from broker.domain.identifiers import Instant
from broker.views.changes import EventRecorded
from broker.views.documents.compose import CONTENTS, compose
from broker.views.documents.document import Unit
from broker.views.documents.issuing import issues_of
from broker.views.documents.kinds import FORMS, DocumentKind
from broker.views.documents.source import HIDDEN, Sight
from tests.views.histories import (
    GRANT,
    LETTER,
    PHOTO,
    REJECT,
    SEALED,
    SUBMIT,
    arrivals,
    histories,
    play,
)
from tests.views.papers import a_source, papers, told

K = DocumentKind
CASE = "621000-abcdefghijklmnopqrstuvwxyz"
ASK = c.RequestSupplement(titles=("照片", "申请表"), sealed=SEALED)
DECLINE = c.DeclineCase(sealed=SEALED)
WITHDRAW = c.WithdrawCase(sealed=SEALED)
PUSH = (None, None, None)
REST = (None,) * 8

KINDS_OF: dict[str, tuple[tuple[c.Command | None, ...], list[DocumentKind]]] = {
    "handed in": ((), [K.RECEIPT]),
    "handed over": (PUSH, [K.RECEIPT, K.HAND_OVER]),
    "granted and delivered": (
        (*PUSH, *REST),
        [K.RECEIPT, K.HAND_OVER, K.ACCEPTANCE_NOTICE, K.GRANT, K.SERVICE_RECORD],
    ),
    "rejected": (
        (*PUSH, None, REJECT),
        [K.RECEIPT, K.HAND_OVER, K.ACCEPTANCE_NOTICE, K.REJECTION],
    ),
    "asked for more": ((*PUSH, ASK), [K.RECEIPT, K.HAND_OVER, K.SUPPLEMENT_NOTICE]),
    "not accepted": ((*PUSH, DECLINE), [K.RECEIPT, K.HAND_OVER, K.NON_ACCEPTANCE_NOTICE]),
    "withdrawn before the push": ((WITHDRAW,), [K.RECEIPT, K.WITHDRAWAL_CONFIRMATION]),
    "withdrawn after the push": (
        (*PUSH, WITHDRAW),
        [K.RECEIPT, K.HAND_OVER, K.WITHDRAWAL_CONFIRMATION],
    ),
}


@pytest.mark.parametrize(("steps", "kinds"), KINDS_OF.values(), ids=KINDS_OF)
def test_the_history_says_which_documents_there_are(
    steps: tuple[c.Command | None, ...], kinds: list[DocumentKind]
) -> None:
    assert [issue.kind for issue in issues_of(a_source(play(CASE, steps)).entries)] == kinds


def test_every_kind_has_a_form_and_a_content() -> None:
    assert set(FORMS) == set(CONTENTS) == set(DocumentKind)
    assert {kind for _, kinds in KINDS_OF.values() for kind in kinds} == set(DocumentKind)
    assert len({form.mark for form in FORMS.values()}) == len(FORMS)


def test_a_number_names_kind_year_region_case_and_sequence() -> None:
    written = papers(play(CASE, (*PUSH, None, GRANT)))
    assert written["receipt"].number == "通收〔2026〕621000-ABCDEFGHIJKLMNOP-1号"
    assert written["hand-over"].number == "通移〔2026〕621000-ABCDEFGHIJKLMNOP-4号"
    assert written["grant"].number == "通准〔2026〕330100-ABCDEFGHIJKLMNOP-3号"


@given(histories, st.data())
def test_both_regions_come_to_the_same_documents(
    history: tuple[EventRecorded, ...], data: st.DataObject
) -> None:
    there = papers(data.draw(arrivals(history)))
    assert list(there.items()) == list(papers(history).items())


@given(histories)
def test_a_document_never_changes(history: tuple[EventRecorded, ...]) -> None:
    at_last = papers(history)
    for known in range(1, len(history)):
        for name, document in papers(history[:known]).items():
            assert document == at_last[name]


@given(histories)
def test_no_two_documents_of_a_case_share_a_name_or_a_number(
    history: tuple[EventRecorded, ...],
) -> None:
    issues = issues_of(a_source(history).entries)
    assert len({issue.name for issue in issues}) == len({issue.number for issue in issues})
    assert len({issue.name for issue in issues}) == len(issues)


def test_the_date_is_the_one_in_beijing() -> None:
    late = Instant(1_767_196_799_000)  # 2025-12-31T23:59:59+08:00
    assert papers(play(CASE, (), at=late))["receipt"].date == date(2025, 12, 31)
    written = papers(play(CASE, (), at=late + 1000))["receipt"]
    assert written.date == date(2026, 1, 1)
    assert "〔2026〕" in written.number


def test_the_side_that_wrote_the_event_issues_the_document() -> None:
    written = papers(play(CASE, (*PUSH, *REST)))
    assert written["receipt"].unit == Unit(region="甘肃省庆阳市", office="o1", window="w1")
    assert written["acceptance-notice"].unit.region == "浙江省杭州市"
    assert written["service-record"].unit.region == "甘肃省庆阳市"


def test_what_no_clerk_of_the_side_did_is_issued_by_the_region_alone() -> None:
    *before, last = play(CASE, (*PUSH, WITHDRAW))
    meta = last.arrived.meta
    peers = replace(meta, actor=replace(meta.actor, region=before[0].arrived.meta.region))
    history = (*before, replace(last, arrived=replace(last.arrived, meta=peers)))
    unit = papers(history)["withdrawal-confirmation"].unit
    assert unit == Unit(region="浙江省杭州市", office="", window="")


def test_a_receipt_lists_papers_time_place_and_window_and_is_no_acceptance() -> None:
    receipt = papers(play(CASE, (c.AddMaterials(materials=(PHOTO, PHOTO)),)))["receipt"]
    text = told(receipt)
    assert "1|照片|JPEG|1 KB|abababababababab" in text
    assert "2|照片" not in text
    assert "收件时间：2026年1月1日 08:00" in text
    assert "收件地点：甘肃省庆阳市 o1" in text
    assert "收件窗口：w1" in text
    assert "不表示受理" in text
    assert receipt.addressee == "张小兰"


def test_a_hand_over_lists_every_paper_and_every_check() -> None:
    failed = c.CheckForm(passed=False, sealed=SEALED)
    history = play(CASE, (c.AddMaterials(materials=(LETTER,)), failed, *PUSH))
    text = told(papers(history)["hand-over"])
    assert "1|照片" in text
    assert "2|决定书" in text
    assert "3|" not in text
    assert "形式审查|2026年1月1日 08:00|w1|未通过|请补交照片。" in text
    assert "形式审查|2026年1月1日 08:00|w1|通过|" in text
    assert "身份核验|2026年1月1日 08:00|w1|居民身份证，通过|" in text
    assert "接收地：浙江省杭州市" in text


def test_a_supplement_notice_tells_all_that_is_missing_art_32_4() -> None:
    text = told(papers(play(CASE, (*PUSH, ASK)))["supplement-notice"])
    assert "一次性告知需要补正的全部内容" in text
    assert "需补正的材料：照片、申请表" in text
    assert "补正要求\n请补交照片。" in text


def test_an_acceptance_notice_has_date_and_place_for_the_special_seal_art_32() -> None:
    notice = papers(play(CASE, (*PUSH, None)))["acceptance-notice"]
    assert "专用印章" in notice.seal
    text = told(notice)
    assert "申请材料齐全、符合法定形式，本机关决定予以受理" in text
    assert "受理日期：2026年1月1日" in text
    assert "法定办理时限：自受理之日起 20 个工作日" in text


def test_an_acceptance_after_a_supplement_says_so_art_32_5() -> None:
    text = told(papers(play(CASE, (*PUSH, ASK, None, None)))["acceptance-notice"])
    assert "您已按要求提交补正材料" in text
    assert "申请材料齐全" not in text


def test_a_non_acceptance_names_reason_and_competent_authority_art_32_2() -> None:
    notice = papers(play(CASE, (*PUSH, DECLINE)))["non-acceptance-notice"]
    assert "专用印章" in notice.seal
    text = told(notice)
    assert "不予受理的理由\n一、不符合条件。\n二、另见附件。" in text
    assert "请向下列有权机关申请\n某市某局" in text


def test_a_rejection_gives_reasons_and_notice_of_rights_art_38() -> None:
    text = told(papers(play(CASE, (*PUSH, None, REJECT)))["rejection"])
    assert "理由\n一、不符合条件。" in text
    assert "六十日内" in text
    assert "行政复议" in text
    assert "六个月内" in text
    assert "行政诉讼" in text


def test_a_grant_lists_the_certificates_it_comes_with() -> None:
    text = told(papers(play(CASE, (*PUSH, None, GRANT)))["grant"])
    assert "准予许可" in text
    assert "1|决定书|text/plain|1 KB|cdcdcdcdcdcdcdcd" in text
    assert "行政复议" not in text


def test_a_service_record_names_the_decision_it_proves() -> None:
    written = papers(play(CASE, (*PUSH, *REST)))
    text = told(written["service-record"])
    assert f"文书编号：{written['grant'].number}" in text
    assert "送达文书：准予许可决定书" in text
    assert "随附证照和文件：决定书" in text
    assert "送达方式：邮寄" in text
    assert "受送达人签名或盖章" in text


@pytest.mark.parametrize("steps", [(WITHDRAW,), (*PUSH, WITHDRAW)])
def test_a_withdrawal_is_confirmed_with_its_reason(steps: tuple[c.Command | None, ...]) -> None:
    text = told(papers(play(CASE, steps))["withdrawal-confirmation"])
    assert "原件退还申请人" in text
    assert "撤回理由\n一、不符合条件。" in text


def test_an_organisation_is_addressed_as_one() -> None:
    submit = replace(SUBMIT, applicant_kind=c.ApplicantKind.LEGAL)
    text = told(papers(play(CASE, (), submit=submit))["receipt"])
    assert "你单位提交的" in text
    assert "统一社会信用代码" in text
    assert "联系人" in text


def test_who_holds_no_key_sees_that_something_is_sealed() -> None:
    written = papers(play(CASE, (*PUSH, None, REJECT)), sight=Sight.HIDDEN)
    assert written["rejection"].addressee == HIDDEN
    assert f"理由\n{HIDDEN}" in told(written["rejection"])
    assert "不作送达之用" in written["rejection"].note


def test_a_masked_copy_shows_no_free_text_and_says_what_it_is() -> None:
    written = papers(play(CASE, (*PUSH, None, REJECT)), sight=Sight.MASKED)["rejection"]
    assert f"理由\n{HIDDEN}" in told(written)
    assert "已遮盖个人信息" in written.note


def test_a_complete_copy_carries_no_remark() -> None:
    assert papers(play(CASE, (*PUSH, None, REJECT)))["rejection"].note == ""


def test_a_field_whose_key_is_gone_makes_the_copy_incomplete() -> None:
    source = a_source(play(CASE, (*PUSH, None, REJECT)))
    receipt, *_, rejection = issues_of(source.entries)
    texts = {name: text for name, text in source.texts.items() if name != rejection.entry.event_id}
    keyless = replace(source, texts=texts)
    assert compose(receipt, keyless).note == ""
    assert "不作送达之用" in compose(rejection, keyless).note
    assert f"理由\n{HIDDEN}" in told(compose(rejection, keyless))


def test_what_comes_later_does_not_change_which_event_a_document_rests_on() -> None:
    source = a_source(play(CASE, (*PUSH, WITHDRAW)))
    asked = source.first(WithdrawalRequested)
    assert asked is not None
    again = replace(asked, sequence=asked.sequence + 1, at=Instant(asked.at + 1))
    later = replace(source, entries=(again, *source.entries))
    assert later.first(WithdrawalRequested) == asked


def test_the_second_document_of_a_kind_has_a_name_of_its_own() -> None:
    entries = a_source(play(CASE, (*PUSH, ASK))).entries
    [asked] = [entry for entry in entries if entry.kind == "SupplementRequested"]
    again = replace(asked, sequence=asked.sequence + 1)
    names = [issue.name for issue in issues_of((*entries, again))]
    assert names[-2:] == ["supplement-notice", "supplement-notice-2"]
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+){0,2}(-[0-9]{1,3})?", name) for name in names)


def test_a_receipt_says_what_was_handed_in_and_the_decision_what_was_corrected() -> None:
    corrected = replace(SEALED, ciphertext=b"corrected")
    amend = c.AmendCase(
        applicant_hash=SUBMIT.applicant_hash,
        delivery_way=c.DeliveryWay.PICK_UP_RECEIVING,
        sealed=corrected,
    )
    written = papers(play(CASE, (amend, *PUSH)))
    assert "邮寄" in repr(written["receipt"])
    assert "收件地窗口领取" not in repr(written["receipt"])
    decided = papers(play(CASE, (amend, *PUSH, None, GRANT)))
    assert "收件地窗口领取" in repr(decided["grant"])
