"""Tasks as members and chairs use them: seen, reported on, decided."""
