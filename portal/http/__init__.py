"""What all views share: access checks, the parts of the current app, rate limits, photos, health, whether there is a bot, log, lanes."""
