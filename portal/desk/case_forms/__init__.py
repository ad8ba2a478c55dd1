"""The forms of a case's page: what staff do with one case, each by one verb of cases or of backends."""
