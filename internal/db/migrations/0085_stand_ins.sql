-- Who sits in the place of a member is asked for whenever a member comes.
CREATE INDEX presences_stand_ins ON presences (meeting, substitute) WHERE until_at IS NULL AND substitute <> '';
