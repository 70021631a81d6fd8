//! Texts of graphs out of bytes.

/// A text: the first byte says with which head it begins.
pub fn text(bytes: &[u8]) -> Option<Vec<u8>> {
    let (choice, bytes) = bytes.split_first()?;
    let head = ["", "flowchart LR\n", "digraph {", "```mermaid\ngraph TD\n"][usize::from(choice % 4)];
    Some([head.as_bytes(), bytes].concat())
}
