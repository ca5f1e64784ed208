"""Records set aside: listed, shown without their content, retried, discarded with a reason (E9)."""

import logging
import re
from dataclasses import replace

from aiohttp import web

from broker.web.answers import DeadLetterAnswer, DeadLettersAnswer, answer
from broker.web.bodies import DiscardBody
from broker.web.entrance import Visit
from broker.web.faults import Fault
from broker.web.page import frame, html
from broker.web.ports import LetterStanding, SetAside
from broker.web.problems import Problem, invalid_parameter
from broker.web.reception import read_json, small_number
from broker.web.rendering import Screen, render
from broker.web.showing import rfc3339

LETTERS_LIMIT = 50
LETTERS_LIMIT_MAX = 200
LETTER_ID = re.compile(r"[0-9]{6}\.[a-z0-9.-]{1,40}-[0-9]{1,5}-[0-9]{1,18}", re.ASCII)
AUDIT = logging.getLogger("broker.web.audit")


async def get_letters(visit: Visit) -> web.Response:
    """List the letters of a standing, oldest first; those that wait for somebody unless asked."""
    standing = _standing(visit)
    after = small_number(visit.request, "after", default=0, lowest=0, highest=10**9 - 1)
    limit = small_number(
        visit.request, "limit", default=LETTERS_LIMIT, lowest=1, highest=LETTERS_LIMIT_MAX
    )
    letters = await visit.region.letters.all()
    found = [
        show_letter(number, letter)
        for number, letter in enumerate(letters, start=1)
        if number > after and letter.standing is standing
    ]
    shown = found[:limit]
    is_more = len(found) > limit
    answered = DeadLettersAnswer(
        letters=shown,
        open_count=sum(1 for letter in letters if letter.standing is LetterStanding.SET_ASIDE),
        next=shown[-1].number if is_more else None,
    )
    return answer(answered)


async def get_letter(visit: Visit) -> web.Response:
    """Show one letter."""
    return answer(show_letter(*await _find(visit)))


async def retry_letter(visit: Visit) -> web.Response:
    """Put the record at the end of its topic again; repeating this says the same again."""
    number, letter = await _find(visit)
    if letter.standing is not LetterStanding.RETRIED:
        _require(await visit.region.letters.retry(letter.id))
        _record(visit, "dead_letter.retried", letter)
    closed = replace(letter, standing=LetterStanding.RETRIED, note="")
    return answer(show_letter(number, closed))


async def discard_letter(visit: Visit) -> web.Response:
    """Say that nobody has to look at the record again, and why; the record itself stays."""
    body = await read_json(visit.request, DiscardBody)
    number, letter = await _find(visit)
    closed = replace(letter, standing=LetterStanding.DISCARDED, note=body.reason.value)
    if letter != closed:
        _require(await visit.region.letters.discard(letter.id, body.reason.value))
        _record(visit, "dead_letter.discarded", letter)
    return answer(show_letter(number, closed))


async def letters_page(visit: Visit) -> web.Response:
    """Show an operator what waits; retrying and discarding is done by API or command line."""
    letters = await visit.region.letters.all()
    waiting = [one for one in letters if one.standing is LetterStanding.SET_ASIDE]
    shown = waiting[:LETTERS_LIMIT_MAX]
    values = {
        **frame(visit),
        "letters": shown,
        "waiting_count": len(waiting),
        "closed_count": len(letters) - len(waiting),
    }
    return html(render(Screen.LETTERS, values))


def show_letter(number: int, letter: SetAside) -> DeadLetterAnswer:
    """Write a letter."""
    return DeadLetterAnswer(
        id=letter.id,
        number=number,
        topic=letter.topic,
        partition=letter.partition,
        offset=letter.offset,
        reason=letter.reason,
        first_seen_at=rfc3339(letter.first_seen_at),
        attempts=letter.attempts,
        standing=letter.standing,
        note=letter.note,
        size_bytes=letter.size_bytes,
        sha256=letter.sha256,
    )


async def _find(visit: Visit) -> tuple[int, SetAside]:
    wanted = visit.request.match_info["letter_id"]
    if LETTER_ID.fullmatch(wanted):
        for number, letter in enumerate(await visit.region.letters.all(), start=1):
            if letter.id == wanted:
                return number, letter
    raise Problem(Fault.NOT_FOUND)


def _require(is_closed: bool) -> None:  # noqa: FBT001 - an answer, not a flag
    """Refuse what came too late."""
    if not is_closed:
        raise Problem(
            Fault.REFUSED,
            reason="dead_letter_closed",
            detail=("该记录已经处理。", "Somebody has closed this dead letter."),
        )


def _standing(visit: Visit) -> LetterStanding:
    text = visit.request.query.get("standing", LetterStanding.SET_ASIDE)
    if text not in set(LetterStanding):
        allowed = "、".join(LetterStanding)
        raise invalid_parameter("standing", f"只能是 {allowed}。", f"One of {allowed}.")
    return LetterStanding(text)


def _record(visit: Visit, action: str, letter: SetAside) -> None:
    """Write down who closed a letter."""
    actor = visit.principal.actor
    AUDIT.info(
        "A dead letter was closed.",
        extra={
            "action": action,
            "letter": letter.id,
            "subject": actor.subject,
            "role": actor.role.value,
            "region": actor.region,
        },
    )
