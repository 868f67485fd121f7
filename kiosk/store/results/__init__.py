"""What is made of the answers: publications, plans, report texts, evidence."""
