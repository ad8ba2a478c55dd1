"""The pages and APIs of consultations."""
