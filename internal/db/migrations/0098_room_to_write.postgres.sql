-- Room for what is written when a member answers. An answer stays in its row as it
-- is: packing it costs more than all else of its insert. A seat and a request's key
-- are written once more soon after they are made; with room in their page the
-- indexes stay as they are.
ALTER TABLE answers SET (toast_tuple_target = 8160);
ALTER TABLE seats SET (fillfactor = 50);
ALTER TABLE request_keys SET (fillfactor = 50);
