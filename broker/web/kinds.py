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
    TerminateCase,
    WithdrawCase,
)
from broker.domain.cases.later.commands import CancelLicence, CorrectDecision, RevokeDecision
from broker.domain.cases.procedures.commands import (
    EndSpecialProcedure,
    GrantExtension,
    StartSpecialProcedure,
)
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
    TerminateCase: bodies.TerminateCaseBody,
    StartSpecialProcedure: bodies.StartSpecialProcedureBody,
    EndSpecialProcedure: bodies.EndSpecialProcedureBody,
    GrantExtension: bodies.GrantExtensionBody,
    RevokeDecision: bodies.RevokeDecisionBody,
    CancelLicence: bodies.CancelLicenceBody,
    CorrectDecision: bodies.CorrectDecisionBody,
}
KINDS: Mapping[str, type[Command]] = {command.__name__: command for command in BODIES}
"""By the name in the address: every command, `SubmitCase` too."""
