"""Offices and windows (部门、窗口): who serves where, until when, and with whose authority.

    words, handled, hours, office    one office with its windows, its hours, what it delegates
    places               from a place to the wider ones around it, retired codes followed
    acts                 what each kind of window may do, deny by default
    permission           may this window do this act for this item today (事进人不进)
    routing              the competent office by item and place (办件调度)
    transfer             a misrouted case goes on to the competent office, its clock untouched
    check, together, problems    contradictions in one office and between several
    registry, differences        versions: publish, in force; two versions field by field
    importing, exporting         files: all of it, or every bad row

An office row is owned by its region. Nothing here knows the log: a later part publishes versions
as events and folds them with `enter`.
"""
