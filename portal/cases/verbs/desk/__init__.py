"""What the desk and supervisors do with a case: accept, reject, dispatch and take back, correct, merge."""
