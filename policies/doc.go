// Package policies answers one question: may somebody who holds these roles, and
// stands in these relations to a thing, do this kind of act here? It is casbin
// with one small enforcer for each body, a readable table of defaults
// (roles.csv), the explanation of an answer, and the audience of a view.
//
// A policy says whether a role may do this kind of thing in this body; whether it
// may happen now (open, in time, already certified) is a rule of the room and
// never stands here. The package reads no database, knows no room and starts
// nothing; whatever goes wrong in it, the answer is no.
//
// # The vocabulary
//
// A row of the table is
//
//	effect, role, object:relation, actions
//
// and reads "allow a member, of a ballot where he is a voter, to read it". The
// decision is yes when some row allows and no row denies. "*" in the place of a
// role or of an action means every one.
//
// Roles: see [Roles]. Kinds of object: see [Kinds]. Relations: see
// [RelationNames]. An action is verb-noun ("cast-answer"); the actions are those
// of the table, see [Table.Actions].
//
// The relation "any" holds always, so that a row of "any" does not ask how the
// actor stands to the thing. Each room finds the other relations of a loaded row,
// or of all rows of a query, by its table of [Relation].
package policies

import "slices"

// Any is the relation that always holds.
const Any = "any"

// All stands for every role or every action in a row.
const All = "*"

// Roles are the roles that a person can hold in a body.
func Roles() []string {
	return []string{
		"administrator", // bodies, people, roles, rules; reads no opinions and no votes
		"analyst",       // makes the table of opinions after closing
		"approver",      // the Prime Minister and the deputies: lets a ballot go out
		"auditor",       // proves afterwards that nothing was altered
		"chair",         // conducts a session
		"clerk",         // prepares answers in a member's office
		"drafter",       // the lead agency: brings matters, answers opinions
		"guest",         // follows what he was invited to
		"link",          // whoever holds the personal link of a respondent without an account
		"member",        // of the body: answers ballots
		"observer",      // follows what he was invited to, without a voice
		"projector",     // a screen in the room
		"respondent",    // answers a consultation
		"secretariat",   // sends ballots, tallies, certifies
		"teller",        // holds a share of the key of a secret box
		"unit",          // checks and passes up answers in a member's office
	}
}

// Kinds are the kinds of object.
func Kinds() []string {
	return []string{
		"annotation", // what a person draws and writes on a paper
		"answer",     // one member's answer to a ballot, with its text
		"audit",      // the journal and the audit file
		"ballot",     // an opinion ballot, without answers
		"body",       // the body itself: its settings, calendar and rule profiles
		"deed",       // a paper that a session leaves: minutes, notice of conclusions, resolution
		"document",   // a paper of a matter
		"draft",      // an answer that an office prepares for its member
		"invitation", // to a session, with a member's request for leave
		"item",       // an item of a session's agenda, with its papers and its floor
		"job",        // work in the background and the health of the program
		"matter",     // a dossier
		"meeting",    // a session of the body
		"person",     // a person with posts, roles, office and account
		"policy",     // this table
		"result",     // the tally of a ballot and what follows from it
		"session",    // a sign-in on one device
		"synthesis",  // the table made of the opinions on one question of a ballot
		"task",       // work given to an agency, and its figures
		"vote",       // a vote in a session
	}
}

// RelationNames are the relations in which an actor can stand to a thing.
func RelationNames() []string {
	return []string{
		"agency",      // drafted, or led, by an agency for which the actor drafts
		"any",         // holds always
		"approver",    // waits for the approval of this very actor
		"certified",   // a paper of a session that both have signed
		"chair",       // of a session, or an item of it, that the actor chairs, and of what follows from it
		"closed",      // of a ballot that has closed
		"convened",    // of a session to which the invitations went out
		"cooperating", // of a task in which an agency for which the actor drafts helps another
		"extract",     // a paper of a session that both have signed, with an item of the actor's agency, or to which he was invited alone
		"head",        // of a ballot that is closed, on whose list of members the actor has the tie mark
		"invited",     // of a session to which the actor is invited as a whole, though no member, or stands in for one
		"listed",      // of an item to which the actor was invited alone, or a session with such an item
		"ministry",    // of a task of an agency whose seat among the members the actor holds
		"named",       // of a ballot that has closed and names who took which side
		"office",      // of a member for whom the actor works, or of that member's agency
		"own",         // the actor's own
		"placeholder", // stands for a paper that is not stored (Mật and above)
		"presenter",   // of an item whose pages the chair lets the actor show
		"presides",    // of a session that the actor chairs as a whole
		"recused",     // the actor, or the member he works for, is recused from the matter
		"released",    // of a ballot that is certified, drafted by an agency for which the actor drafts
		"respondent",  // of a consultation, opened, on whose list the actor stands, with its papers and his own answer
		"restricted",  // classed above what is handed to outsiders
		"reviewer",    // a paper of a session sent to review, by somebody asked to review it, or who chairs the session or an item
		"screen",      // shown on this very screen in the room
		"shared",      // shared by its owner with an office that the actor belongs to
		"shown",       // of a ballot that has closed, or shows its members answers while it is open, on whose list the actor, or the member he works for, stands; of a task that all members may see
		"signer",      // a paper of a session sent to review, by the chair of the session
		"unit",        // of the agency or the office whose people the actor is one of
		"unreleased",  // somebody else's opinion that is not handed to the drafter yet
		"voter",       // of a ballot or session, opened, on whose list the actor stands
		"withdrawn",   // a paper that was called back
	}
}

func known(names []string, name string) bool {
	_, found := slices.BinarySearch(names, name)
	return found
}
