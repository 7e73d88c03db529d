"""What the bot says of its own accord, put into words when it is about to go out."""
