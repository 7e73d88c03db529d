"""What goes out as a file: documents, calendars."""
