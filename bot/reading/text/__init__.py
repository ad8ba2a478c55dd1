"""The message as characters and words: its normal form, and the way back."""
