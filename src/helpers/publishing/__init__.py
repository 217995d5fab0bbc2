"""What is taken away: Word, PDF, workbook, citations, the trail of a claim."""
