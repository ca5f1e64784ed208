"""What clients do in a fault run: whole lives of cases, with races, drawn from a seed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random  # noqa: TID251  # always seeded

from broker.domain.identifiers import RegionCode, Side

ITEM_CODE = "KT020160"
RACE_CHANCE = 0.2
LOCAL_CHANCE = 0.1
CHECK_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_DIGITS = "10X98765432"

Body = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A planted applicant: what must never be seen in plain outside the key stores."""

    name: str
    resident_id: str
    phone: str

    @property
    def texts(self) -> tuple[str, ...]:
        """List what must not be seen."""
        return (self.name, self.resident_id, self.phone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One command of one client; asks of the same step and case are one intent."""

    step: str
    kind: str
    side: Side
    region: RegionCode
    body: Body


@dataclass(frozen=True, slots=True)
class Act:
    """Asks made at the same time; the next act follows when all are answered."""

    asks: tuple[Ask, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """The life of one case, from the hand-in on."""

    receiving: RegionCode
    handling: RegionCode
    acts: tuple[Act, ...]


def plant_persons(random: Random, count: int) -> tuple[Person, ...]:
    """Make people whose names and numbers occur nowhere else."""
    return tuple(
        Person(
            name=f"金丝雀{rare_character(random)}{rare_character(random)}",
            resident_id=resident_id(random),
            phone=f"139{random.randint(0, 99_999_999):08d}",
        )
        for _ in range(count)
    )


def rare_character(random: Random) -> str:
    """Draw any common ideograph."""
    return chr(random.randint(0x4E00, 0x9FA0))


def resident_id(random: Random) -> str:
    """Draw a well-formed number (GB 11643) of a grown-up."""
    year, month, day = random.randint(1950, 1999), random.randint(1, 12), random.randint(1, 28)
    digits = f"621002{year}{month:02d}{day:02d}{random.randint(0, 999):03d}"
    total = sum(int(digit) * weight for digit, weight in zip(digits, CHECK_WEIGHTS, strict=True))
    return digits + CHECK_DIGITS[total % 11]


class Storyteller:
    """Draws one story after the other."""

    def __init__(
        self, random: Random, regions: Sequence[RegionCode], persons: Sequence[Person]
    ) -> None:
        assert len(regions) > 1
        self._random = random
        self._regions = regions
        self._persons = persons

    def tell(self) -> Story:
        """Draw the life of the next case."""
        receiving, handling = self._random.sample(list(self._regions), 2)
        if self._random.random() < LOCAL_CHANCE:
            handling = receiving
        plot = self._random.choice((granted, granted, rejected, declined, supplemented, withdrawn))
        scene = Scene(receiving, handling)
        opening = [
            scene.here("SubmitCase", self._hand_in(handling)),
            scene.here("CheckForm", {"passed": True, "note": "材料齐全"}),
            scene.here("CheckIdentity", {"method": "id_card", "passed": True}),
        ]
        acts = [Act((ask,)) for ask in opening]
        acts += plot(scene, is_race=self._random.random() < RACE_CHANCE)
        return Story(receiving=receiving, handling=handling, acts=tuple(acts))

    def _hand_in(self, handling: RegionCode) -> Body:
        person = self._random.choice(self._persons)
        applicant = {
            "kind": "natural",
            "name": person.name,
            "resident_id": person.resident_id,
            "phone": person.phone,
        }
        return {
            "item_code": ITEM_CODE,
            "handling_region": handling,
            "applicant": applicant,
            "delivery_way": "online",
            "remark": f"申请人{person.name}",
        }


@dataclass(frozen=True, slots=True)
class Scene:
    """The two places of a case."""

    receiving: RegionCode
    handling: RegionCode

    def here(self, kind: str, body: Body) -> Ask:
        """Ask at the receiving window."""
        return Ask(step=kind, kind=kind, side=Side.RECEIVING, region=self.receiving, body=body)

    def there(self, kind: str, body: Body) -> Ask:
        """Ask at the handling window."""
        return Ask(step=kind, kind=kind, side=Side.HANDLING, region=self.handling, body=body)


def taken_in(scene: Scene, *, is_race: bool) -> list[Act]:
    """Push and accept; in a race two clerks accept at the same moment."""
    accept = scene.there("AcceptCase", {})
    push = scene.here("PushCase", {})
    return [
        Act((push, push) if is_race else (push,)),
        Act((accept, accept) if is_race else (accept,)),
    ]


def closing(scene: Scene) -> list[Act]:
    """Send the result back, hand it over, tell the applicant, close."""
    return [
        Act((scene.there("ReturnResult", {}),)),
        Act((scene.here("DeliverResult", {"way": "online"}),)),
        Act((scene.here("NotifyApplicant", {"channel": "sms"}),)),
        Act((scene.here("FinishCase", {}),)),
    ]


def granted(scene: Scene, *, is_race: bool) -> list[Act]:
    """准予许可; in a race the applicant withdraws at the moment of the decision."""
    decide = scene.there("DecideCase", {"result": "granted"})
    withdraw = scene.here("WithdrawCase", {"reason": "申请人改变主意"})
    decided = Act((decide, withdraw) if is_race else (decide,))
    return [*taken_in(scene, is_race=is_race), decided, *closing(scene)]


def rejected(scene: Scene, *, is_race: bool) -> list[Act]:
    """不予许可; in a race two clerks decide differently."""
    reject = scene.there(
        "DecideCase",
        {"result": "rejected", "rights_notice_given": True, "reasons": "不符合条件"},
    )
    grant = scene.there("DecideCase", {"result": "granted"})
    decided = Act((reject, grant) if is_race else (reject,))
    return [*taken_in(scene, is_race=False), decided, *closing(scene)]


def declined(scene: Scene, *, is_race: bool) -> list[Act]:
    """不予受理; in a race another clerk accepts."""
    decline = scene.there("DeclineCase", {"reason": "不属于本机关职权", "authority": "省人社厅"})
    accept = scene.there("AcceptCase", {})
    return [
        Act((scene.here("PushCase", {}),)),
        Act((decline, accept) if is_race else (decline,)),
        Act((scene.here("NotifyApplicant", {"channel": "phone"}),)),
    ]


def supplemented(scene: Scene, *, is_race: bool) -> list[Act]:
    """补正; in a race the applicant withdraws instead of answering."""
    answer = scene.here("AnswerSupplement", {"note": "已补齐"})
    withdraw = scene.here("WithdrawCase", {"reason": "不再办理"})
    return [
        Act((scene.here("PushCase", {}),)),
        Act((scene.there("RequestSupplement", {"titles": ["其他材料"], "note": "请补充"}),)),
        Act((answer, withdraw) if is_race else (answer,)),
        Act((scene.there("AcceptCase", {}),)),
        Act((scene.there("DecideCase", {"result": "granted"}),)),
        *closing(scene),
    ]


def withdrawn(scene: Scene, *, is_race: bool) -> list[Act]:
    """撤回 before the push; in a race another clerk pushes."""
    withdraw = scene.here("WithdrawCase", {"reason": "申请人撤回"})
    push = scene.here("PushCase", {})
    return [
        Act((withdraw, push) if is_race else (withdraw,)),
        Act((scene.here("NotifyApplicant", {"channel": "in_person"}),)),
    ]
