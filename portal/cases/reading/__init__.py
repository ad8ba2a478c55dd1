"""What a reporter's words say, by word lists: conduct, wishes not to be named, homes, times, numbers; masking. Pure."""
