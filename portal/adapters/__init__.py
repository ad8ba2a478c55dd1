"""Vendors and stores behind the ports. Imports ports and vendor libraries, never a room."""
