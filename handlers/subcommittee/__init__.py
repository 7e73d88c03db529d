"""A subcommittee itself: its settings, its linked group and its audit log."""
