"""The nouns: what a case, a framework, a round and a scorecard are. No reading, judging or drawing here."""
