package procedure

// Consultation is what a consultation goes by, whatever profile is in force for the
// body's decisions: its time is set by hand, silence says nothing, and nothing is
// decided by it. Its majority is never read.
func Consultation() Profile {
	return Profile{
		ID:     "consultation",
		Title:  map[string]string{"vi": "Tham vấn: không biểu quyết, không tính đa số", "en": "Consultation: no vote, no majority"},
		Window: Window{ByHand: true}, ExtendBeyondWindow: true, Silence: SilenceNotAnswered, Recusal: RecusalKeep,
		Majority: Majority{Of: Fraction{1, 2}, MoreThan: true}, Quorum: Majority{Of: Fraction{1, 2}},
		Origins: map[string]string{},
	}
}
