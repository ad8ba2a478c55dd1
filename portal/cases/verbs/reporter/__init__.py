"""What the reporter does with a case: add and correct, remind, answer, reopen, withdraw, restore, attest."""
