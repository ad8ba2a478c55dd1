"""Who is told of a case, and the follow-up that asks its reporter."""
