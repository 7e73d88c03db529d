"""People: joining, invitations, posts, and what each sets for themselves."""
