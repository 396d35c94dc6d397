//! What is said of a prediction in words: how many of its lines were right, and when it is asked
//! again.

use std::collections::BTreeMap;

use super::{Open, Reader, predict};
use crate::{
    course::id::LessonId,
    markup::{Block, Inline, Page, Span},
    screen::widget::{numerals::share, waiting::when_said},
};

impl Reader {
    /// A prediction became a card, which is asked after so many seconds.
    pub(super) fn card_made(&mut self, lesson: &LessonId, index: usize, wait: i64) {
        if let Some(open) = &mut self.open
            && *lesson == self.lesson
        {
            open.cards.insert(index, wait);
            open.width = 0;
            self.lay_out();
        }
    }
}

impl Open {
    /// The words for each prediction whose program has run, by its block.
    pub(super) fn predictions_in_words(&self) -> BTreeMap<usize, [Option<String>; 2]> {
        let words = |(sample, said): (&usize, &String)| {
            let run = self.runs.get(sample).filter(|run| run.ended_well())?;
            let (right, all) = predict::right_of(said, run.output())?;
            let card = self.cards.get(sample).filter(|_| right < all);
            Some((*sample, [count(right, all), card.map(|wait| comes_back(*wait))]))
        };
        self.predictions.iter().filter_map(words).collect()
    }
}

/// `Three of five.` A mark says it of a single line.
fn count(right: usize, all: usize) -> Option<String> {
    (2 <= all).then(|| format!("{}.", share(right, all)))
}

fn comes_back(wait: i64) -> String {
    if wait <= 0 {
        "This waits as a card in your reviews.".to_owned()
    } else {
        format!("This comes back as a card {}.", when_said(wait))
    }
}

/// `page` with those words: the count begins the paragraph that follows its block, the card has a
/// paragraph of its own behind that.
pub fn with_words(page: &Page, words: &BTreeMap<usize, [Option<String>; 2]>) -> Page {
    let mut page = page.clone();
    let found = |block: &Block| match block {
        Block::Sample(sample) => words.get(&sample.index),
        _ => None,
    };
    // From the end, so that what is put in moves nothing that is still to be found.
    for at in (0..page.blocks.len()).rev() {
        let Some([count, card]) = page.blocks.get(at).and_then(found) else { continue };
        let mut behind = at + 1;
        match (page.blocks.get_mut(behind), count) {
            (Some(Block::Paragraph(spans)), Some(count)) => {
                spans.insert(0, text(format!("{count} ")));
            }
            (_, Some(count)) => page.blocks.insert(behind, paragraph(count)),
            (_, None) => {}
        }
        if let Some(Block::Paragraph(_)) = page.blocks.get(behind) {
            behind += 1;
        }
        if let Some(card) = card {
            page.blocks.insert(behind, paragraph(card));
        }
    }
    page
}

fn paragraph(words: &str) -> Block {
    Block::Paragraph(vec![text(words.to_owned())])
}

fn text(text: String) -> Span {
    Span { text, kind: Inline::Text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_in_words() {
        assert_eq!(count(0, 1), None);
        assert_eq!(count(1, 1), None);
        assert_eq!(count(0, 3).as_deref(), Some("None of three."));
        assert_eq!(count(3, 5).as_deref(), Some("Three of five."));
        assert_eq!(count(12, 14).as_deref(), Some("12 of 14."));
        assert_eq!(count(2, 2).as_deref(), Some("Both."));
    }

    #[test]
    fn a_card_that_is_due_already_waits() {
        assert_eq!(comes_back(0), "This waits as a card in your reviews.");
        assert_eq!(comes_back(86_400), "This comes back as a card tomorrow.");
        assert_eq!(comes_back(172_800), "This comes back as a card in two days.");
    }
}
