"""Cases that the desk takes in: what a clerk takes down (代录), and the hotline's daily file."""
