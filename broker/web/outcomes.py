"""What became of a command, as an answer: decided, refused, or not known yet."""

from aiohttp import web

from broker.domain.cases.commands import SubmitCase
from broker.domain.identifiers import CommandId
from broker.domain.reason_texts import REASON_TEXTS
from broker.domain.refusal import Reason
from broker.schemas.records import Outcome, Submission
from broker.views.changes import CommandAnswered
from broker.web.answers import CommandAnswer, answer
from broker.web.entrance import Visit
from broker.web.faults import Fault
from broker.web.ports import Accepted
from broker.web.problems import Problem, refused
from broker.web.reception import POSITION_HEADER, preferred_wait_seconds
from broker.web.showing import rfc3339

INTAKE_HEADER = "Tongban-Intake"


async def await_outcome(
    visit: Visit, key: str, submission: Submission, accepted: Accepted
) -> web.Response:
    """Wait as long as the client wants to, and answer what is known then."""
    wait_seconds = preferred_wait_seconds(visit.request)
    command_id = CommandId(submission.meta.id)
    answered = None
    if wait_seconds > 0:
        answered = await visit.region.outcomes.wait(command_id, accepted, wait_seconds)
    if answered is None:
        return _pending(visit, key, submission, accepted)
    return _decided(visit, key, answered)


def _pending(visit: Visit, key: str, submission: Submission, accepted: Accepted) -> web.Response:
    pending = CommandAnswer(
        key=key,
        command_id=submission.meta.id,
        kind=type(submission.payload).__name__,
        case_id=submission.meta.aggregate_id,
        outcome="pending",
        reason=None,
        detail=None,
        detail_en=None,
        event_ids=[],
        position=None,
        at=None,
    )
    is_hand_in = isinstance(submission.payload, SubmitCase)
    of_case = "" if is_hand_in else f"?case_id={submission.meta.aggregate_id}"
    headers = {
        "Location": f"/api/v1/regions/{visit.region.code}/commands/{key}{of_case}",
        INTAKE_HEADER: f"{accepted.partition}:{accepted.offset}",
    }
    return answer(pending, status=202, headers=headers)


def _decided(visit: Visit, key: str, answered: CommandAnswered) -> web.Response:
    headers = position_header(answered)
    match answered.answer.outcome:
        case Outcome.EVENTS if answered.answer.kind == "SubmitCase":
            headers["Location"] = (
                f"/api/v1/regions/{visit.region.code}/cases/{answered.answer.case_id}"
            )
            return answer(show_outcome(key, answered), status=201, headers=headers)
        case Outcome.EVENTS:
            return answer(show_outcome(key, answered), headers=headers)
        case Outcome.REFUSAL:
            problem = refused(answered.answer.refusal or "")
        case _:
            problem = Problem(Fault.SET_ASIDE, reason=answered.answer.set_aside)
    problem.headers.update(headers)
    raise problem


def show_outcome(key: str, answered: CommandAnswered) -> CommandAnswer:
    """Write an outcome."""
    told = answered.answer
    text = REASON_TEXTS[Reason(told.refusal)] if told.refusal in set(Reason) else None
    zh, en = (None, None) if text is None else (text.zh, text.en)
    return CommandAnswer(
        key=key,
        command_id=told.command_id,
        kind=told.kind,
        case_id=told.case_id,
        outcome=told.outcome,
        reason=told.refusal or told.set_aside,
        detail=zh,
        detail_en=en,
        event_ids=list(answered.event_ids),
        position=position_header(answered)[POSITION_HEADER],
        at=rfc3339(answered.place.now),
    )


def position_header(answered: CommandAnswered) -> dict[str, str]:
    """Say where the Decision stands, for reads that must see it."""
    return {POSITION_HEADER: f"{answered.place.partition}:{answered.place.offset}"}
