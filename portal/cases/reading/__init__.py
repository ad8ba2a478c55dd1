"""What a reporter's words say, read by word lists: conduct, a wish for anonymity, homes, times, numbers. Pure."""
