"""What a sender in an emergency tells of whoever lies there, or asks for: signs of no breath, how to press, a number, whether to go back in. Pure."""
