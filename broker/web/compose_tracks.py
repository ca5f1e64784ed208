"""From a body of a track to its command: what windows say to each other, and where originals go."""

from typing import assert_never

from broker.domain.cases.custody import commands as custody
from broker.domain.cases.custody.commands import CustodyCommand
from broker.domain.cases.dialogue import commands as dialogue
from broker.domain.cases.dialogue.commands import DialogueCommand
from broker.domain.envelope import Material, Sealed
from broker.web import bodies

DialogueBody = bodies.AskQuestionBody | bodies.AnswerQuestionBody | bodies.CloseQuestionBody
CustodyBody = (
    bodies.TakeOriginalsBody
    | bodies.SealParcelBody
    | bodies.ShipParcelBody
    | bodies.ConfirmParcelBody
    | bodies.ReportParcelLostBody
    | bodies.RecallParcelBody
    | bodies.HandBackOriginalsBody
)
NotedBody = bodies.ConfirmParcelBody | bodies.ReportParcelLostBody
"""Those of custody that may carry free text."""


def compose_dialogue(
    body: DialogueBody, *, materials: tuple[Material, ...], sealed: Sealed | None
) -> DialogueCommand:
    """Make the command of a window to the other."""
    match body:
        case bodies.AskQuestionBody():
            return dialogue.AskQuestion(side=body.side, subject=body.subject, sealed=sealed)
        case bodies.AnswerQuestionBody():
            return dialogue.AnswerQuestion(
                side=body.side, question=body.question, materials=materials, sealed=sealed
            )
        case bodies.CloseQuestionBody():
            return dialogue.CloseQuestion(side=body.side, question=body.question)
        case _:
            assert_never(body)


def compose_custody(body: CustodyBody, *, sealed: Sealed | None) -> CustodyCommand:
    """Make the command for originals."""
    match body:
        case bodies.TakeOriginalsBody():
            return custody.TakeOriginals(side=body.side, originals=body.originals)
        case bodies.SealParcelBody():
            return custody.SealParcel(
                side=body.side, originals=body.originals, seal_number=body.seal_number
            )
        case bodies.ShipParcelBody():
            return custody.ShipParcel(
                side=body.side,
                parcel=body.parcel,
                carrier=body.carrier,
                tracking_number=body.tracking_number,
            )
        case bodies.RecallParcelBody():
            return custody.RecallParcel(side=body.side, parcel=body.parcel)
        case bodies.HandBackOriginalsBody():
            return custody.HandBackOriginals(
                side=body.side, originals=body.originals, manner=body.manner
            )
        case _:
            return _compose_closing(body, sealed)


def _compose_closing(body: NotedBody, sealed: Sealed | None) -> CustodyCommand:
    match body:
        case bodies.ConfirmParcelBody():
            return custody.ConfirmParcel(
                side=body.side, parcel=body.parcel, condition=body.condition, sealed=sealed
            )
        case bodies.ReportParcelLostBody():
            return custody.ReportParcelLost(side=body.side, parcel=body.parcel, sealed=sealed)
        case _:
            assert_never(body)
