//! Places as JSON has them: what is read is checked here, once, for every record and finding.
//!
//! A box that is no box (an edge past all measure) is refused as it is read: it would be written
//! back as null, into a file that nothing could read again.

use std::borrow::Cow;

use serde::{Deserialize, Serializer};

use super::{CellRef, Place, Recognised, Rect, Shared};

/// The edges of a [`Rect`].
#[derive(Deserialize)]
pub(super) struct Edges([f32; 4]);

impl TryFrom<Edges> for Rect {
    type Error = &'static str;

    fn try_from(edges: Edges) -> Result<Self, Self::Error> {
        let rect = Self::from(edges.0);
        // As it would be written: rounding alone may lead past all measure.
        if <[f32; 4]>::from(rect).iter().all(|edge| edge.is_finite()) {
            Ok(rect)
        } else {
            Err("un bord est hors de toute mesure")
        }
    }
}

/// A [`Place`]. Read into this, none of a record's many places has to be kept aside until its
/// kind is known.
#[derive(Deserialize)]
pub(super) struct Written {
    page: Option<u32>,
    bbox: Option<Rect>,
    ocr: Option<Recognised>,
    sheet: Option<Shared>,
    cell: Option<Address>,
    line: Option<u32>,
    text: String,
}

impl TryFrom<Written> for Place {
    type Error = &'static str;

    fn try_from(written: Written) -> Result<Self, Self::Error> {
        let Written { page, bbox, ocr, sheet, cell, line, text } = written;
        match (page.zip(bbox), sheet.zip(cell)) {
            (Some((page, bbox)), _) => Ok(Self::Page { page, bbox, ocr, text }),
            (None, Some((Shared(sheet), Address(cell)))) => {
                Ok(Self::Cell { sheet, cell, line, text })
            }
            (None, None) => {
                Err("il faut une page et un cadre (page, bbox), ou une feuille et une \
                                 cellule (sheet, cell)")
            }
        }
    }
}

/// The address of a cell as JSON has it, `B7`.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands it over so")]
pub(super) fn address<S: Serializer>(cell: &CellRef, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(cell)
}

/// The cell of an address.
#[derive(Deserialize)]
#[serde(try_from = "Cow<'_, str>")]
struct Address(CellRef);

impl TryFrom<Cow<'_, str>> for Address {
    type Error = String;

    fn try_from(written: Cow<'_, str>) -> Result<Self, String> {
        let told = || written.chars().take(12).collect::<String>();
        written
            .parse()
            .map(Self)
            .map_err(|()| format!("« {} » n'est l'adresse d'aucune cellule", told()))
    }
}

/// A rectangle as JSON to the last digit.
pub(super) mod exact {
    use serde::{Deserialize as _, Deserializer, Serialize as _, Serializer};

    use super::super::Rect;

    pub(in crate::place) fn serialize<S: Serializer>(
        rect: &Rect,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        [rect.x0, rect.y0, rect.x1, rect.y1].serialize(to)
    }

    pub(in crate::place) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Rect, D::Error> {
        <[f32; 4]>::deserialize(from).map(Rect::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_known_by_its_address_alone() {
        let read = |cell: &str| {
            serde_json::from_str::<Place>(&format!(r#"{{"sheet":"A","cell":"{cell}","text":"a"}}"#))
        };
        let place = read("B7").unwrap();
        let json = r#"{"sheet":"A","cell":"B7","text":"a"}"#;
        assert_eq!(serde_json::to_string(&place).unwrap(), json);
        for none in ["=B7", "", "<script>"] {
            let told = read(none).unwrap_err().to_string();
            assert!(told.contains("n'est l'adresse d'aucune cellule"), "{told}");
        }
    }

    #[test]
    fn a_box_past_all_measure_is_refused() {
        let read = |edge: &str| {
            serde_json::from_str::<Place>(&format!(
                r#"{{"page":1,"bbox":[0,0,{edge},10],"text":"a"}}"#
            ))
        };
        assert!(read("595.3").is_ok());
        for edge in ["1e300", "-1e300", "3e38"] {
            assert!(read(edge).unwrap_err().to_string().contains("hors de toute mesure"), "{edge}");
        }
    }
}
