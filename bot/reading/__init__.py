"""Reading one Chinese message: plain code, without Rasa. `composition` puts the parts together, for chat and batch.

`text` gives the normal form (`text.normal_form.Normal`), `spotting` finds spans in it, `tagging` decides which of them
count, `classifying` asks each question, `draft` turns spans back into what the sender wrote; `learning` fits the heads. Apart from
these, `address` splits addresses. `bot/nlu/` holds the Rasa component of each step.
"""
