"""Choose what a correction makes of the known place or time: the likeliest of many candidates, by learned weights. Pure, but for files of data/."""
