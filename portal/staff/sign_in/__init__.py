"""Sign-in of staff: passwords, second factors, limits on tries, sessions, and whose session a request belongs to."""
