"""One whole case between two regions, each act given over HTTP."""

from collections.abc import Mapping

from broker.operations.client import ApiClient, Denied
from tests.integration.site import CHENGDU
from tests.support.waiting import wait_until

SEEN_SECONDS = 40.0
PERSON = {
    "kind": "natural",
    "name": "张小兰",
    "resident_id": "621002198611239711",
    "phone": "13812345678",
}
HAND_IN: Mapping[str, object] = {
    "item_code": "KT020160",
    "handling_region": CHENGDU,
    "applicant": PERSON,
    "delivery_way": "online",
    "remark": "请尽快办理",
}
BEFORE_PUSH: tuple[tuple[str, Mapping[str, object]], ...] = (
    ("CheckForm", {"passed": True}),
    ("CheckIdentity", {"method": "id_card", "passed": True}),
    ("PushCase", {}),
)
HANDLING: tuple[tuple[str, Mapping[str, object]], ...] = (
    ("AcceptCase", {}),
    ("DecideCase", {"result": "granted"}),
    ("ReturnResult", {}),
)
AFTER_RETURN: tuple[tuple[str, Mapping[str, object]], ...] = (
    ("DeliverResult", {"way": "online"}),
    ("NotifyApplicant", {"channel": "sms"}),
    ("FinishCase", {}),
)


async def play_case(receiving: ApiClient, handling: ApiClient) -> str:
    """Carry a case from hand-in to its end."""
    told = await receiving.submit(HAND_IN, key="metrics-1")
    assert told.is_done, told
    await give(receiving, told.case_id, BEFORE_PUSH)
    await until_owed(handling, told.case_id, "examine")
    await give(handling, told.case_id, HANDLING)
    await until_owed(receiving, told.case_id, "deliver_result")
    await give(receiving, told.case_id, AFTER_RETURN)
    return told.case_id


async def give(
    client: ApiClient, case_id: str, commands: tuple[tuple[str, Mapping[str, object]], ...]
) -> None:
    """Give commands, one after the other."""
    for kind, body in commands:
        told = await client.command(case_id, kind, body, key=f"{kind}-1")
        assert told.is_done, (kind, told)


async def until_owed(client: ApiClient, case_id: str, act: str) -> None:
    """Wait until the next act is this region's."""

    async def is_there() -> bool:
        try:
            case = await client.case(case_id)
        except Denied:
            return False
        return case["owed"] is not None and case["owed"]["act"] == act

    await wait_until(is_there, seconds=SEEN_SECONDS)
