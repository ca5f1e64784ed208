"""Kinds of commands: which body each is sent in."""

from collections.abc import Mapping

from broker.domain.cases.commands import (
    AcceptCase,
    AddMaterials,
    AmendCase,
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
    VoidCase,
    WithdrawCase,
)
from broker.domain.cases.fees.commands import NoticeFee, RecordPayment, WaiveFee
from broker.domain.cases.later.commands import CancelLicence, CorrectDecision, RevokeDecision
from broker.domain.cases.procedures.commands import (
    EndSpecialProcedure,
    GrantExtension,
    StartSpecialProcedure,
)
from broker.domain.cases.ratings.commands import RateCase, RecordContact, RectifyRating
from broker.web import bodies

BODIES: Mapping[type[Command], type[bodies.Body]] = {
    SubmitCase: bodies.SubmitCaseBody,
    AmendCase: bodies.AmendCaseBody,
    VoidCase: bodies.VoidCaseBody,
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
    NoticeFee: bodies.NoticeFeeBody,
    RecordPayment: bodies.RecordPaymentBody,
    WaiveFee: bodies.WaiveFeeBody,
    RateCase: bodies.RateCaseBody,
    RecordContact: bodies.RecordContactBody,
    RectifyRating: bodies.RectifyRatingBody,
}
KINDS: Mapping[str, type[Command]] = {command.__name__: command for command in BODIES}
"""By the name in the address: every command, `SubmitCase` too."""
