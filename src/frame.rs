//! Frames of errors: the lines of issues, with a mark under each place.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::error::{Issue, is_seen};

/// How many UTF-16 code units of a line are shown on each side of an issue.
const REACH: usize = 60;

/// How many issues are shown.
const SHOWN: usize = 3;

/// Shows the first issues: for each the line it is in, and below it a mark under the place, followed by the message.
pub(crate) fn frame(body: &[u8], issues: &[Issue]) -> String {
    let lines: Vec<_> = body.split(|&byte| byte == b'\n').map(String::from_utf8_lossy).collect();
    let shown = &issues[..issues.len().min(SHOWN)];
    let margin = shown.iter().map(|issue| digits(issue.line)).max().unwrap_or_default();
    let excerpts = shown.iter().map(|issue| {
        let text = lines.get(issue.line - 1).map_or("", |line| line);
        excerpt(text, issue, margin)
    });
    excerpts.collect::<Vec<_>>().join("\n")
}

fn digits(number: usize) -> usize {
    number.checked_ilog10().unwrap_or_default() as usize + 1
}

fn excerpt(text: &str, issue: &Issue, margin: usize) -> String {
    let at = issue.column - 1;
    let (mut before, mut after) = (Vec::new(), String::new());
    let (mut is_start_cut, mut is_end_cut) = (false, false);
    let mut unit = 0;
    for character in text.chars() {
        if unit >= at + REACH {
            is_end_cut = true;
            break;
        }
        let seen = if is_seen(character) { character } else { ' ' };
        if unit >= at {
            after.push(seen);
        } else if is_right_to_left(character) {
            // A terminal reorders such text, so that columns before its end are unknown.
            before.clear();
            is_start_cut = true;
        } else if unit + REACH < at {
            is_start_cut = true;
        } else {
            before.push(seen);
        }
        unit += character.len_utf16();
    }
    let start = if is_start_cut { "…" } else { "" };
    let end = if is_end_cut { "…" } else { "" };
    let width = usize::from(is_start_cut) + before.iter().map(|&character| columns(character)).sum::<usize>();
    let before: String = before.into_iter().collect();
    format!(
        "{:margin$} | {start}{before}{after}{end}\n{:margin$} | {:width$}^ {}",
        issue.line, "", "", issue.message
    )
}

fn is_right_to_left(character: char) -> bool {
    matches!(character, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}')
}

/// How many columns a character takes in a terminal: two if it is wide, none if it combines with the one before.
fn columns(character: char) -> usize {
    match character {
        '\u{300}'..='\u{36F}'
        | '\u{1AB0}'..='\u{1AFF}'
        | '\u{1DC0}'..='\u{1DFF}'
        | '\u{20D0}'..='\u{20FF}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{FE20}'..='\u{FE2F}' => 0,
        '\u{1100}'..='\u{115F}'
        | '\u{2E80}'..='\u{303E}'
        | '\u{3041}'..='\u{A4CF}'
        | '\u{AC00}'..='\u{D7A3}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{FE30}'..='\u{FE6F}'
        | '\u{FF00}'..='\u{FF60}'
        | '\u{FFE0}'..='\u{FFE6}'
        | '\u{1F300}'..='\u{1FAFF}' => 2,
        _ => 1,
    }
}
