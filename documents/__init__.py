"""Makes files: workbooks, documents, pictures, calendars, packages. Runs in the worker process."""
