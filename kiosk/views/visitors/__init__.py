"""What visitors and the public open: the survey, its notice, publications, the waiting room."""
