"""Drafts (暂存): a hand-in with its uploads, kept by the receiving region until it is handed in.

A draft is no case: it is in no log. It is sealed like a case, under keys of the case it will be.
"""

import asyncio
import json
from http import HTTPStatus

from aiohttp import web
from pydantic import ValidationError

from broker.domain.envelope import Role
from broker.domain.identifiers import Instant, derive_case_id
from broker.ports import StoredDraft
from broker.web.answers import DraftAnswer, DraftsAnswer, FullDraftAnswer, answer
from broker.web.bodies import SubmitCaseBody
from broker.web.bodies_drafts import DraftBody
from broker.web.entrance import Visit
from broker.web.faults import Fault
from broker.web.posting import command_id_of, hand_in
from broker.web.problems import FieldProblem, Problem
from broker.web.reception import IDEMPOTENCY_KEY, body_problem, read_json
from broker.web.showing import rfc3339
from broker.web.sight import record_reveal

DAY_MILLISECONDS = 24 * 3_600_000
DRAFTS_MAX = 100
"""Drafts that one owner may keep at a time."""


async def get_drafts(visit: Visit) -> web.Response:
    """List one's own drafts and those of one's office, saved last first."""
    drafts = [draft for draft in await _drafts(visit) if await _is_waiting(visit, draft)]
    return answer(DraftsAnswer(drafts=[_show(draft, visit) for draft in drafts]))


async def get_draft(visit: Visit) -> web.Response:
    """Answer a draft in full, to go on with it."""
    draft = await _see(visit)
    if draft.owner != visit.principal.actor.subject:
        record_reveal(visit, draft.case_id, what="draft")
    form = json.loads(await _open(visit, draft))
    shown = _show(draft, visit)
    full = FullDraftAnswer(
        **{name: getattr(shown, name) for name in DraftAnswer.model_fields}, form=form
    )
    return answer(full)


async def put_draft(visit: Visit) -> web.Response:
    """Keep a draft, anew or for the first time, and its uploads with it."""
    body = await read_json(visit.request, DraftBody)
    known = await _find(visit)
    draft = await _sealed(visit, body, known)
    await visit.region.materials.renew(draft.case_id)
    await asyncio.to_thread(visit.region.drafts.save, draft)
    status = HTTPStatus.CREATED if known is None else HTTPStatus.OK
    return answer(_show(draft, visit), status=status)


async def delete_draft(visit: Visit) -> web.Response:
    """Give a draft up; its uploads are swept like all that is never handed in."""
    draft = await _see(visit)
    await asyncio.to_thread(visit.region.drafts.delete, draft.case_id)
    return answer(_show(draft, visit))


async def submit_draft(visit: Visit) -> web.Response:
    """Hand a draft in: the ordinary SubmitCase, examined like any other."""
    draft = await _see(visit)
    text = await _open(visit, draft)
    try:
        body = SubmitCaseBody.model_validate_json(text)
    except ValidationError as error:
        raise body_problem(error) from None
    return await hand_in(visit, draft.key, draft.command_id, body)


async def _drafts(visit: Visit) -> tuple[StoredDraft, ...]:
    actor = visit.principal.actor
    office = actor.office if _has_office(visit) else None
    return await asyncio.to_thread(
        visit.region.drafts.of, actor.subject, office, visit.edge.clock.now()
    )


def _has_office(visit: Visit) -> bool:
    """Tell whether colleagues may go on with each other's drafts: those of one office may."""
    actor = visit.principal.actor
    return actor.role is Role.CLERK and actor.office != ""


async def _find(visit: Visit) -> StoredDraft | None:
    """Find a draft by one's own key, or one of the office by the id of the case it will be."""
    key = visit.request.match_info["key"]
    if not IDEMPOTENCY_KEY.fullmatch(key):
        raise Problem(Fault.NOT_FOUND)
    own = derive_case_id(visit.region.code, command_id_of(visit, key))
    for case_id in (own, key):
        draft = await asyncio.to_thread(visit.region.drafts.find, case_id, visit.edge.clock.now())
        if draft is not None and _is_open_to(visit, draft):
            return draft if await _is_waiting(visit, draft) else None
    return None


def _is_open_to(visit: Visit, draft: StoredDraft) -> bool:
    actor = visit.principal.actor
    is_colleague = _has_office(visit) and draft.office == actor.office
    return draft.owner == actor.subject or is_colleague


async def _is_waiting(visit: Visit, draft: StoredDraft) -> bool:
    """Tell whether a draft was not handed in yet; one that was is deleted when it is met."""
    view = await asyncio.to_thread(visit.region.views.case, draft.case_id)
    if view is not None:
        await asyncio.to_thread(visit.region.drafts.delete, draft.case_id)
    return view is None


async def _see(visit: Visit) -> StoredDraft:
    draft = await _find(visit)
    if draft is None:
        raise Problem(Fault.NOT_FOUND)
    return draft


async def _open(visit: Visit, draft: StoredDraft) -> str:
    plain = await visit.region.sealer.unseal(draft.case_id, draft.sealed)
    if plain is None:
        raise Problem(Fault.NOT_FOUND)
    return plain["form"]


async def _sealed(visit: Visit, body: DraftBody, known: StoredDraft | None) -> StoredDraft:
    """Seal a draft; one that a colleague goes on with stays its owner's."""
    actor, key = visit.principal.actor, visit.request.match_info["key"]
    command_id = command_id_of(visit, key) if known is None else known.command_id
    case_id = derive_case_id(visit.region.code, command_id)
    if known is None:
        await _check_new(visit, case_id)
    form = body.model_dump_json(exclude_unset=True)
    own_office = actor.office if _has_office(visit) else ""
    now = visit.edge.clock.now()
    return StoredDraft(
        case_id=case_id,
        command_id=command_id,
        key=key if known is None else known.key,
        owner=actor.subject if known is None else known.owner,
        office=own_office if known is None else known.office,
        sealed=await visit.region.sealer.seal_apart(case_id, {"form": form}),
        saved_at=now,
        expires_at=Instant(now + visit.edge.draft_days * DAY_MILLISECONDS),
    )


async def _check_new(visit: Visit, case_id: str) -> None:
    """Refuse a draft of what was handed in, and one too many."""
    if await asyncio.to_thread(visit.region.views.case, case_id) is not None:
        raise _refused("draft_handed_in", "该办件已提交，不能再暂存", "was handed in already")
    own = [one for one in await _drafts(visit) if one.owner == visit.principal.actor.subject]
    if len(own) >= DRAFTS_MAX:
        raise _refused("too_many_drafts", "暂存的办件已达上限", "would be one draft too many")


def _refused(reason: str, zh: str, en: str) -> Problem:
    error = FieldProblem(pointer="/key", reason=reason, detail=f"{zh}。", detail_en=f"key {en}.")
    return Problem(Fault.INVALID_BODY, reason=reason, errors=[error])


def _show(draft: StoredDraft, visit: Visit) -> DraftAnswer:
    return DraftAnswer(
        key=draft.key,
        case_id=draft.case_id,
        is_own=draft.owner == visit.principal.actor.subject,
        office=draft.office,
        saved_at=rfc3339(draft.saved_at),
        expires_at=rfc3339(draft.expires_at),
    )
