// Package auth knows who is at the other end: accounts with password, one-time
// codes and recovery codes, sessions, the signing window, the tickets of
// websockets, and the limits against guessing. It must know no feature and decide
// no right: what an actor may do is asked of People, and whether new means of
// sign-in may be made is asked of Config.AllowSignIn. It must never log or
// journal a password, a code, a token or a name that was typed in vain.
//
// Passwords follow NIST SP 800-63B-4 (length, a block-list, no composition
// rules, no expiry) and rest as argon2id with the parameters of RFC 9106, section
// 4, second choice: 64 MiB, 3 passes, 4 lanes. One-time codes follow RFC 6238
// (SHA-1, six digits, 30 s, one step to either side); each is used once.
package auth
