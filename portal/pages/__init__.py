"""What every page shares (look, words, the community's name), and pages that belong to no other room: chat, about, the API."""
