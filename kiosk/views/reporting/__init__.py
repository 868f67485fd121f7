"""What a period comes to: dashboard, results, publications, reports."""
