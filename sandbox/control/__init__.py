"""What the page, and whoever else, can do with the sandbox over HTTP: `/control/…`."""
