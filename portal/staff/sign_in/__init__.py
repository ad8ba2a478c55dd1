"""Sign-in of staff: password and second factor, how often they may be tried, the session, and who a request comes from."""
