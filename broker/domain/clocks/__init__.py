"""Legal clocks as pure rules (domain section 4, K1-K13): from facts and a calendar to a due date.

    rules, facts      what an item prescribes; what has happened to a case
    counting          n days after a start, in working or calendar days     K1 K3 K4 K10
    course, limit     pauses and extensions; running, overdue, met, late    K2 K5 K6
    intake            notice, silence, supplement, acceptance               K7 K8 K9
    legs              one limit for each leg, each on its own fact          K13
    supervision       warning, yellow, red                                  K12
    renewal, duration a licence that runs out; answers within minutes
    explain, wording  each due date day by day; the same in Chinese
    vectors           the written form of test vectors

Nothing here reads a clock: a state is always the state at an instant the caller names.
"""
