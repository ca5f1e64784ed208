"""The scripted morning of the demo: cases of invented people, each going its own way."""

from collections.abc import Mapping

from broker.domain.cases.status import CaseStatus
from broker.domain.identifiers import RegionCode
from broker.operations.scenario import Act, Compare, Desk, End, Paper, Scene, Step, Town

QINGYANG = Town(code=RegionCode("621000"), name="庆阳市", mark="qy", office="庆阳市政务服务中心")
HANGZHOU = Town(code=RegionCode("330100"), name="杭州市", mark="hz", office="杭州市市民中心")
XIAN = Town(code=RegionCode("610100"), name="西安市", mark="xa", office="西安市市民中心")
TOWNS = (QINGYANG, HANGZHOU, XIAN)
DESKS = tuple(Desk(town=town, number=number) for town in TOWNS for number in (1, 2))
QY1, QY2, HZ1, HZ2, XA1, XA2 = DESKS

FINISHED = End(status=CaseStatus.FINISHED, result="granted")


def person(name: str, resident_id: str, phone: str) -> Mapping[str, object]:
    """Write a natural applicant."""
    return {"kind": "natural", "name": name, "resident_id": resident_id, "phone": phone}


def handed_in(
    desk: Desk,
    item_code: str,
    applicant: Mapping[str, object],
    *,
    to: Desk,
    papers: tuple[Paper, ...] = (),
    way: str = "pick_up_receiving",
) -> tuple[Step, ...]:
    """Collect, check form and identity, hand over."""
    body = {
        "item_code": item_code,
        "handling_region": to.town.code,
        "applicant": applicant,
        "delivery_way": way,
    }
    method = "id_card" if applicant["kind"] == "natural" else "agent_letter"
    return (
        Act(desk=desk, kind="SubmitCase", body=body, papers=papers),
        Act(desk=desk, kind="CheckForm", body={"passed": True}),
        Act(desk=desk, kind="CheckIdentity", body={"method": method, "passed": True}),
        Act(desk=desk, kind="PushCase"),
    )


def granted(desk: Desk, papers: tuple[Paper, ...] = ()) -> tuple[Step, ...]:
    """Decide for the applicant and send the result back."""
    return (
        Act(desk=desk, kind="DecideCase", body={"result": "granted"}, papers=papers),
        Act(desk=desk, kind="ReturnResult"),
    )


def accepted(desk: Desk, after: str = "PushReceived") -> tuple[Step, ...]:
    """Take the case in."""
    return (Act(desk=desk, kind="AcceptCase", after=after),)


def delivered(desk: Desk, way: str = "pick_up_receiving") -> tuple[Step, ...]:
    """Hand the result over, tell the applicant, close."""
    return (
        Act(desk=desk, kind="DeliverResult", body={"way": way}, after="ResultReceived"),
        notified(desk, channel="in_person"),
        Act(desk=desk, kind="FinishCase"),
    )


def notified(desk: Desk, *, channel: str, after: str = "") -> Act:
    """Tell the applicant the outcome."""
    return Act(desk=desk, kind="NotifyApplicant", body={"channel": channel}, after=after)


PENSION_PROOF = Paper(
    title="参保缴费凭证",
    lines=("企业职工基本养老保险参保缴费凭证", "参保地：庆阳市", "缴费年限：11 年 4 个月"),
)
PENSION_RESULT = Paper(
    title="办理结果",
    lines=("养老保险关系转移接续办理结果", "转入地：杭州市", "准予转入，缴费年限合并计算。"),
)
PENSION = Scene(
    name="pension",
    title="企业职工基本养老保险关系转移接续",
    receiving=QY1,
    handling=HZ1,
    steps=(
        *handed_in(
            QY1,
            "KT020071",
            person("冯晓岚", "621002198804129738", "13800000001"),
            to=HZ1,
            papers=(PENSION_PROOF,),
        ),
        Compare(desk=HZ1, paper=PENSION_PROOF, after="PushReceived"),
        *accepted(HZ1),
        *granted(HZ1, papers=(PENSION_RESULT,)),
        Compare(desk=QY1, paper=PENSION_RESULT, after="ResultReceived"),
        *delivered(QY1),
    ),
    end=FINISHED,
)
MEDICAL = Scene(
    name="medical",
    title="异地就医结算备案",
    receiving=QY2,
    handling=XA1,
    steps=(
        *handed_in(
            QY2,
            "KT080017",
            person("郭永年", "621022196509209715", "13800000002"),
            to=XA1,
            way="online",
        ),
        *accepted(XA1),
        *granted(XA1),
        *delivered(QY2, way="online"),
    ),
    end=FINISHED,
)
DISABILITY = Scene(
    name="disability",
    title="残疾人证换领",
    receiving=HZ2,
    handling=QY1,
    steps=(
        *handed_in(HZ2, "KT110023", person("沈念慈", "330106197908159823", "13800000003"), to=QY1),
        *accepted(QY1),
        *granted(QY1),
        *delivered(HZ2),
    ),
    end=FINISHED,
)
HOUSEHOLD = Scene(
    name="household",
    title="工作调动户口迁移（不予受理）",
    receiving=XA2,
    handling=HZ2,
    steps=(
        *handed_in(XA2, "KT030036", person("雷子安", "610113199103049766", "13800000004"), to=HZ2),
        Act(
            desk=HZ2,
            kind="DeclineCase",
            body={
                "reason": "申请事项不属于本机关职权范围，应向拟迁入地的县级公安机关提出。",
                "authority": "拟迁入地县级公安机关",
            },
            after="PushReceived",
        ),
        notified(XA2, channel="phone", after="CaseNotAccepted"),
    ),
    end=End(status=CaseStatus.NOT_ACCEPTED),
)
TRANSPORT = Scene(
    name="transport",
    title="危险货物道路运输经营许可（不予许可）",
    receiving=QY1,
    handling=XA2,
    steps=(
        *handed_in(
            QY1,
            "KT120051",
            {
                "kind": "legal",
                "name": "庆阳陇东驼铃运输有限公司",
                "uscc": "91621002YY9X1T0Q5E",
                "contact": "马行远",
                "phone": "0934-8000001",
            },
            to=XA2,
        ),
        *accepted(XA2),
        Act(
            desk=XA2,
            kind="DecideCase",
            body={
                "result": "rejected",
                "reasons": "专用停车区域面积不符合规定，专职安全管理人员未取得从业资格。",
                "rights_notice_given": True,
            },
        ),
        Act(desk=XA2, kind="ReturnResult"),
        *delivered(QY1),
    ),
    end=End(status=CaseStatus.FINISHED, result="rejected"),
)
FUND_FORM = Paper(
    title="申请表",
    lines=("住房公积金异地转移接续申请表", "转出地：杭州市", "转入地：西安市"),
)
FUND = Scene(
    name="fund",
    title="住房公积金异地转移接续（补正后办结）",
    receiving=HZ1,
    handling=XA1,
    steps=(
        *handed_in(HZ1, "KT060090", person("叶一帆", "330106198306119773", "13800000005"), to=XA1),
        Act(
            desk=XA1,
            kind="RequestSupplement",
            body={"titles": ["申请表"], "note": "申请表缺少转入地账户，请补齐后重新提交。"},
            after="PushReceived",
        ),
        Act(
            desk=HZ1,
            kind="AnswerSupplement",
            body={"note": "已补齐转入地账户。"},
            papers=(FUND_FORM,),
            after="SupplementRequested",
        ),
        Compare(desk=XA1, paper=FUND_FORM, after="SupplementReceived"),
        *accepted(XA1, after="SupplementReceived"),
        *granted(XA1),
        *delivered(HZ1),
    ),
    end=FINISHED,
)
INSURANCE = Scene(
    name="insurance",
    title="基本医疗保险关系转移接续（撤回）",
    receiving=QY2,
    handling=HZ2,
    steps=(
        *handed_in(QY2, "KT080068", person("贺小满", "621002199502289810", "13800000006"), to=HZ2),
        Act(desk=QY2, kind="WithdrawCase", body={"reason": "本人暂不离开庆阳，申请撤回。"}),
        notified(QY2, channel="sms", after="CaseWithdrawn"),
    ),
    end=End(status=CaseStatus.WITHDRAWN),
)
CARD = Scene(
    name="card",
    title="社会保障卡申领（收件与办理都在庆阳市）",
    receiving=QY1,
    handling=QY2,
    steps=(
        *handed_in(QY1, "KT020186", person("苏禾", "621002200111069840", "13800000007"), to=QY2),
        *accepted(QY2),
        *granted(QY2),
        *delivered(QY1),
    ),
    end=FINISHED,
)

LICENCE = Scene(
    name="licence",
    title="机动车驾驶证补换领（等待补正，未结）",
    receiving=HZ1,
    handling=QY2,
    steps=(
        *handed_in(HZ1, "KT030124", person("顾南风", "621024199307189724", "13800000008"), to=QY2),
        Act(
            desk=QY2,
            kind="RequestSupplement",
            body={"titles": ["照片"], "note": "照片背景不是白色，请重新提交。"},
            after="PushReceived",
        ),
    ),
    end=End(status=CaseStatus.SUPPLEMENT_PENDING, is_over=False),
)

MORNING: tuple[Scene, ...] = (
    PENSION,
    MEDICAL,
    DISABILITY,
    HOUSEHOLD,
    TRANSPORT,
    FUND,
    INSURANCE,
    CARD,
    LICENCE,
)
