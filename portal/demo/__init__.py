"""The demo community: filled once from `data/community`, and the page that shows every code and message sent."""
