//! Dates, periods and durations: the calendar of disclosures.
//!
//! A period is a calendar year, half-year, quarter, month or day. A duration is months and days; adding months goes to
//! the last valid day of the month (31 January + 1 month = 28 or 29 February), and months are added before days.

use jiff::ToSpan;
use jiff::civil::Date;
use std::cmp::Ordering;
use std::fmt;

/// A span of the calendar that a disclosure speaks about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Period {
    /// `2023`
    Year(i16),
    /// `2023-H1`; the half is 1 or 2.
    Half(i16, u8),
    /// `2023-Q2`; the quarter is 1 to 4.
    Quarter(i16, u8),
    /// `2023-05`; the month is 1 to 12.
    Month(i16, u8),
    /// `2023-05-17`
    Day(Date),
}

impl Period {
    /// Reads `2023`, `2023-H1`, `2023-Q2`, `2023-05` or `2023-05-17`.
    ///
    /// ```
    /// use clearwatt::language::calendar::Period;
    /// assert_eq!(Period::parse("2023-Q2"), Some(Period::Quarter(2023, 2)));
    /// assert_eq!(Period::parse("2023-13"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Period> {
        let (year, rest) = text.split_at_checked(4)?;
        if !year.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let year: i16 = year.parse().ok().filter(|year| *year >= 1)?;
        let number = |digits: &str, most: u8| {
            let number: u8 = digits.parse().ok()?;
            (1..=most).contains(&number).then_some(number)
        };
        let bytes = rest.as_bytes();
        match bytes.len() {
            0 => Some(Period::Year(year)),
            3 if bytes.starts_with(b"-H") => Some(Period::Half(year, number(&rest[2..], 2)?)),
            3 if bytes.starts_with(b"-Q") => Some(Period::Quarter(year, number(&rest[2..], 4)?)),
            3 if bytes.starts_with(b"-") && bytes[1].is_ascii_digit() => {
                Some(Period::Month(year, number(&rest[1..], 12)?))
            }
            6 => parse_date(text).map(Period::Day),
            _ => None,
        }
    }

    /// The first day of the period.
    pub fn first_day(self) -> Date {
        let month = |year, month: u8| Date::new(year, month as i8, 1).unwrap_or(Date::MIN);
        match self {
            Period::Year(year) => month(year, 1),
            Period::Half(year, half) => month(year, half.saturating_mul(6).saturating_sub(5)),
            Period::Quarter(year, quarter) => {
                month(year, quarter.saturating_mul(3).saturating_sub(2))
            }
            Period::Month(year, number) => month(year, number),
            Period::Day(date) => date,
        }
    }

    /// The first period in this one that is as long as another; `None` where that one is not shorter.
    ///
    /// ```
    /// use clearwatt::language::calendar::Period;
    /// let (half, month) = (Period::Half(2023, 2), Period::Month(2020, 1));
    /// assert_eq!(half.first_like(month), Some(Period::Month(2023, 7)));
    /// assert_eq!(month.first_like(half), None);
    /// ```
    pub fn first_like(self, other: Period) -> Option<Period> {
        let first = self.first_day();
        let (year, month) = (first.year(), first.month().unsigned_abs());
        let found = match other {
            Period::Year(_) => Period::Year(year),
            Period::Half(..) => Period::Half(year, month.div_ceil(6)),
            Period::Quarter(..) => Period::Quarter(year, month.div_ceil(3)),
            Period::Month(..) => Period::Month(year, month),
            Period::Day(_) => Period::Day(first),
        };
        (found.last_day() < self.last_day()).then_some(found)
    }

    /// The last day of the period.
    pub fn last_day(self) -> Date {
        match self {
            Period::Year(year) => month_end(year, 12),
            Period::Half(year, half) => month_end(year, half.saturating_mul(6)),
            Period::Quarter(year, quarter) => month_end(year, quarter.saturating_mul(3)),
            Period::Month(year, month) => month_end(year, month),
            Period::Day(date) => date,
        }
    }

    /// Periods are compared by their last day: a yearbook for 2022 is as late as the month 2022-12.
    pub fn compare(self, other: Period) -> Ordering {
        self.last_day().cmp(&other.last_day())
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Period::Year(year) => write!(f, "{year:04}"),
            Period::Half(year, half) => write!(f, "{year:04}-H{half}"),
            Period::Quarter(year, quarter) => write!(f, "{year:04}-Q{quarter}"),
            Period::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            Period::Day(date) => write!(f, "{date}"),
        }
    }
}

/// Reads `2023-11-30`; `None` for anything else, impossible dates included.
pub fn parse_date(text: &str) -> Option<Date> {
    let shape = text.bytes().enumerate().all(|(at, byte)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    if text.len() != 10 || !shape {
        return None;
    }
    text.parse().ok()
}

fn month_end(year: i16, month: u8) -> Date {
    // Years are 1 to 9999 and months 1 to 12 wherever a period is made, so the date exists; the fallback keeps this
    // total without a panic.
    Date::new(year, month.clamp(1, 12) as i8, 1)
        .map(Date::last_of_month)
        .unwrap_or(Date::MAX)
}

/// A length of time in calendar months and days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Duration {
    /// Whole months.
    pub months: u32,
    /// Days beyond the months.
    pub days: u32,
}

impl Duration {
    /// Reads `45 days`, `1 week`, `3 months`, `2 quarters`, `1 year`.
    ///
    /// ```
    /// use clearwatt::language::calendar::Duration;
    /// assert_eq!(Duration::parse("1 year"), Some(Duration { months: 12, days: 0 }));
    /// assert_eq!(Duration::parse("2 weeks"), Some(Duration { months: 0, days: 14 }));
    /// ```
    pub fn parse(text: &str) -> Option<Duration> {
        let mut words = text.split_whitespace();
        let (number, unit) = (words.next()?, words.next()?);
        if words.next().is_some() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        Duration::of(number.parse().ok()?, unit)
    }

    /// So many of a unit (`day`, `weeks`, `months`, …); `None` for an unknown unit or more than 12,000 months.
    pub fn of(number: u32, unit: &str) -> Option<Duration> {
        let duration = match unit {
            "day" | "days" => Duration {
                months: 0,
                days: number,
            },
            "week" | "weeks" => Duration {
                months: 0,
                days: number.checked_mul(7)?,
            },
            "month" | "months" => Duration {
                months: number,
                days: 0,
            },
            "quarter" | "quarters" => Duration {
                months: number.checked_mul(3)?,
                days: 0,
            },
            "year" | "years" => Duration {
                months: number.checked_mul(12)?,
                days: 0,
            },
            _ => return None,
        };
        (duration.months <= 12_000 && duration.days <= 366_000).then_some(duration)
    }

    /// The names of the units, for messages.
    pub const UNITS: [&'static str; 10] = [
        "day", "days", "week", "weeks", "month", "months", "quarter", "quarters", "year", "years",
    ];

    /// The day this long after `date`; a day past the year 9999 is held there.
    pub fn after(self, date: Date) -> Date {
        let span = i64::from(self.months).months().days(i64::from(self.days));
        date.checked_add(span).unwrap_or(Date::MAX)
    }

    /// Durations are compared with a month as 30.4375 days (365.25 / 12).
    pub fn compare(self, other: Duration) -> Ordering {
        let days = |duration: Duration| {
            u64::from(duration.months) * 304_375 + u64::from(duration.days) * 10_000
        };
        days(self).cmp(&days(other))
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = |number: u32, unit: &str| {
            format!("{number} {unit}{}", if number == 1 { "" } else { "s" })
        };
        let months = match self.months {
            0 => None,
            months if months % 12 == 0 => Some(plural(months / 12, "year")),
            months => Some(plural(months, "month")),
        };
        let days = (self.days > 0 || months.is_none()).then(|| plural(self.days, "day"));
        let parts: Vec<String> = months.into_iter().chain(days).collect();
        f.write_str(&parts.join(" "))
    }
}

/// The latest period that must be out on the day `assessed`, for something reported `every` so often and `due` so long
/// after the period ends: a period is due when its end plus `due` is on or before `assessed`.
///
/// Periods of 1, 2, 3, 4, 6 or 12 months follow the calendar year. Longer and odd ones, and those in days, have no
/// fixed start, so the newest one may be up to one period length older than the last day that is due.
/// `None` where there is no such period (a length of zero, or a date before the year 1).
///
/// ```
/// use clearwatt::language::calendar::{Duration, Period, parse_date, period_due};
/// let (year, months) = (Duration::parse("1 year").unwrap(), Duration::parse("11 months").unwrap());
/// // The year 2022 ends on 2022-12-31; with 11 months it is due on 2023-11-30.
/// assert_eq!(period_due(year, months, parse_date("2023-11-30").unwrap()), Some(Period::Year(2022)));
/// assert_eq!(period_due(year, months, parse_date("2023-11-29").unwrap()), Some(Period::Year(2021)));
/// ```
pub fn period_due(every: Duration, due: Duration, assessed: Date) -> Option<Period> {
    if every.days == 0 && matches!(every.months, 1 | 2 | 3 | 4 | 6 | 12) {
        return calendar_period_due(every.months as u8, due, assessed);
    }
    // Day by day backwards would be slow for long deadlines: start from the plain subtraction and correct by a few days.
    let mut last = assessed
        .checked_sub(i64::from(due.months).months().days(i64::from(due.days)))
        .ok()?
        .checked_add(4.days())
        .ok()?;
    while due.after(last) > assessed {
        last = last.checked_sub(1.day()).ok()?;
    }
    let length = i64::from(every.months).months().days(i64::from(every.days));
    if every.months == 0 && every.days == 0 {
        return None;
    }
    let oldest = last.checked_sub(length).ok()?.checked_add(1.day()).ok()?;
    Some(Period::Day(oldest))
}

fn calendar_period_due(months: u8, due: Duration, assessed: Date) -> Option<Period> {
    let per_year = 12 / months;
    let mut year = assessed.year();
    let mut number = per_year;
    loop {
        let end = month_end(year, number * months);
        if end <= assessed && due.after(end) <= assessed {
            return Some(match months {
                12 => Period::Year(year),
                6 => Period::Half(year, number),
                3 => Period::Quarter(year, number),
                1 => Period::Month(year, number),
                // Two and four months have no name of their own; their last month stands for them.
                _ => Period::Month(year, number * months),
            });
        }
        if number > 1 {
            number -= 1;
        } else {
            year = year.checked_sub(1).filter(|year| *year >= 1)?;
            number = per_year;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        parse_date(text).unwrap()
    }

    fn due(every: &str, due: &str, assessed: &str) -> String {
        let duration = |text| Duration::parse(text).unwrap();
        period_due(duration(every), duration(due), date(assessed))
            .unwrap()
            .to_string()
    }

    #[test]
    fn impossible_dates_are_refused() {
        for text in [
            "2023-02-29",
            "2023-13-01",
            "2023-1-1",
            "2023-11-31",
            "20231130",
        ] {
            assert_eq!(parse_date(text), None, "{text}");
        }
        assert!(parse_date("2024-02-29").is_some());
    }

    #[test]
    fn months_go_to_the_last_valid_day() {
        assert_eq!(
            Duration::parse("1 month")
                .unwrap()
                .after(date("2023-01-31")),
            date("2023-02-28")
        );
        assert_eq!(
            Duration::parse("1 year").unwrap().after(date("2024-02-29")),
            date("2025-02-28")
        );
    }

    #[test]
    fn periods_fall_due_on_the_day() {
        // September ends on the 30th; 45 days later is 14 November.
        assert_eq!(due("1 month", "45 days", "2023-11-14"), "2023-09");
        assert_eq!(due("1 month", "45 days", "2023-11-13"), "2023-08");
        // The third quarter ends on 30 September; two months later is 30 November.
        assert_eq!(due("1 quarter", "2 months", "2023-11-30"), "2023-Q3");
        assert_eq!(due("1 quarter", "2 months", "2023-11-29"), "2023-Q2");
        assert_eq!(due("6 months", "1 month", "2023-07-31"), "2023-H1");
    }

    #[test]
    fn periods_in_days_may_be_one_length_old() {
        // Daily data due the next day: on 30 November the 29th must be out.
        assert_eq!(due("1 day", "1 day", "2023-11-30"), "2023-11-29");
        // Weekly data due at once: anything that ends in the last seven days will do (24 to 30 November).
        assert_eq!(due("1 week", "0 days", "2023-11-30"), "2023-11-24");
        // A plan every two years, due at once: not older than two years.
        assert_eq!(due("2 years", "0 days", "2023-11-30"), "2021-12-01");
    }

    #[test]
    fn a_year_is_as_late_as_its_last_month() {
        let (year, month) = (Period::Year(2022), Period::parse("2022-12").unwrap());
        assert!(year.compare(month).is_eq());
        assert!(
            Period::Year(2022)
                .compare(Period::parse("2023-Q1").unwrap())
                .is_lt()
        );
    }

    #[test]
    fn odd_texts_are_no_periods() {
        for text in [
            "", "202", "2023-", "2023-Q5", "2023-H3", "2023-00", "2023-1", "год", "2023-Ж",
        ] {
            assert_eq!(Period::parse(text), None, "{text}");
        }
    }
}
