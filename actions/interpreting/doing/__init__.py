"""What people do, or mean to do, in a danger, and which of these acts must not be done. Pure."""
