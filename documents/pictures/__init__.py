"""Pictures for a phone, 1080 pixels wide, by matplotlib.

`data` holds what a picture shows and imports nothing heavy; the other modules draw.
"""
