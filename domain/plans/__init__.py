"""Plans: what the rows of a table say of an event's tasks, and what that changes."""
