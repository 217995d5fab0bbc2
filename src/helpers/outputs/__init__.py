"""All that is written: the rerun, notebooks, documents, briefs, the site, the release."""
