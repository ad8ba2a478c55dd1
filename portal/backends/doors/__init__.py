"""The doors for other systems: Open311 for apps that report, and the address to which webhook backends send news."""
