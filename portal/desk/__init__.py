"""The desk: the staff's pages over cases (clerks, grid workers, bodies, supervisors, the operator)."""
