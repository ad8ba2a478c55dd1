"""Reading one Chinese message: plain code, without Rasa. `reader.Reader` puts the parts together.

Each part takes the normal form of a message (`normal.Normal`) and gives spans in it; `draft` turns them
back into spans of what the resident wrote. `bot/nlu/` holds the Rasa component of each part.
"""
