"""Few cases in which every two choices meet: a covering array of strength two.

A negotiation fails over one choice, or over two that do not go together (a cipher's key length with a hash's, a PRF
with a group), hardly ever over three. Every pair takes a hundred and some cases, every combination tens of thousands.
The rows follow from the factors alone: they are the same in each run, so that a failing one can be named.
"""

import itertools


def covering_array(factors, may_meet=lambda pair: True):
    """Rows, each with one value for every factor of {name: values}.

    may_meet() is asked for two choices, {name: value, other: value}. Every pair that may meet occurs in some row, and
    no other occurs in any.
    """
    choices = [(name, value) for name, values in factors.items() for value in values]
    pairs = [frozenset(pair) for pair in itertools.combinations(choices, 2) if pair[0][0] != pair[1][0]]
    allowed = {pair for pair in pairs if may_meet(dict(pair))}
    missing = dict.fromkeys(pair for pair in pairs if pair in allowed)  # in their order
    rows = []
    while missing:
        row = set(next(iter(missing)))
        while len(row) < len(factors):
            taken = {name for name, _ in row}
            possible = [choice for choice in choices if choice[0] not in taken
                        and all(frozenset((choice, other)) in allowed for other in row)]
            # What brings most of the pairs that are still missing.
            row.add(max(possible, key=lambda new: sum(frozenset((new, other)) in missing for other in row)))
        for pair in itertools.combinations(row, 2):
            missing.pop(frozenset(pair), None)
        rows.append({name: dict(row)[name] for name in factors})
    return rows
