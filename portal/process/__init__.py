"""Linli's five processes (portal, internal, rasa, actions, worker), and what starts and supervises them."""
