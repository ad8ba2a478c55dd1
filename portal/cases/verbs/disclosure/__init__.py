"""Change who may know of a case: whose conduct it is about, who sees a sealed one; and record each look."""
