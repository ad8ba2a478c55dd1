"""What a message means as an answer: yes, no, a choice, a case, a place, a phone number. Pure."""
