//! One sheet being filled, row after row, in the formats that all sheets share.
//!
//! Headings are frozen and repeated in print, every sheet filters, and its columns have widths.
//! Colours mark words that say the same without them.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{
    Color, ConditionalFormatCell, ConditionalFormatCellRule, Format, FormatAlign, FormatBorder,
    Formula, Url, Worksheet, XlsxError,
};

use super::super::words;
use super::Making;
use super::text::fit;

/// Excel's number for A4 paper.
const A4: u8 = 9;

/// Height of a line of text, in points.
const LINE: f64 = 14.0;

/// Lines of the tallest row; Excel admits 409 points.
const TALLEST: usize = 29;

/// Links of a sheet: each takes two kilobytes of memory while the workbook is made, and the path
/// stands in the cell. Excel takes a file with more than 65,530 for a damaged one.
const LINKS: u32 = 4_000;

/// Rows of a sheet that are given their height, for the same reason; of those further down programs
/// find it.
const FITTED: u32 = 4_000;

/// The formats of all sheets.
pub(super) struct Styles {
    head: Format,
    text: Format,
    quoted: Format,
    link: Format,
    number: Format,
    total: Format,
}

impl Styles {
    /// As they are in every workbook.
    pub(super) fn new() -> Self {
        // A thin line under each row leads the eye from one side of the sheet to the other.
        let number = Format::new()
            .set_align(FormatAlign::Top)
            .set_border_bottom(FormatBorder::Hair)
            .set_border_bottom_color(Color::RGB(0x00A6_A6A6));
        let text = number.clone().set_text_wrap();
        Self {
            head: text
                .clone()
                .set_bold()
                .set_background_color(Color::RGB(0x00E7_E6E6))
                .set_border_bottom(FormatBorder::Thin),
            quoted: text.clone().set_quote_prefix(),
            link: text.clone().set_hyperlink(),
            total: number.clone().set_bold(),
            text,
            number,
        }
    }
}

/// How weighty a number is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    Usual,
    Total,
}

/// How a number is shown: whole, to the cent, or with what digits it has. In French Excel the
/// comma is the space between thousands and the point the comma; `_x` leaves a letter's width free
/// before the text of the next column.
fn pattern(scale: u32) -> &'static str {
    match scale {
        0 => "#,##0_x",
        1 | 2 => "#,##0.00_x",
        _ => "#,##0.00####_x",
    }
}

/// Whether a double holds a number to its last digit.
pub(super) fn fits(value: Decimal) -> bool {
    value.mantissa().unsigned_abs() < 1 << 53
}

/// A sheet being filled, one row after another.
pub(super) struct Filling<'s> {
    sheet: &'s mut Worksheet,
    styles: &'s Styles,
    row: u32,
    /// The widths of the columns, in characters.
    widths: Vec<f64>,
    /// Columns whose text makes rows taller, from the first one: those further right are for who
    /// looks for more.
    shown: u16,
    /// Lines of the tallest cell of the row.
    lines: usize,
    links: u32,
}

impl<'s> Filling<'s> {
    /// Names the sheet and writes its headings, with their widths.
    pub(super) fn new(
        sheet: &'s mut Worksheet,
        name: &str,
        heads: &[(&str, f64)],
        styles: &'s Styles,
    ) -> Result<Self, XlsxError> {
        sheet.set_name(name)?;
        for (column, (head, width)) in (0_u16..).zip(heads) {
            sheet.write_string_with_format(0, column, *head, &styles.head)?;
            sheet.set_column_width(column, *width)?;
        }
        sheet.set_row_height(0, 2.0 * LINE)?;
        sheet.set_freeze_panes(1, 0)?.set_repeat_rows(0, 0)?;
        sheet.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
        sheet.set_margins(0.4, 0.4, 0.5, 0.6, 0.2, 0.3);
        sheet.set_footer("&L&A&Rpage &P sur &N");
        let widths: Vec<f64> = heads.iter().map(|(_, width)| *width).collect();
        let shown = widths.len() as u16;
        Ok(Self { sheet, styles, row: 0, widths, shown, lines: 1, links: 0 })
    }

    /// Lets the first columns alone make rows taller, and prints them alone.
    pub(super) fn show(&mut self, columns: u16) {
        self.shown = columns;
    }

    /// Starts a row.
    pub(super) fn next(&mut self) -> Result<(), XlsxError> {
        self.end_row()?;
        self.row += 1;
        Ok(())
    }

    /// Gives the row its height: not every program does so for text over several lines.
    fn end_row(&mut self) -> Result<(), XlsxError> {
        if self.lines > 1 && (1..=FITTED).contains(&self.row) {
            let lines = self.lines.min(TALLEST) as u16;
            self.sheet.set_row_height(self.row, f64::from(lines) * LINE)?;
        }
        self.lines = 1;
        Ok(())
    }

    /// Makes the row tall enough for a text.
    fn reach(&mut self, column: u16, text: &str) {
        let Some(width) = self.widths.get(usize::from(column)) else { return };
        if column < self.shown {
            let width = (*width as usize).max(1);
            let lines = text.split('\n').map(|line| line.chars().count().div_ceil(width).max(1));
            self.lines = self.lines.max(lines.sum());
        }
    }

    /// The number of the row, as a spreadsheet has it.
    pub(super) fn number_of_row(&self) -> u32 {
        self.row + 1
    }

    /// Writes a text.
    pub(super) fn text(&mut self, column: u16, text: &str) -> Result<(), XlsxError> {
        let format =
            if words::is_like_a_formula(text) { &self.styles.quoted } else { &self.styles.text };
        let text = fit(text);
        self.reach(column, &text);
        self.sheet.write_string_with_format(self.row, column, text, format)?;
        Ok(())
    }

    /// Writes a text that leads somewhere, where that is known.
    pub(super) fn link(
        &mut self,
        column: u16,
        text: &str,
        address: Option<String>,
    ) -> Result<(), XlsxError> {
        let Some(address) = address.filter(|_| self.links < LINKS && !text.is_empty()) else {
            return self.text(column, text);
        };
        self.links += 1;
        let (url, text) = (Url::new(address), fit(text));
        self.reach(column, &text);
        let format = if words::is_like_a_formula(&text) {
            &self.styles.link.clone().set_quote_prefix()
        } else {
            &self.styles.link
        };
        self.sheet.write_url_with_options(self.row, column, url, text, "", Some(format))?;
        Ok(())
    }

    /// Writes a number with its own decimals; one that a double cannot hold is written as text.
    #[expect(clippy::disallowed_methods, reason = "a workbook keeps doubles; others go as text")]
    pub(super) fn number(
        &mut self,
        column: u16,
        value: Decimal,
        (decimals, weight): (u32, Weight),
    ) -> Result<(), XlsxError> {
        let Some(number) = value.to_f64().filter(|_| fits(value)) else {
            return self.text(column, &value.to_string());
        };
        let format = self.format(decimals.max(value.normalize().scale()), weight);
        self.sheet.write_number_with_format(self.row, column, number, &format)?;
        Ok(())
    }

    /// Writes a number as it is.
    pub(super) fn plain(&mut self, column: u16, value: Decimal) -> Result<(), XlsxError> {
        self.number(column, value, (0, Weight::Usual))
    }

    /// Writes a formula of ours over numbers, with what it gives: a preview shows that.
    pub(super) fn formula(
        &mut self,
        column: u16,
        formula: &str,
        (result, decimals): (Decimal, u32),
    ) -> Result<(), XlsxError> {
        let result = result.normalize();
        let format = self.format(decimals.max(result.scale()), Weight::Total);
        let formula = Formula::new(formula).set_result(result.to_string());
        self.sheet.write_formula_with_format(self.row, column, formula, &format)?;
        Ok(())
    }

    /// Writes a formula of ours that gives a word.
    pub(super) fn word(
        &mut self,
        column: u16,
        formula: &str,
        result: &str,
    ) -> Result<(), XlsxError> {
        let formula = Formula::new(formula).set_result(result);
        self.sheet.write_formula_with_format(self.row, column, formula, &self.styles.text)?;
        Ok(())
    }

    fn format(&self, scale: u32, weight: Weight) -> Format {
        let base = match weight {
            Weight::Usual => &self.styles.number,
            Weight::Total => &self.styles.total,
        };
        base.clone().set_num_format(pattern(scale))
    }

    /// Ends a sheet of what documents say: tells how many of them are left out of it.
    pub(super) fn done_with(mut self, making: &Making<'_>, words: u16) -> Result<(), XlsxError> {
        let undetailed = making.run.undetailed();
        if undetailed > 0 {
            self.next()?;
            let told =
                format!("Les valeurs de {undetailed} autres documents sont dans documents/.");
            self.text(0, &told)?;
        }
        self.done(words)
    }

    /// Ends the sheet: filters over all rows, and colours for the words of one column.
    pub(super) fn done(mut self, words: u16) -> Result<(), XlsxError> {
        if self.row == 0 {
            return Ok(());
        }
        self.end_row()?;
        let last = |columns: usize| (columns as u16).saturating_sub(1);
        self.sheet.autofilter(0, 0, self.row, last(self.widths.len()))?;
        self.sheet.set_print_area(0, 0, self.row, last(usize::from(self.shown)))?;
        for (word, ground, letters) in COLOURS {
            let format =
                Format::new().set_background_color(ground).set_font_color(letters).set_bold();
            let rule = ConditionalFormatCell::new()
                .set_rule(ConditionalFormatCellRule::EqualTo(word))
                .set_format(format);
            self.sheet.add_conditional_format(1, words, self.row, words, &rule)?;
        }
        Ok(())
    }
}

/// The words that have a colour, with that of their ground and of their letters: contrast is
/// above 4.5 to 1 in each.
const COLOURS: [(&str, Color, Color); 7] = [
    ("erreur", Color::RGB(0x00FF_C7CE), Color::RGB(0x009C_0006)),
    ("écart", Color::RGB(0x00FF_C7CE), Color::RGB(0x009C_0006)),
    ("différents", Color::RGB(0x00FF_C7CE), Color::RGB(0x009C_0006)),
    ("avertissement", Color::RGB(0x00FF_EB9C), Color::RGB(0x007F_4500)),
    ("information", Color::RGB(0x00DD_EBF7), Color::RGB(0x001F_4E79)),
    ("concorde", Color::RGB(0x00E2_EFDA), Color::RGB(0x0037_5623)),
    ("tenu", Color::RGB(0x00E2_EFDA), Color::RGB(0x0037_5623)),
];
