"""Kinds of commands: which body each is sent in."""

from collections.abc import Mapping

from broker.domain.cases.commands import (
    AcceptCase,
    AddMaterials,
    AnswerSupplement,
    CheckForm,
    CheckIdentity,
    Command,
    DecideCase,
    DeclineCase,
    DeliverResult,
    FinishCase,
    NotifyApplicant,
    PushCase,
    RequestSupplement,
    ReturnResult,
    SubmitCase,
    WithdrawCase,
)
from broker.domain.cases.custody.commands import (
    ConfirmParcel,
    HandBackOriginals,
    RecallParcel,
    ReportParcelLost,
    SealParcel,
    ShipParcel,
    TakeOriginals,
)
from broker.domain.cases.dialogue.commands import AnswerQuestion, AskQuestion, CloseQuestion
from broker.web import bodies

BODIES: Mapping[type[Command], type[bodies.Body]] = {
    SubmitCase: bodies.SubmitCaseBody,
    AddMaterials: bodies.AddMaterialsBody,
    CheckForm: bodies.CheckFormBody,
    CheckIdentity: bodies.CheckIdentityBody,
    PushCase: bodies.PushCaseBody,
    AnswerSupplement: bodies.AnswerSupplementBody,
    WithdrawCase: bodies.WithdrawCaseBody,
    DeliverResult: bodies.DeliverResultBody,
    NotifyApplicant: bodies.NotifyApplicantBody,
    FinishCase: bodies.FinishCaseBody,
    AcceptCase: bodies.AcceptCaseBody,
    DeclineCase: bodies.DeclineCaseBody,
    RequestSupplement: bodies.RequestSupplementBody,
    DecideCase: bodies.DecideCaseBody,
    ReturnResult: bodies.ReturnResultBody,
    AskQuestion: bodies.AskQuestionBody,
    AnswerQuestion: bodies.AnswerQuestionBody,
    CloseQuestion: bodies.CloseQuestionBody,
    TakeOriginals: bodies.TakeOriginalsBody,
    SealParcel: bodies.SealParcelBody,
    ShipParcel: bodies.ShipParcelBody,
    ConfirmParcel: bodies.ConfirmParcelBody,
    ReportParcelLost: bodies.ReportParcelLostBody,
    RecallParcel: bodies.RecallParcelBody,
    HandBackOriginals: bodies.HandBackOriginalsBody,
}
KINDS: Mapping[str, type[Command]] = {command.__name__: command for command in BODIES}
"""By the name in the address: every command, `SubmitCase` too."""
