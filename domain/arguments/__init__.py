"""The arguments of commands, read but not yet looked up.

Codes are texts in their one form, due times are `Moment`s. Every `Refusal` from a field says in
`field` which one is at fault; "missing_field" that it is not there.
"""
