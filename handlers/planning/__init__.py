"""Plans that come as tables: received, shown before anything changes, carried out, taken back."""
