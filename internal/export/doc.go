// Package export writes official documents. One model of a paper, in the form of
// Decree 30/2020/NĐ-CP, becomes PDF and DOCX; a book of typed tables becomes XLSX; a
// list of events becomes iCalendar.
//
// It knows no room and reads no clock, database or network: what stands in a paper
// was decided before, and the same paper gives the same bytes.
package export
