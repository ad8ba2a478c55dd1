"""Reading one Chinese message: plain code, without Rasa. `reader.Reader` puts the parts together.

`text` gives the normal form (`text.normal_form.Normal`), `spotting` finds spans in it, `classifying` asks each question, `draft`
turns spans back into what the resident wrote; `learning` fits the heads. `bot/nlu/` holds the Rasa component of each part.
"""
