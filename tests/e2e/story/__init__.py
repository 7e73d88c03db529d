"""The preparation of the 70th anniversary of the victory of Điện Biên Phủ, played day by day.

`cast` and `plan` say who takes part and what is to be done; `book` keeps what is so by rules of
its own and `forecast` says from it what each person must be told; `reading` reads what they were
told; `play` is how persons act and how the two are compared; the chapters say what happened.
"""
