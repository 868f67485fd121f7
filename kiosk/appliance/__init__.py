"""What makes a computer an appliance: its service, its address with HTTPS, the screen at the counter."""
