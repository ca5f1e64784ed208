"""The due dates of a case, computed from its timeline and explained day by day (domain section 4).

    deadline    what is shown of one limit: its state, its due date, whose duty it is, and why
    history     from the timeline of both regions to the facts of the clocks; where the clocks stop
    showing     a limit of the clocks as it is shown
    checks      intake: the check of the papers, the supplement, silence               K7 K8
    decision    statutory and promised limit, delivery                                 K9
    legs        each side's part of the way                                            K13
    recorded    what the log itself says: acceptance by silence, terms, signals
    compute     all limits of a case, and what cannot be said because nothing is published

Nothing here is stored: the log has the instants, the item version has the rules. What is counted is
counted by broker.domain.cases.limits.count, for the log's own settling too.
"""
