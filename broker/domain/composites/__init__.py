"""Composites: 一件事 and 多地联办 as a parent case with two-sided children in any regions.

    words, definition      a composite as data: children, order, one form, shared materials
    check, check_order, check_form, check_items, problems    what is wrong with a definition
    importing              definitions from JSON: all of them, or every bad row
    form, planning, plan   one form split to the children; the plan that a parent case begins with
    commands decide events evolve react state    the parent case, read in that order
    child_case             a child's own case in the parent's words
    children               what order, promises and ends of children mean together
    status, tell           who owes the next act; the one notice and what it says
    history, clock         the joint limit of 45 + 15 days, and limits per leg

A child is a case of its own and tells the parent how far it has come; the parent judges no child.
"""
