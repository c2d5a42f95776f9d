package procedure

import "math"

// The Vietnamese lunar calendar: the months begin on the day of the new moon in
// the zone UTC+7, the eleventh month holds the winter solstice, and a year of
// thirteen months repeats the first month after it in which the sun enters no new
// principal term. New moons and the sun's longitude follow Meeus, Astronomical
// Algorithms, shortened; near enough for the day within a few hundred years of
// today. This is the only file that calculates in floating point.

const zoneUTC7 = 7.0 / 24

// newMoon is the Julian day number, in UTC+7, of the k-th new moon after that of
// 1 January 1900.
func newMoon(k int) int {
	n := float64(k)
	c := n / 1236.85 // Julian centuries since 1900
	c2, c3 := c*c, c*c*c
	sin := func(degrees float64) float64 { return math.Sin(degrees * math.Pi / 180) }
	mean := 2415020.75933 + 29.53058868*n + 0.0001178*c2 - 0.000000155*c3 +
		0.00033*sin(166.56+132.87*c-0.009173*c2)
	sun := 359.2242 + 29.10535608*n - 0.0000333*c2 - 0.00000347*c3
	moon := 306.0253 + 385.81691806*n + 0.0107306*c2 + 0.00001236*c3
	node := 21.2964 + 390.67050646*n - 0.0016528*c2 - 0.00000239*c3
	shift := (0.1734-0.000393*c)*sin(sun) + 0.0021*sin(2*sun) - 0.4068*sin(moon) + 0.0161*sin(2*moon) -
		0.0004*sin(3*moon) + 0.0104*sin(2*node) - 0.0051*sin(sun+moon) - 0.0074*sin(sun-moon) +
		0.0004*sin(2*node+sun) - 0.0004*sin(2*node-sun) - 0.0006*sin(2*node+moon) +
		0.0010*sin(2*node-moon) + 0.0005*sin(2*moon+sun)
	delta := -0.000278 + 0.000265*c + 0.000262*c2 // dynamical time less universal time
	if c < -11 {
		delta = 0.001 + 0.000839*c + 0.0002261*c2 - 0.00000845*c3 - 0.000000081*c*c3
	}
	return int(math.Floor(mean + shift - delta + 0.5 + zoneUTC7))
}

// principalTerm is the twelfth of the ecliptic, 0 to 11, in which the sun stands
// when the day with that Julian day number begins in UTC+7.
func principalTerm(day int) int {
	c := (float64(day) - 0.5 - zoneUTC7 - 2451545.0) / 36525 // Julian centuries since 2000
	sin := func(degrees float64) float64 { return math.Sin(degrees * math.Pi / 180) }
	m := 357.52910 + 35999.05030*c - 0.0001559*c*c - 0.00000048*c*c*c
	longitude := 280.46645 + 36000.76983*c + 0.0003032*c*c +
		(1.914600-0.004817*c-0.000014*c*c)*sin(m) + (0.019993-0.000101*c)*sin(2*m) + 0.000290*sin(3*m)
	longitude -= 360 * math.Floor(longitude/360)
	return int(longitude/30) % 12
}

// eleventhMonth is the number k of the new moon that begins the eleventh lunar
// month in a civil year.
func eleventhMonth(year int) int {
	k := int(math.Floor(float64(julianDay(Date{year, 12, 31})-2415021) / 29.530588853))
	if principalTerm(newMoon(k)) >= 9 { // the solstice is before this month
		k--
	}
	return k
}

// lunarDate is the civil date of a day of a lunar month, never of the repeated one.
func lunarDate(year, month, day int) Date {
	start, next := eleventhMonth(year-1), eleventhMonth(year)
	if month >= 11 {
		start, next = next, eleventhMonth(year+1)
	}
	offset := (month + 1) % 12 // months after the eleventh
	if next-start == 13 && offset >= leapMonth(start) {
		offset++
	}
	return civil(newMoon(start+offset) + day - 1)
}

// leapMonth is how many months after the eleventh that begins at new moon start
// the repeated month comes, in a lunar year of thirteen months.
func leapMonth(start int) int {
	for i := 1; i < 13; i++ {
		if principalTerm(newMoon(start+i)) == principalTerm(newMoon(start+i+1)) {
			return i
		}
	}
	return 13
}

// julianDay is the Julian day number that begins at noon of d.
func julianDay(d Date) int {
	return int(d.In(nil).Unix()/86400) + 2440588
}

func civil(julianDay int) Date { return Date{1970, 1, 1}.AddDays(julianDay - 2440588) }
