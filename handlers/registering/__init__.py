"""What admins register by command: events, units and tasks."""
