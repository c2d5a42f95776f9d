package auth

// BreakDummy makes the hash that unknown names are compared with unreadable, so
// that a test sees who is compared with it.
func (s *Service) BreakDummy() { s.hashers.dummy = "broken" }
