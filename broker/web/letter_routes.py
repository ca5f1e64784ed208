"""Addresses of the records set aside: for operators, who see where, why and how large."""

from collections.abc import Mapping

from broker.domain.rights import OperatorAct, Reading
from broker.web import answers, letters
from broker.web.bodies import DiscardBody
from broker.web.entrance import ToOperate, ToRead
from broker.web.route import PREFIX, Operation, Route

ALL = f"{PREFIX}/dead-letters"
ONE = f"{ALL}/{{letter_id}}"
CLOSED: Mapping[int, type[answers.Answer] | str] = {200: answers.DeadLetterAnswer}

LETTER_ROUTES: tuple[Route, ...] = (
    Route(
        method="GET",
        path=ALL,
        access=ToRead(Reading.OPERATIONS),
        handle=letters.get_letters,
        operation=Operation(
            name="listDeadLetters",
            summary="搁置记录列表（默认只列未处理的）",
            answers={200: answers.DeadLettersAnswer},
            queries=("standing", "after", "limit"),
        ),
    ),
    Route(
        method="GET",
        path=ONE,
        access=ToRead(Reading.OPERATIONS),
        handle=letters.get_letter,
        operation=Operation(
            name="getDeadLetter",
            summary="搁置记录的来源、原因与指纹（不含内容）",
            answers={200: answers.DeadLetterAnswer},
            problems=(404,),
        ),
    ),
    Route(
        method="POST",
        path=f"{ONE}/retry",
        access=ToOperate(OperatorAct.RETRY_DEAD_LETTER),
        handle=letters.retry_letter,
        operation=Operation(
            name="retryDeadLetter",
            summary="重新投递搁置记录（重复投递无害）",
            answers=CLOSED,
            problems=(404, 409),
        ),
    ),
    Route(
        method="POST",
        path=f"{ONE}/discard",
        access=ToOperate(OperatorAct.DISCARD_DEAD_LETTER),
        handle=letters.discard_letter,
        operation=Operation(
            name="discardDeadLetter",
            summary="注明原因后不再处理搁置记录（记录仍保留）",
            answers=CLOSED,
            problems=(404, 408, 409, 413, 415, 422),
            body=DiscardBody,
        ),
    ),
)
