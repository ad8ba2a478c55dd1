"""What every page shares (look, words, community's name) and the residents' own pages: home, chat, mine, about."""
