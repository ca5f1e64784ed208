"""Commands: validate, seal, append to the intake, and answer with what the journal says."""

import asyncio
import json
from dataclasses import dataclass
from http import HTTPStatus

from aiohttp import web

from broker.domain.aggregates import kind_of
from broker.domain.cases.commands import Command, side_of
from broker.domain.envelope import Material, Meta, Sealed
from broker.domain.identifiers import (
    AggregateId,
    CaseId,
    CommandId,
    derive_case_id,
    derive_command_id,
)
from broker.schemas.records import Submission
from broker.web.answers import answer
from broker.web.bodies import (
    AmendCaseBody,
    CommandBody,
    FormBody,
    HandBackOriginalsBody,
    RequestSupplementBody,
    SealParcelBody,
    SubmitCaseBody,
    TakeOriginalsBody,
)
from broker.web.bodies_complaints import ComplaintBody
from broker.web.complaints import words_passed_on
from broker.web.compose import (
    compose,
    compose_amendment,
    compose_hand_in,
    materials_named,
    texts_to_seal,
)
from broker.web.compose_aftercare import RatingBody
from broker.web.compose_proposals import ProposalBody, compose_proposal
from broker.web.entrance import Visit
from broker.web.faults import Fault
from broker.web.fees import check_fee
from broker.web.fields import Body
from broker.web.kinds import BODIES, KINDS
from broker.web.offers import Offer, find_offer, find_terms
from broker.web.outcomes import await_outcome, position_header, show_outcome
from broker.web.persons import Facts, examine_form
from broker.web.problems import FieldProblem, Problem, invalid_parameter
from broker.web.reception import (
    expected_version,
    idempotency_key,
    read_json,
)
from broker.web.representatives import check_power
from broker.web.sight import check_addressable


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What a request names: its key, the command that the key stands for, and the case."""

    key: str
    command_id: CommandId
    case_id: CaseId


async def post_case(visit: Visit) -> web.Response:
    """Hand a case in; its id derives from the key, so a repetition names the same case."""
    key = idempotency_key(visit.request)
    body = await read_json(visit.request, SubmitCaseBody)
    return await hand_in(visit, key, command_id_of(visit, key), body)


async def hand_in(
    visit: Visit, key: str, command_id: CommandId, body: SubmitCaseBody
) -> web.Response:
    """Hand in what was typed now or drafted before; a draft of it is not needed any more."""
    case_id = derive_case_id(visit.region.code, command_id)
    offer = await find_offer(visit, body)
    now, reference = visit.edge.clock.now(), visit.edge.reference
    facts = examine_form(body, now=now, reference=reference, errors=offer.errors)
    named = Named(key=key, command_id=command_id, case_id=case_id)
    answered = await _submit(visit, named, body, facts, offer)
    if answered.status == HTTPStatus.CREATED:
        await asyncio.to_thread(visit.region.drafts.delete, case_id)
    return answered


async def post_command(visit: Visit) -> web.Response:
    """Give any other command to a case."""
    kind = KINDS.get(visit.request.match_info["kind"])
    if kind is None or BODIES[kind] is SubmitCaseBody:
        raise Problem(Fault.NOT_FOUND)
    key = idempotency_key(visit.request)
    case_id = CaseId(visit.request.match_info["case_id"])
    await check_addressable(visit, case_id)
    body = await read_json(visit.request, BODIES[kind])
    await check_fee(visit, case_id, body)
    command_body, facts = _as_command_body(body), _facts(visit, body)
    known = visit.edge.reference.document_titles
    is_known = all(title in known for _, title in _titles(command_body))
    offer = Offer() if is_known else await find_terms(visit, case_id)
    named = Named(key=key, command_id=command_id_of(visit, key, case_id), case_id=case_id)
    return await _submit(visit, named, command_body, facts, offer)


async def get_outcome(visit: Visit) -> web.Response:
    """Answer what became of a command to a case or an item, or of the hand-in of this key."""
    key = visit.request.match_info["key"]
    case_id = visit.request.query.get("case_id")
    if case_id is not None and kind_of(AggregateId(case_id)) is None:
        raise invalid_parameter(
            "case_id", "应为办件或事项的编号。", "It is the id of a case or of an item."
        )
    answered = await visit.region.outcomes.get(command_id_of(visit, key, case_id or ""))
    if answered is None:
        raise Problem(Fault.OUTCOME_NOT_KNOWN, headers={"Retry-After": "1"})
    return answer(show_outcome(key, answered), headers=position_header(answered))


def command_id_of(visit: Visit, key: str, case_id: str = "") -> CommandId:
    """Answer the id of this principal's command to a case; without one, of its hand-in."""
    subject = visit.principal.actor.subject
    return derive_command_id(region=visit.region.code, subject=subject, key=key, case_id=case_id)


def hash_input(kind: str, case_id: CaseId, body: Body) -> bytes:
    """Write a body in its one canonical form, for the keyed hash."""
    told = body.model_dump(mode="json")
    if isinstance(body, FormBody) and body.representative is None:
        del told["representative"]  # Younger than the form: a repetition hashes as it did before.
    plain = [kind, case_id, told]
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


async def _submit(
    visit: Visit, named: Named, body: CommandBody, facts: Facts | None, offer: Offer
) -> web.Response:
    _check_titles(body, visit.edge.reference.document_titles | offer.titles)
    version, case_id = expected_version(visit.request), named.case_id
    command = await _command(visit, case_id, body, facts, offer)
    submission = Submission(
        meta=_meta(visit, named.command_id, case_id, command),
        body_hash=visit.region.sealer.hash_body(hash_input(type(command).__name__, case_id, body)),
        expected_version=version,
        payload=command,
    )
    accepted = await visit.region.gateway.submit(submission)
    return await await_outcome(visit, named.key, submission, accepted)


async def _command(
    visit: Visit, case_id: CaseId, body: CommandBody, facts: Facts | None, offer: Offer
) -> Command:
    sealer = visit.region.sealer
    await check_power(visit, case_id, body)
    materials = await _materials(visit, case_id, body)
    texts = texts_to_seal(body, facts) | await words_passed_on(visit, case_id, body)
    is_for_one_body = isinstance(body, RatingBody | ComplaintBody)
    seal = sealer.seal_apart if is_for_one_body else sealer.seal
    sealed: Sealed | None = await seal(case_id, texts) if texts else None
    if isinstance(body, ProposalBody):
        clerk = visit.principal.actor.subject
        return compose_proposal(body, clerk=clerk, materials=materials, sealed=sealed)
    if not isinstance(body, FormBody):
        return compose(body, materials=materials, sealed=sealed)
    assert facts is not None
    assert sealed is not None
    applicant_hash = sealer.blind(facts.number)
    if isinstance(body, AmendCaseBody):
        return compose_amendment(body, sealed=sealed, applicant_hash=applicant_hash)
    return compose_hand_in(
        body,
        item_version=offer.number,
        materials=materials,
        sealed=sealed,
        is_minor=facts.is_minor,
        applicant_hash=applicant_hash,
    )


def _facts(visit: Visit, body: Body) -> Facts | None:
    """Examine the form of an amendment like that of a hand-in; other bodies have none."""
    if not isinstance(body, FormBody):
        return None
    return examine_form(body, now=visit.edge.clock.now(), reference=visit.edge.reference)


async def _materials(visit: Visit, case_id: CaseId, body: CommandBody) -> tuple[Material, ...]:
    """Look the named documents up; one that was not uploaded for this case is refused."""
    found = []
    for place, named in enumerate(materials_named(body)):
        stored = await visit.region.materials.find(case_id, named.digest)
        if stored is None:
            raise _unknown_material(place)
        found.append(
            Material(
                digest=stored.digest,
                key_id=stored.key_id,
                title=named.title,
                media_type=stored.media_type,
                size_bytes=stored.size_bytes,
            )
        )
    return tuple(found)


def _meta(visit: Visit, command_id: CommandId, case_id: CaseId, command: Command) -> Meta:
    return Meta(
        id=command_id,
        aggregate_id=AggregateId(case_id),
        side=side_of(command),
        sequence=0,
        region=visit.region.code,
        at=visit.edge.clock.now(),
        causation_id="",
        correlation_id=case_id,
        actor=visit.principal.actor,
    )


def _titles(body: CommandBody) -> list[tuple[str, str]]:
    """List the names of documents in a body, each with its place."""
    if isinstance(body, RequestSupplementBody):
        return [(f"/titles/{place}", title) for place, title in enumerate(body.titles)]
    if isinstance(body, TakeOriginalsBody | SealParcelBody | HandBackOriginalsBody):
        return [(f"/originals/{place}", title) for place, title in enumerate(body.originals)]
    named = materials_named(body)
    return [(f"/materials/{place}/title", each.title) for place, each in enumerate(named)]


def _check_titles(body: CommandBody, known: frozenset[str]) -> None:
    """Titles are not sealed, so they must be names of documents and cannot be a person's."""
    errors = [
        FieldProblem(
            pointer=pointer,
            reason="title_unknown",
            detail="请使用事项材料清单中的名称，或“其他材料”。",
            detail_en="Use a name from the item's material list, or 其他材料.",
        )
        for pointer, title in _titles(body)
        if title not in known
    ]
    if errors:
        raise Problem(Fault.INVALID_BODY, reason="title_unknown", errors=errors)


def _unknown_material(place: int) -> Problem:
    error = FieldProblem(
        pointer=f"/materials/{place}/digest",
        reason="material_unknown",
        detail="该材料尚未上传到本办件。",
        detail_en="This document was not uploaded for this case.",
    )
    return Problem(Fault.INVALID_BODY, reason="material_unknown", errors=[error])


def _as_command_body(body: Body) -> CommandBody:
    assert isinstance(body, CommandBody)
    return body
