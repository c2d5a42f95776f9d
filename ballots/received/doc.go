// Package received reads opinions that came by letter, from a workbook (XLSX) or a
// document (DOCX), and says of each line what it understood and what it did not: whose
// it is, which question, which choice, which words. It proposes; a person looks, corrects
// and takes in.
//
// It is pure: bytes and the list of those asked come in, a reading goes out. It knows no
// database, no route and no other package of the room, never changes a word of an
// opinion, and guesses no choice that the letter does not name. Files of strangers are
// hostile until they prove otherwise: their sizes are bounded before anything is
// unpacked, and macros, formulas, links to elsewhere and locked files are refused with
// their reason.
//
// Workbooks are read with excelize, which the project writes them with. Of a document
// only paragraphs and tables matter: its XML is read directly, since no well-kept library
// does so with limits of its own.
package received
