//! `report.html`: one self-contained page.

use maud::{DOCTYPE, html};

use super::Run;

/// Renders the page.
#[must_use]
pub fn render(run: &Run<'_>) -> Vec<u8> {
    let page = html! {
        (DOCTYPE)
        html lang="fr" {
            head {
                meta charset="utf-8";
                title { "Écarts" }
            }
            body {
                h1 { "Écarts" }
                ul {
                    @for finding in &run.findings.findings {
                        li { (finding.document) " : " (finding.message) }
                    }
                }
            }
        }
    };
    page.into_string().into_bytes()
}
