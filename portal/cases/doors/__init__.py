"""The pages and APIs of cases."""
