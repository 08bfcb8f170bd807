"""The kinds of rule, one a module: each finds places in a write-up; the words it says there are the rule's.

A kind of another package is named by an entry point of the group `casebound.kinds` that leads to its `Kind`.
"""
