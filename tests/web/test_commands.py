"""Commands over HTTP: what a client sends, and what the intake gets and does not get."""

import pytest

from broker.domain.cases.commands import SubmitCase
from broker.errors import AppendUnknown, Unavailable
from tests.web.driver import GUARDIAN, NATURAL_ITEM, PDF, PERSON, Api, hand_in
from tests.web.places import HANGZHOU, QINGYANG
from tests.web.world import World


async def test_a_case_is_handed_in_and_located(qingyang: Api) -> None:
    answer = await qingyang.post("/cases", hand_in(), key="k-1")
    told = await answer.json()
    assert answer.status == 201
    assert answer.headers["Location"] == qingyang.path(f"/cases/{told['case_id']}")
    assert answer.headers["Tongban-Position"] == told["position"] == "0:0"
    assert told["outcome"] == "events"
    assert told["event_ids"] == [f"{told['case_id']}.r1"]


async def test_the_log_never_sees_the_person(world: World, qingyang: Api) -> None:
    await qingyang.submit(remark="住址在西街十二号")
    [submission] = world.regions[QINGYANG].intake
    written = repr(submission)
    for secret in (PERSON["name"], PERSON["resident_id"], PERSON["phone"], "西街"):
        assert secret not in written
    assert isinstance(submission.payload, SubmitCase)
    assert submission.payload.applicant_is_minor is False


async def test_a_minor_is_recognised_at_the_edge(world: World, qingyang: Api) -> None:
    child = {**PERSON, "resident_id": "621024201912319750"}
    await qingyang.submit(applicant=child, representative=GUARDIAN)
    [submission] = world.regions[QINGYANG].intake
    assert isinstance(submission.payload, SubmitCase)
    assert submission.payload.applicant_is_minor is True


async def test_a_repetition_gets_the_first_outcome(world: World, qingyang: Api) -> None:
    first = await (await qingyang.post("/cases", hand_in(), key="k-1")).json()
    again = await qingyang.post("/cases", hand_in(), key="k-1")
    assert again.status == 201
    assert await again.json() == first


async def test_the_same_key_for_another_body_is_refused(qingyang: Api) -> None:
    await qingyang.submit("k-1")
    answer = await qingyang.post("/cases", hand_in(delivery_way="pick_up_receiving"), key="k-1")
    assert answer.status == 409
    assert (await answer.json())["reason"] == "command_id_reused"


async def test_the_same_key_of_another_principal_is_another_command(
    world: World, qingyang: Api
) -> None:
    other = Api(qingyang.client, QINGYANG, world.token(QINGYANG, subject="somebody-else"))
    assert await qingyang.submit("k-1") != await other.submit("k-1")


async def test_one_key_on_two_cases_is_two_commands(qingyang: Api) -> None:
    cases = [await qingyang.submit("k-1"), await qingyang.submit("k-2")]
    for _ in range(2):
        given = [
            await qingyang.post(f"/cases/{case}/commands/CheckForm", {"passed": True}, key="k-1")
            for case in cases
        ]
        assert [answer.status for answer in given] == [200, 200]
        assert [(await answer.json())["case_id"] for answer in given] == cases
    for case in cases:
        told = await (await qingyang.get(f"/commands/k-1?case_id={case}")).json()
        assert (told["case_id"], told["kind"]) == (case, "CheckForm")
    told = await (await qingyang.get("/commands/k-1")).json()
    assert (told["case_id"], told["kind"]) == (cases[0], "SubmitCase")


async def test_one_key_for_two_kinds_on_one_case_is_refused(qingyang: Api) -> None:
    path = f"/cases/{await qingyang.submit()}/commands"
    assert (await qingyang.post(f"{path}/CheckForm", {"passed": True}, key="k-1")).status == 200
    answer = await qingyang.post(f"{path}/PushCase", {}, key="k-1")
    assert (answer.status, (await answer.json())["reason"]) == (409, "command_id_reused")


async def test_the_outcome_of_a_case_is_found_where_the_answer_says(qingyang: Api) -> None:
    case_id = await qingyang.submit("k-1")
    path = f"/cases/{case_id}/commands/CheckForm"
    answer = await qingyang.post(path, {"passed": True}, key="k-1", headers={"Prefer": ""})
    assert answer.status == 202
    assert answer.headers["Location"] == qingyang.path(f"/commands/k-1?case_id={case_id}")
    told = await (await qingyang.get(f"/commands/k-1?case_id={case_id}")).json()
    assert told["kind"] == "CheckForm"


@pytest.mark.parametrize("case_id", ["", "x", "621000-%00"])
async def test_an_outcome_is_not_looked_up_under_what_is_no_case(
    qingyang: Api, case_id: str
) -> None:
    assert (await qingyang.get(f"/commands/k-1?case_id={case_id}")).status == 400


async def test_without_waiting_the_outcome_is_fetched_later(world: World, qingyang: Api) -> None:
    answer = await qingyang.post("/cases", hand_in(), key="k-1", headers={"Prefer": ""})
    assert answer.status == 202
    assert (await answer.json())["outcome"] == "pending"
    assert answer.headers["Location"] == qingyang.path("/commands/k-1")
    outcome = await qingyang.get("/commands/k-1")
    assert (await outcome.json())["outcome"] == "events"
    assert "Tongban-Position" in outcome.headers


async def test_an_outcome_that_does_not_come_in_time_is_pending(
    world: World, qingyang: Api
) -> None:
    world.regions[QINGYANG].is_silent = True
    assert (await qingyang.post("/cases", hand_in(), key="k-1")).status == 202
    assert (await qingyang.get("/commands/k-1")).status == 404


async def test_an_outcome_belongs_to_its_principal(world: World, qingyang: Api) -> None:
    await qingyang.submit("k-1")
    other = Api(qingyang.client, QINGYANG, world.token(QINGYANG, subject="somebody-else"))
    assert (await other.get("/commands/k-1")).status == 404


async def test_an_illegal_step_is_refused_with_its_reason(qingyang: Api) -> None:
    case_id = await qingyang.submit()
    told = await qingyang.command(case_id, "PushCase", status=409)
    assert told["type"] == "urn:tongban:problem:refused"
    assert told["reason"] == "form_not_passed"
    assert "形式审查" in told["detail"]
    key = f"PushCase-{case_id[-8:]}-409"
    outcome = await (await qingyang.get(f"/commands/{key}?case_id={case_id}")).json()
    assert (outcome["outcome"], outcome["reason"]) == ("refusal", "form_not_passed")


async def test_the_other_sides_acts_are_refused(qingyang: Api) -> None:
    case_id = await qingyang.push()
    assert (await qingyang.command(case_id, "AcceptCase", status=409))["reason"] == "wrong_side"


async def test_a_case_goes_there_and_back(qingyang: Api, hangzhou: Api) -> None:
    case_id = await qingyang.push()
    upload = await hangzhou.upload(f"/cases/{case_id}/materials", PDF, "application/pdf")
    digest = (await upload.json())["digest"]
    await hangzhou.command(case_id, "AcceptCase")
    document = {"digest": digest, "title": "准予许可决定书"}
    await hangzhou.command(case_id, "DecideCase", {"result": "granted", "documents": [document]})
    await hangzhou.command(case_id, "ReturnResult")
    await qingyang.command(case_id, "DeliverResult", {"way": "online"})
    await qingyang.command(case_id, "NotifyApplicant", {"channel": "sms"})
    await qingyang.command(case_id, "FinishCase")
    for api in (qingyang, hangzhou):
        told = await (await api.get(f"/cases/{case_id}")).json()
        assert (told["status"], told["owed"], told["result"]) == ("finished", None, "granted")


async def test_a_stale_version_is_refused(qingyang: Api) -> None:
    case_id = await qingyang.submit()
    etag = (await qingyang.get(f"/cases/{case_id}")).headers["ETag"]
    path = f"/cases/{case_id}/commands/CheckForm"
    seen = {"If-Match": etag}
    assert (await qingyang.post(path, {"passed": True}, key="a", headers=seen)).status == 200
    late = await qingyang.post(path, {"passed": True}, key="b", headers=seen)
    assert (await late.json())["reason"] == "version_mismatch"


@pytest.mark.parametrize("key", [None, "", "a b", "x" * 65, "键"])
async def test_a_key_is_required(world: World, qingyang: Api, key: str | None) -> None:
    answer = await qingyang.post("/cases", hand_in(), key=key)
    assert answer.status == 400
    assert (await answer.json())["reason"] == "idempotency_key_missing"
    assert world.appended() == 0


@pytest.mark.parametrize(
    ("changes", "reason", "pointer"),
    [
        ({"item_code": "KT999999"}, "item_unknown", "/item_code"),
        ({"handling_region": "999999"}, "handling_region_unknown", "/handling_region"),
        (
            {"applicant": {**PERSON, "resident_id": "621002198611239712"}},
            "resident_id_check",
            "/applicant/resident_id",
        ),
        (
            {"applicant": {**PERSON, "resident_id": "621002209911239719"}},
            "resident_id_date",
            "/applicant/resident_id",
        ),
        (
            {"applicant": {**PERSON, "resident_id": "621002641015972"}},
            "resident_id_length",
            "/applicant/resident_id",
        ),
        ({"applicant": {**PERSON, "phone": "12345"}}, "phone_invalid", "/applicant/phone"),
        ({"delivery_way": "post"}, "address_missing", "/address"),
        (
            {
                "applicant": {
                    "kind": "legal",
                    "name": "某公司",
                    "uscc": "92330106YYK7R2M4XD",
                    "contact": "李四",
                    "phone": "0934-8212345",
                },
                "item_code": "KT010021",
            },
            "item_not_for_applicant",
            "/applicant/kind",
        ),
        ({"applicant": {**PERSON, "name": ""}}, "invalid_body", "/applicant/name"),
        ({"applicant": {**PERSON, "name": "张" * 101}}, "invalid_body", "/applicant/name"),
        ({"applicant": {**PERSON, "name": "张\n三"}}, "invalid_body", "/applicant/name"),
        ({"applicant": {**PERSON, "kind": "ghost"}}, "invalid_body", "/applicant"),
        ({"status": "finished"}, "invalid_body", ""),
        ({"delivery_way": 7}, "invalid_body", "/delivery_way"),
        (
            {"materials": [{"digest": "ab" * 32, "title": "其他材料"}]},
            "material_unknown",
            "/materials/0/digest",
        ),
        (
            {"materials": [{"digest": "ab" * 32, "title": "张小兰的身份证.pdf"}]},
            "title_unknown",
            "/materials/0/title",
        ),
    ],
)
async def test_bad_input_names_the_field_and_appends_nothing(
    world: World, qingyang: Api, changes: dict[str, object], reason: str, pointer: str
) -> None:
    answer = await qingyang.post("/cases", hand_in(**changes), key="k-1")
    told = await answer.json()
    assert answer.status == 422
    assert answer.content_type == "application/problem+json"
    assert (told["reason"], told["errors"][0]["pointer"]) == (reason, pointer)
    assert told["detail"]
    assert told["detail_en"]
    assert world.appended() == 0


@pytest.mark.parametrize(
    "secret", ["621002198611239712", "13899999999999", "绝不能出现的名字" * 20]
)
async def test_a_problem_never_repeats_what_was_typed(qingyang: Api, secret: str) -> None:
    person = {**PERSON, "resident_id": secret, "phone": secret, "name": secret, secret: secret}
    answer = await qingyang.post("/cases", hand_in(applicant=person, **{secret: 1}), key="k-1")
    assert answer.status == 422
    assert secret not in await answer.text()


@pytest.mark.parametrize(
    ("data", "content_type", "status"),
    [
        (b"{", "application/json", 400),
        (b"", "application/json", 400),
        (b"[]", "application/json", 422),
        (b"null", "application/json", 422),
        ('{"item_code": "庆"}'.encode("gbk"), "application/json", 400),
        (b'{"item_code": "\xff"}', "application/json", 400),
        (b'{"item_code": "\\ud800"}', "application/json", 400),
        (b"\xef\xbb\xbf{}", "application/json", 400),
        (b"[" * 60_000, "application/json", 400),
        (b"{}", "text/plain", 415),
        (b"{}", "application/json; charset=gbk", 415),
        (b'{"a": "' + b"x" * 70_000 + b'"}', "application/json", 413),
    ],
)
async def test_a_body_that_cannot_be_read_is_a_client_error(
    world: World, qingyang: Api, data: bytes, content_type: str, status: int
) -> None:
    headers = {
        "Authorization": f"Bearer {qingyang.token}",
        "Idempotency-Key": "k-1",
        "Content-Type": content_type,
    }
    answer = await qingyang.client.post(qingyang.path("/cases"), data=data, headers=headers)
    assert answer.status == status
    assert answer.content_type == "application/problem+json"
    assert world.appended() == 0


async def test_a_compressed_body_is_not_taken(world: World, qingyang: Api) -> None:
    headers = {
        "Authorization": f"Bearer {qingyang.token}",
        "Idempotency-Key": "k-1",
        "Content-Type": "application/json",
        "Content-Encoding": "gzip",
    }
    answer = await qingyang.client.post(qingyang.path("/cases"), data=b"{}", headers=headers)
    assert answer.status in {400, 415}
    assert world.appended() == 0


async def test_an_unknown_append_says_so(world: World, qingyang: Api) -> None:
    world.regions[QINGYANG].fault = AppendUnknown("timed out")
    answer = await qingyang.post("/cases", hand_in(), key="k-1")
    told = await answer.json()
    assert answer.status == 503
    assert told["type"] == "urn:tongban:problem:unknown-outcome"
    assert "Idempotency-Key" in told["detail"]


async def test_an_intake_that_is_away_is_503(world: World, qingyang: Api) -> None:
    world.regions[QINGYANG].fault = Unavailable("no Kafka")
    answer = await qingyang.post("/cases", hand_in(), key="k-1")
    assert answer.status == 503
    assert answer.headers["Retry-After"]
    assert "Kafka" not in await answer.text()


@pytest.mark.parametrize("kind", ["SubmitCase", "Nothing", "submitcase"])
async def test_an_unknown_kind_is_not_found(world: World, qingyang: Api, kind: str) -> None:
    case_id = await qingyang.submit()
    answer = await qingyang.post(f"/cases/{case_id}/commands/{kind}", {}, key="k-2")
    assert answer.status in {403, 404}
    assert world.appended() == 1


async def test_a_title_that_is_no_documents_name_is_refused(qingyang: Api, hangzhou: Api) -> None:
    case_id = await qingyang.push()
    told = await hangzhou.command(
        case_id, "RequestSupplement", {"titles": ["请张小兰补交"]}, status=422
    )
    assert told["reason"] == "title_unknown"
    titles = {"titles": ["居民身份证"], "note": "复印件不清晰"}
    await hangzhou.command(case_id, "RequestSupplement", titles)


def test_the_item_of_these_tests_serves_natural_persons(world: World) -> None:
    item = world.edge.reference.items[NATURAL_ITEM]
    assert item.subjects == {"N"}
    assert HANGZHOU in world.edge.known_regions


@pytest.mark.parametrize("case_id", ["621000-x", "621000-" + "a" * 27, "x", "621000-%00"])
async def test_what_is_no_case_id_never_becomes_a_key(
    world: World, qingyang: Api, case_id: str
) -> None:
    answer = await qingyang.post(f"/cases/{case_id}/commands/PushCase", {}, key="k")
    assert answer.status in {400, 404}
    assert world.appended() == 0


async def test_a_case_too_new_for_the_read_model_is_left_to_the_log(qingyang: Api) -> None:
    told = await qingyang.command("621000-" + "a" * 26, "PushCase", status=409)
    assert told["reason"] == "case_unknown"
