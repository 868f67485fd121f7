"""What offices make of their figures: publications and their log, plans, evidence files, report texts."""
