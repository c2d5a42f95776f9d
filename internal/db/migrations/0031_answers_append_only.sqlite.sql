-- An answer, once cast, stays as it was: only what it is worth may change.
CREATE TRIGGER answers_no_update BEFORE UPDATE ON answers
    WHEN NEW.id IS NOT OLD.id OR NEW.body IS NOT OLD.body OR NEW.ballot IS NOT OLD.ballot OR NEW.round IS NOT OLD.round
      OR NEW.seat IS NOT OLD.seat OR NEW.revision IS NOT OLD.revision OR NEW.person IS NOT OLD.person
      OR NEW.source IS NOT OLD.source OR NEW.content IS NOT OLD.content OR NEW.cast_by IS NOT OLD.cast_by
      OR NEW.prepared IS NOT OLD.prepared OR NEW.at IS NOT OLD.at OR NEW.record IS NOT OLD.record
      OR NEW.record_hash IS NOT OLD.record_hash OR NEW.nonce IS NOT OLD.nonce OR NEW.proof IS NOT OLD.proof
      OR NEW.reason IS NOT OLD.reason OR NEW.received_at IS NOT OLD.received_at OR NEW.row_hash IS NOT OLD.row_hash
BEGIN SELECT RAISE(ABORT, 'answers are append-only'); END;
CREATE TRIGGER answers_no_delete BEFORE DELETE ON answers
BEGIN SELECT RAISE(ABORT, 'answers are append-only'); END;
