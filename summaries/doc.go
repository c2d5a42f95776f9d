// Package summaries turns the submitted opinions on one question into the table that
// staff review and sign (bảng tổng hợp, tiếp thu, giải trình). Code cuts, counts,
// names and quotes; staff, and a model where one is allowed, only arrange; people
// decide.
//
// The course without a model: [Read] cuts each opinion losslessly into numbered
// sentences and says of each which clauses it names, which others say nearly the same,
// and by which named rule it may be set apart; [Reading.Draft] places the rest into
// rows by clause, then by likeness, helped by what staff have filed; [Reading.Balance]
// says whether every sentence is accounted for.
//
// Everything here is pure and deterministic: the same opinions give the same bytes. It
// must not know SQL, HTTP, a clock, a model or another room, must not change, shorten
// or drop a byte of an opinion, and takes stances and respondents from its input only.
package summaries
