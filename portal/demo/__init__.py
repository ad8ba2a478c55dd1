"""The demo community: filled once from `data/community/demo_*`, and the page that shows every code and message sent."""
