"""Items (事项): the entries of the 实施清单 as versioned data of the handling region.

    words                what a field may say, with the Chinese of each word
    identity, service, times, materials, conditions, publication    the groups of elements
    item, elements       one entry; its 46 elements by name (35 named in domain 6, 11 completed)
    timing               from the time regime to the rules of the clocks
    check, problems      contradictions in stable codes; what is not published yet
    differences          two entries, element by element (标准差异)
    catalogue            versions: publish, in force, the one a case began with
    written, reading, faults    entries as plain JSON values and back, every fault placed
    table, csv_rows, json_rows, importing, exporting    files: all of it, or every bad row
    starting             the looser form of the starting data
    commands, events, state, decide, evolve, aggregate    the item as an aggregate of the engine

Nothing here knows the log: the engine decides commands, and broadcasts the events (decision 0010).
"""
