"""The mistakes: each changes one rule of the clocks a little, as a tired programmer would."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mutation:
    """In this file below broker/domain, this text becomes that."""

    rule: str
    file: str
    old: str
    new: str


MUTATIONS = (
    Mutation("K1", "clocks/beijing.py", "_AHEAD_OF_UTC = 8 *", "_AHEAD_OF_UTC = 7 *"),
    Mutation("K1", "clocks/beijing.py", "(at + _AHEAD_OF_UTC) // DAY", "at // DAY"),
    Mutation(
        "K1",
        "calendar.py",
        "bisect_right(self._working, after.toordinal()) + n - 1",
        "bisect_left(self._working, after.toordinal()) + n - 1",
    ),
    Mutation("K1", "calendar.py", "        if n == 0:\n            return after\n", ""),
    Mutation("K2", "clocks/course.py", "return at >= deadline(", "return at > deadline("),
    Mutation("K2", "clocks/intake.py", "at >= deadline(due)", "at > deadline(due)"),
    Mutation(
        "K2", "clocks/course.py", "closing_minute=course.rule.closing_minute", "closing_minute=1440"
    ),
    Mutation(
        "K2",
        "clocks/limit.py",
        "closing_minute=self.course.rule.closing_minute",
        "closing_minute=1440",
    ),
    Mutation("K2", "clocks/renewal.py", "fact.at < over_at", "fact.at <= over_at"),
    Mutation("K2", "clocks/renewal.py", "over=as_of >= over_at", "over=as_of > over_at"),
    Mutation("K2", "clocks/duration.py", "done[0] < due_at", "done[0] <= due_at"),
    Mutation("K2", "clocks/duration.py", "as_of < due_at", "as_of <= due_at"),
    Mutation("K3", "calendar.py", "(day - 1) % 7 < SATURDAY", "day % 7 < SATURDAY"),
    Mutation("K3", "calendar.py", "exceptions.get(day, ", "exceptions.get(-day, "),
    Mutation(
        "K3",
        "calendar.py",
        "{DayKind.WORKDAY, DayKind.MAKE_UP, DayKind.LOCAL_WORK}",
        "{DayKind.WORKDAY, DayKind.LOCAL_WORK}",
    ),
    Mutation(
        "K3",
        "calendar.py",
        "nth_working_day(after=day - ONE_DAY, n=1)",
        "nth_working_day(after=day, n=1)",
    ),
    Mutation(
        "K3",
        "calendar.py",
        "bisect_right(self._working, through.toordinal(), lo=first)",
        "bisect_right(self._working, through.toordinal())",
    ),
    Mutation("K3", "clocks/counting.py", "period.n == 0 and not pauses", "period.n == 0"),
    Mutation("K4", "clocks/counting.py", "    return rolled\n", "    return last\n"),
    Mutation(
        "K4",
        "clocks/counting.py",
        "[start_on + timedelta(days=n + excluded), *(pause.through for pause in pauses)]",
        "[start_on + timedelta(days=n + excluded)]",
    ),
    Mutation("K4", "clocks/counting.py", "days=n + excluded", "days=n"),
    Mutation("K4", "clocks/counting.py", "max(last, calendar.last_day + ONE_DAY)", "last"),
    Mutation("K5", "clocks/counting.py", "after=start_on, n=n + excluded", "after=start_on, n=n"),
    Mutation("K5", "clocks/counting.py", "else max(found, resumed)", "else found"),
    Mutation(
        "K5",
        "clocks/counting.py",
        "calendar.working_day_on_or_after(pauses[-1].through)",
        "calendar.working_day_on_or_after(pauses[0].through)",
    ),
    Mutation("K5", "clocks/counting.py", "max(pause.after, start_on)", "pause.after"),
    Mutation("K5", "clocks/course.py", "pauses=(*course.pauses, pause)", "pauses=(pause,)"),
    Mutation(
        "K5",
        "clocks/course.py",
        "since = legal_day(fact.at)",
        "since = legal_day(fact.at) - ONE_DAY",
    ),
    Mutation(
        "K5",
        "clocks/course.py",
        "phase.procedures | {fact.procedure}",
        "frozenset({fact.procedure})",
    ),
    Mutation("K5", "clocks/course.py", "    if running:\n", "    if not running:\n"),
    Mutation(
        "K5",
        "clocks/course.py",
        "            return NoEffect.AFTER_DUE\n        since",
        "            pass\n        since",
    ),
    Mutation(
        "K5",
        "clocks/course.py",
        "    if isinstance(course.phase, Halted):\n        return False\n",
        "",
    ),
    Mutation(
        "K5", "clocks/course.py", "max(0, course.period.n - counted", "(course.period.n - counted"
    ),
    Mutation(
        "K5",
        "clocks/course.py",
        "course.period.n - counted_days(course, halted.since",
        "course.rule.period.n - counted_days(course, halted.since",
    ),
    Mutation(
        "K5", "clocks/course.py", "min(through, max(halted.since, course.start_on))", "through"
    ),
    Mutation("K5", "clocks/course.py", "passed - count_excluded(", "passed - 0 * count_excluded("),
    Mutation(
        "K5",
        "clocks/limit.py",
        "case Finished(before=Halted()):\n            return MetUndated()\n        ",
        "",
    ),
    Mutation(
        "K6",
        "clocks/course.py",
        "extension.n * len(self.extended_on)",
        "extension.n * min(1, len(self.extended_on))",
    ),
    Mutation("K6", "clocks/course.py", ">= extension.times", "> extension.times"),
    Mutation(
        "K6",
        "clocks/course.py",
        "        return NoEffect.AFTER_DUE\n    return replace(course, extended_on",
        "        pass\n    return replace(course, extended_on",
    ),
    Mutation(
        "K6",
        "clocks/course.py",
        "        return NoEffect.NOT_ALLOWED\n",
        "        return NoEffect.ALREADY_EXTENDED\n",
    ),
    Mutation(
        "K6",
        "clocks/course.py",
        "    if isinstance(course.phase, Finished):\n        return NoEffect.ALREADY_COMPLETED\n",
        "    if isinstance(course.phase, Finished):\n        return course\n",
    ),
    Mutation(
        "K7",
        "clocks/intake.py",
        "DeemedAccepted(on=state.received_on[-1])",
        "DeemedAccepted(on=state.received_on[0])",
    ),
    Mutation("K7", "clocks/intake.py", "        state = settle(state, at=fact.at)\n", ""),
    Mutation(
        "K7", "clocks/intake.py", "    return settle(state, at=as_of)\n", "    return state\n"
    ),
    Mutation(
        "K7",
        "clocks/intake.py",
        "case Accepted() | DeemedAccepted():\n            return NoEffect",
        "case Accepted():\n            return NoEffect",
    ),
    Mutation(
        "K7",
        "clocks/intake.py",
        "            return NoticeOverdue()",
        "            return AwaitingCheck()",
    ),
    Mutation(
        "K8",
        "clocks/intake.py",
        "    if state.requested_on:\n",
        "    if isinstance(state.standing, SupplementPending):\n",
    ),
    Mutation(
        "K8", "clocks/intake.py", "(*state.received_on, legal_day(fact.at))", "state.received_on"
    ),
    Mutation(
        "K8", "clocks/intake.py", "        return NoEffect.NOT_PENDING\n", "        return state\n"
    ),
    Mutation("K8", "clocks/intake.py", "        requested_on=state.requested_on,\n", ""),
    Mutation("K8", "clocks/intake.py", "        ignored=state.ignored,\n", ""),
    Mutation(
        "K8",
        "clocks/intake.py",
        "            return DeemedWithdrawn()\n",
        "            return SupplementPending()\n",
    ),
    Mutation(
        "K9",
        "clocks/intake.py",
        "count_out(state.rule.decision, start_on=state.accepted_on",
        "count_out(state.rule.decision, start_on=state.received_on[0]",
    ),
    Mutation(
        "K9", "clocks/intake.py", "count_out(state.rule.decision,", "count_out(state.rule.notice,"
    ),
    Mutation("K10", "calendar.py", "place - len(self._working) + 1", "place - len(self._working)"),
    Mutation(
        "K10",
        "calendar.py",
        "known_through=max(self.last_day, after)",
        "known_through=self.last_day",
    ),
    Mutation("K10", "calendar.py", "after + ONE_DAY < self.first_day", "after < self.first_day"),
    Mutation("K10", "calendar.py", "year=(after + ONE_DAY).year", "year=self.first_day.year"),
    Mutation(
        "K10",
        "clocks/limit.py",
        "legal_day(completed_at) <= due.earliest",
        "legal_day(completed_at) < due.earliest",
    ),
    Mutation(
        "K10",
        "clocks/counting.py",
        "counted_until + timedelta(days=self.remaining)",
        "counted_until",
    ),
    Mutation(
        "K10",
        "clocks/counting.py",
        "counted_until=pauses[-1].through",
        "counted_until=calendar.last_day",
    ),
    Mutation(
        "K11", "calendar.py", "    named.update(_of_kind(DayKind.LOCAL_REST, overlay.off))\n", ""
    ),
    Mutation(
        "K11", "calendar.py", "    named.update(_of_kind(DayKind.LOCAL_WORK, overlay.work))\n", ""
    ),
    Mutation(
        "K11",
        "calendar.py",
        "_of_kind(DayKind.MAKE_UP, notice.work)",
        "_of_kind(DayKind.MAKE_UP, ())",
    ),
    Mutation("K12", "clocks/supervision.py", "if day >= reached_at", "if day > reached_at"),
    Mutation(
        "K12",
        "clocks/supervision.py",
        "].course.period.n + threshold",
        "].course.rule.period.n + threshold",
    ),
    Mutation(
        "K12", "clocks/supervision.py", "return max((state.course", "return min((state.course"
    ),
    Mutation(
        "K12",
        "clocks/supervision.py",
        "course.phase.at if isinstance(course.phase, Finished) else as_of",
        "as_of",
    ),
    Mutation(
        "K12",
        "clocks/supervision.py",
        "max(pause.through, counted_from), left - before",
        "max(pause.through, counted_from), left",
    ),
    Mutation(
        "K12",
        "clocks/supervision.py",
        "        if left <= before:\n",
        "        if left < before:\n",
    ),
    Mutation(
        "K12",
        "clocks/supervision.py",
        "counted_from, left = max(pause.through, counted_from), left",
        "counted_from, left = pause.through, left",
    ),
    Mutation(
        "K12",
        "clocks/rules.py",
        'Signal.RED, limit="announced", from_day=2',
        'Signal.RED, limit="announced", from_day=1',
    ),
    Mutation(
        "K12",
        "clocks/rules.py",
        'Signal.YELLOW, limit="check", from_day=4',
        'Signal.YELLOW, limit="check", from_day=5',
    ),
    Mutation("K13", "clocks/legs.py", "return max(first[name]", "return min(first[name]"),
    Mutation(
        "K13",
        "clocks/legs.py",
        "if not leg.starts_on <= first.keys()",
        "if not leg.starts_on & first.keys()",
    ),
    Mutation(
        "K13",
        "clocks/legs.py",
        "first.setdefault(fact.name, fact.at)",
        "first[fact.name] = fact.at",
    ),
    Mutation("K13", "clocks/legs.py", "calendars[leg.side])", "calendars[leg.side.other])"),
    Mutation("K13", "clocks/facts.py", "if fact.at <= as_of", "if fact.at < as_of"),
    Mutation(
        "K13", "clocks/facts.py", "key=lambda entry: entry[1].at", "key=lambda entry: entry[0]"
    ),
    Mutation(
        "renewal",
        "clocks/renewal.py",
        "RenewalStatus.DEEMED_RENEWED if rule.applied_in_time",
        "RenewalStatus.DEEMED_RENEWED if True",
    ),
    Mutation(
        "renewal",
        "clocks/renewal.py",
        "NoEffect.ALREADY_RENEWED if rule",
        "NoEffect.AFTER_DUE if rule",
    ),
    Mutation("renewal", "clocks/renewal.py", "not in in_time[:1]", "not in in_time"),
)
