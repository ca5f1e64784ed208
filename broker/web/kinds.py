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
from broker.domain.cases.complaints.commands import (
    AnswerComplaint,
    CloseComplaint,
    FollowUpComplaint,
    RegisterComplaint,
    ReopenComplaint,
    TransferComplaint,
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
from broker.domain.cases.fees.commands import NoticeFee, RecordPayment, WaiveFee
from broker.domain.cases.later.commands import CancelLicence, CorrectDecision, RevokeDecision
from broker.domain.cases.limits.commands import WithdrawCard
from broker.domain.cases.procedures.commands import (
    EndSpecialProcedure,
    GrantExtension,
    StartSpecialProcedure,
)
from broker.domain.cases.proposals.commands import (
    ConfirmProposal,
    ProposeDecision,
    SendBackProposal,
)
from broker.domain.cases.ratings.commands import RateCase, RecordContact, RectifyRating
from broker.web import bodies, bodies_complaints, bodies_handling, bodies_proposals, fields

BODIES: Mapping[type[Command], type[fields.Body]] = {
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
    TerminateCase: bodies_handling.TerminateCaseBody,
    StartSpecialProcedure: bodies_handling.StartSpecialProcedureBody,
    EndSpecialProcedure: bodies_handling.EndSpecialProcedureBody,
    GrantExtension: bodies_handling.GrantExtensionBody,
    ProposeDecision: bodies_proposals.ProposeDecisionBody,
    ConfirmProposal: bodies_proposals.ConfirmProposalBody,
    SendBackProposal: bodies_proposals.SendBackProposalBody,
    WithdrawCard: bodies_handling.WithdrawCardBody,
    RevokeDecision: bodies_handling.RevokeDecisionBody,
    CancelLicence: bodies_handling.CancelLicenceBody,
    CorrectDecision: bodies_handling.CorrectDecisionBody,
    NoticeFee: bodies.NoticeFeeBody,
    RecordPayment: bodies.RecordPaymentBody,
    WaiveFee: bodies.WaiveFeeBody,
    RateCase: bodies.RateCaseBody,
    RecordContact: bodies.RecordContactBody,
    RectifyRating: bodies.RectifyRatingBody,
    RegisterComplaint: bodies_complaints.RegisterComplaintBody,
    TransferComplaint: bodies_complaints.TransferComplaintBody,
    AnswerComplaint: bodies_complaints.AnswerComplaintBody,
    FollowUpComplaint: bodies_complaints.FollowUpComplaintBody,
    ReopenComplaint: bodies_complaints.ReopenComplaintBody,
    CloseComplaint: bodies_complaints.CloseComplaintBody,
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
