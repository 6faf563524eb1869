"""The thinking: articles in; stories, briefs and answers out. No SQL, no chat, no feeds."""
