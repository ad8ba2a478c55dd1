"""What every page shares (look, words, the community's name), and the pages that need no other room: chat, about."""
