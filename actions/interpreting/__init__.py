"""What a short message answers: yes, no, a choice, a case, a correction. Pure."""
