//! On which pages a word stands: a blob in the file, bits in memory.
//!
//! Pages are numbered along the course, without gaps. A blob has a number for each page that has
//! the word: the distance from the page before in its high bits, the parts of the page in its low
//! three, seven bits to a byte (LEB128).

use std::ops::Range;

/// Where on a page a word stands, one bit each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The title of the entry, which all its pages share.
    Title = 1,
    Heading = 2,
    Body = 4,
}

const PART_BITS: u32 = 3;

/// The pages of one word while they are collected.
#[derive(Clone, Debug, Default)]
pub struct Posting {
    blob: Vec<u8>,
    /// The last page and the one before it, counted from 1; 0 before the first.
    page: u64,
    before: u64,
    parts: u8,
}

impl Posting {
    /// Notes that the word stands on `page`, which is none before the last.
    pub fn note(&mut self, page: usize, part: Part) {
        let page = page as u64 + 1;
        if page != self.page {
            self.write();
            self.before = std::mem::replace(&mut self.page, page);
        }
        self.parts |= part as u8;
    }

    pub fn into_blob(mut self) -> Vec<u8> {
        self.write();
        self.blob
    }

    fn write(&mut self) {
        if self.page != 0 {
            let parts = u64::from(std::mem::take(&mut self.parts));
            push_number(&mut self.blob, (self.page - self.before) << PART_BITS | parts);
        }
    }
}

/// Numbers that rise, as a blob of their distances.
pub fn pack_rising(numbers: impl IntoIterator<Item = u64>) -> Vec<u8> {
    let (mut blob, mut before) = (Vec::new(), 0);
    for number in numbers {
        push_number(&mut blob, number - before);
        before = number;
    }
    blob
}

/// What [`pack_rising`] made; `None` where it is damaged.
pub fn unpack_rising(blob: &[u8]) -> Option<Vec<u64>> {
    let (mut numbers, mut last) = (Vec::new(), 0_u64);
    let mut bytes = blob.iter();
    while !bytes.as_slice().is_empty() {
        last = last.checked_add(number(&mut bytes)?)?;
        numbers.push(last);
    }
    Some(numbers)
}

fn push_number(blob: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        blob.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    blob.push(number.to_le_bytes()[0]);
}

fn number(bytes: &mut std::slice::Iter<'_, u8>) -> Option<u64> {
    let mut number = 0;
    for shift in (0..u64::BITS).step_by(7) {
        let byte = *bytes.next()?;
        number |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}

/// A set of pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pages(Vec<u64>);

impl Pages {
    /// None of so many pages.
    pub fn none(pages: usize) -> Pages {
        Pages(vec![0; pages.div_ceil(64)])
    }

    fn has(&self, page: usize) -> bool {
        self.0[page / 64] >> (page % 64) & 1 == 1
    }

    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    pub fn count(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    #[must_use]
    pub fn or(mut self, other: &Pages) -> Pages {
        self.0.iter_mut().zip(&other.0).for_each(|(word, other)| *word |= other);
        self
    }

    #[must_use]
    pub fn and(mut self, other: &Pages) -> Pages {
        self.0.iter_mut().zip(&other.0).for_each(|(word, other)| *word &= other);
        self
    }

    /// Those in `range`, rising.
    pub fn within(&self, range: Range<usize>) -> impl Iterator<Item = usize> + '_ {
        let words = self.0.iter().enumerate().take(range.end.div_ceil(64)).skip(range.start / 64);
        let bits = words.flat_map(|(index, word)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                let bit = left.trailing_zeros();
                (left != 0).then(|| {
                    left &= left - 1;
                    index * 64 + bit as usize
                })
            })
        });
        bits.filter(move |page| range.contains(page))
    }
}

/// The pages where a word stands, by the part of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spots {
    /// How many pages there are.
    of: usize,
    pub title: Pages,
    pub heading: Pages,
    pub body: Pages,
}

impl Spots {
    /// Nowhere on so many pages.
    pub fn none(of: usize) -> Spots {
        let none = Pages::none(of);
        Spots { of, title: none.clone(), heading: none.clone(), body: none }
    }

    /// Adds the pages of a blob; `None` where it is damaged.
    pub fn add(&mut self, blob: &[u8]) -> Option<()> {
        let mut bytes = blob.iter();
        let mut page = 0_usize;
        while !bytes.as_slice().is_empty() {
            let number = number(&mut bytes)?;
            page = page.checked_add(usize::try_from(number >> PART_BITS).ok()?)?;
            // Pages are counted from 1 in a blob.
            let at = page.checked_sub(1).filter(|at| *at < self.of)?;
            let parts = [&mut self.title, &mut self.heading, &mut self.body];
            for (bit, pages) in parts.into_iter().enumerate() {
                pages.0[at / 64] |= ((number >> bit) & 1) << (at % 64);
            }
        }
        Some(())
    }

    /// As [`Posting::into_blob`].
    pub fn into_blob(self) -> Vec<u8> {
        let mut posting = Posting::default();
        for page in self.anywhere().within(0..self.of) {
            let parts = [Part::Title, Part::Heading, Part::Body];
            let here = [&self.title, &self.heading, &self.body].map(|pages| pages.has(page));
            for (part, _) in parts.into_iter().zip(here).filter(|(_, is_here)| *is_here) {
                posting.note(page, part);
            }
        }
        posting.into_blob()
    }

    pub fn set(&mut self, page: usize, part: Part) {
        let pages = match part {
            Part::Title => &mut self.title,
            Part::Heading => &mut self.heading,
            Part::Body => &mut self.body,
        };
        pages.0[page / 64] |= 1 << (page % 64);
    }

    /// Where either stands.
    #[must_use]
    pub fn or(self, other: &Spots) -> Spots {
        Spots {
            of: self.of,
            title: self.title.or(&other.title),
            heading: self.heading.or(&other.heading),
            body: self.body.or(&other.body),
        }
    }

    /// Where both stand in the same part.
    #[must_use]
    pub fn and(self, other: &Spots) -> Spots {
        Spots {
            of: self.of,
            title: self.title.and(&other.title),
            heading: self.heading.and(&other.heading),
            body: self.body.and(&other.body),
        }
    }

    /// Wherever on the page.
    pub fn anywhere(&self) -> Pages {
        self.in_text().or(&self.title)
    }

    /// What stands over the page: its heading and the title of the entry.
    pub fn above(&self) -> Pages {
        self.title.clone().or(&self.heading)
    }

    /// Heading and body, not the title that all pages share.
    pub fn in_text(&self) -> Pages {
        self.heading.clone().or(&self.body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(pages: &Pages) -> Vec<usize> {
        pages.within(0..usize::MAX).collect()
    }

    #[test]
    fn a_posting_comes_back_as_it_was_noted() {
        let mut posting = Posting::default();
        for (page, part) in [
            (0, Part::Body),
            (0, Part::Title),
            (3, Part::Heading),
            (64, Part::Body),
            (299, Part::Title),
        ] {
            posting.note(page, part);
        }
        let blob = posting.into_blob();
        let mut spots = Spots::none(300);
        assert_eq!(spots.add(&blob), Some(()));
        let parts = [&spots.title, &spots.heading, &spots.body].map(listed);
        assert_eq!(parts, [vec![0, 299], vec![3], vec![0, 64]]);
        assert_eq!(listed(&spots.anywhere()), [0, 3, 64, 299]);
        assert_eq!(spots.anywhere().within(3..299).collect::<Vec<_>>(), [3, 64]);
        assert_eq!(spots.into_blob(), blob);
        assert_eq!(Posting::default().into_blob(), [0; 0]);
    }

    #[test]
    fn a_damaged_blob_is_noticed() {
        let mut posting = Posting::default();
        posting.note(200, Part::Body);
        let blob = posting.into_blob();
        assert_eq!(Spots::none(200).add(&blob), None, "there is no such page");
        assert_eq!(Spots::none(300).add(&blob[..1]), None);
        assert_eq!(Spots::none(300).add(&[0xa5; 20]), None);
        assert_eq!(Spots::none(300).add(&[0x01]), None, "no distance is 0 at the start");
        assert_eq!(unpack_rising(&[0xff; 20]), None);
    }

    #[test]
    fn numbers_that_rise_come_back() {
        let numbers = [0, 1, 4_096, 1 << 40, u64::MAX];
        assert_eq!(unpack_rising(&pack_rising(numbers)).unwrap(), numbers);
    }
}
