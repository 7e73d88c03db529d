"""The preparation of the 70th anniversary of the victory of Điện Biên Phủ, played day by day.

`cast` and `plan` say who takes part and what is to be done; `book` keeps what is so by rules of
its own and `forecast` says from it what each person must be told; `reading` reads what they were
told and `judging` compares the two. `people`, `slots`, `play`, `planning` and `acts` are, each upon
the one before, how persons act and time passes; `founding` to `peak` say what happened.
"""
