// Package box is the ballot box of a secret vote: what is signed blindly, sealed and
// opened, and the keeper that lets papers into the box only in groups.
//
// A member takes a voting paper by name: a token of 32 random bytes that only the
// member's device knows is signed blindly (RFC 9474, RSABSSA-SHA384-PSS-Randomized),
// so the signature proves that the token is one of those given out, and not to whom.
// Later the token comes back without a name, with a choice that is sealed for the
// box. The package knows no person, no database and no rule of the procedure.
package box
