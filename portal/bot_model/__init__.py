"""Trains the bot's model when its data or code has changed, and keeps earlier versions."""
