"""The thinking: articles in; stories, briefs, digests and answers out. No SQL, no chat, no feeds."""
