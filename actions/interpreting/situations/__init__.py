"""What befalls people, in their own words, as rows of a table, and what answers them meanwhile."""
