-- What one person's act asks, so that it costs the same in a body of thousands.
CREATE INDEX presences_person ON presences (meeting, person, from_at, id);
CREATE INDEX positions_person ON positions (meeting, person, item);
CREATE INDEX session_opinions_person ON session_opinions (meeting, person, at);
CREATE INDEX paper_copies_person ON paper_copies (meeting, person, item, number);
CREATE INDEX posts_body_seat ON posts (body, seat_no, from_at) WHERE is_member;
CREATE INDEX posts_body_tie ON posts (body, from_at) WHERE tie_mark;
