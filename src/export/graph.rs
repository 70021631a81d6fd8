//! A design as a graph for other tools: Mermaid and Graphviz. Names, roles and what runs through the links; places and
//! settings stay behind.

use crate::catalog::{Catalog, Role};
use crate::design::{Component, Design, Frame, Id, LinkKind};
use crate::estimate::Estimate;
use crate::look::link_words;
use std::collections::HashMap;
use std::fmt::Write as _;

/// A name for every component that any tool reads: `n0`, `n1`, ...
fn names(design: &Design) -> HashMap<&Id, String> {
    design.components().enumerate().map(|(place, component)| (&component.id, format!("n{place}"))).collect()
}

/// The innermost frame that holds a component.
fn frame_of<'a>(design: &'a Design, component: &Component) -> Option<&'a Frame> {
    let end = component.at.moved(Component::SIZE.x, Component::SIZE.y);
    let holds = |frame: &&Frame| {
        let far = frame.at.moved(frame.size.x, frame.size.y);
        frame.at.x <= component.at.x && frame.at.y <= component.at.y && end.x <= far.x && end.y <= far.y
    };
    design.frames().filter(holds).min_by_key(|frame| i64::from(frame.size.x) * i64::from(frame.size.y))
}

/// A text inside double quotes of Mermaid: signs that end it become their names.
fn for_mermaid(text: &str) -> String {
    let mut out = String::new();
    for letter in text.chars() {
        match letter {
            '"' | '#' | '<' | '>' | '&' | ';' | '`' | '|' | '\\' | '[' | ']' | '{' | '}' | '(' | ')' => {
                let _ = write!(out, "#{};", u32::from(letter));
            }
            letter if letter.is_control() => out.push(' '),
            letter => out.push(letter),
        }
    }
    out
}

fn for_dot(text: &str) -> String {
    let mut out = String::new();
    for letter in text.chars() {
        match letter {
            '"' | '\\' => {
                out.push('\\');
                out.push(letter);
            }
            letter if letter.is_control() => out.push(' '),
            letter => out.push(letter),
        }
    }
    out
}

/// Components by the frame they are in, those in none first.
fn grouped(design: &Design) -> Vec<(Option<&Frame>, Vec<&Component>)> {
    let mut groups: Vec<(Option<&Frame>, Vec<&Component>)> = vec![(None, Vec::new())];
    for component in design.components() {
        let frame = frame_of(design, component);
        match groups.iter_mut().find(|(of, _)| of.map(|frame| &frame.id) == frame.map(|frame| &frame.id)) {
            Some((_, group)) => group.push(component),
            None => groups.push((frame, vec![component])),
        }
    }
    groups
}

/// A Mermaid flowchart.
pub(super) fn mermaid(design: &Design, catalog: &Catalog, found: &Estimate) -> String {
    let names = names(design);
    let mut out = String::from("flowchart LR\n");
    for (place, (frame, components)) in grouped(design).into_iter().enumerate() {
        if let Some(frame) = frame {
            let _ = writeln!(out, "    subgraph f{place}[\"{}\"]", for_mermaid(&frame.name));
        }
        for component in components {
            let Some(name) = names.get(&component.id) else { continue };
            let (open, close) = match component.role {
                Role::Source => ("([", "])"),
                Role::Queue => ("[[", "]]"),
                Role::Store => ("[(", ")]"),
                Role::Serve => ("(", ")"),
                Role::Monitor => ("{{", "}}"),
                Role::Compute | Role::Control => ("[", "]"),
            };
            let (label, product) = (for_mermaid(&component.name), for_mermaid(catalog.name_of(&component.product)));
            let _ = writeln!(out, "    {name}{open}\"{label}<br/>{product}\"{close}");
        }
        if frame.is_some() {
            out.push_str("    end\n");
        }
    }
    for link in design.links() {
        let (Some(from), Some(to)) = (names.get(&link.from), names.get(&link.to)) else { continue };
        let arrow = if link.kind == LinkKind::Watch { "-.->" } else { "-->" };
        let words: Vec<String> =
            link_words(link, found.links.get(&link.id)).iter().map(|word| for_mermaid(word)).collect();
        if words.is_empty() {
            let _ = writeln!(out, "    {from} {arrow} {to}");
        } else {
            let _ = writeln!(out, "    {from} {arrow}|\"{}\"| {to}", words.join("<br/>"));
        }
    }
    out
}

/// A Graphviz digraph.
pub(super) fn dot(design: &Design, catalog: &Catalog, found: &Estimate) -> String {
    let names = names(design);
    let mut out = format!(
        "digraph \"{}\" {{\n    rankdir=LR;\n    node [shape=box, style=rounded, fontname=\"sans-serif\"];\n    edge [fontname=\"sans-serif\"];\n",
        for_dot(design.name())
    );
    for (place, (frame, components)) in grouped(design).into_iter().enumerate() {
        if let Some(frame) = frame {
            let _ = writeln!(out, "    subgraph cluster_{place} {{\n    label=\"{}\";", for_dot(&frame.name));
        }
        for component in components {
            let Some(name) = names.get(&component.id) else { continue };
            let shape = match component.role {
                Role::Source => "oval",
                Role::Queue => "cds",
                Role::Store => "cylinder",
                Role::Serve => "component",
                Role::Monitor => "hexagon",
                Role::Compute | Role::Control => "box",
            };
            let (label, product) = (for_dot(&component.name), for_dot(catalog.name_of(&component.product)));
            let _ = writeln!(out, "    {name} [label=\"{label}\\n{product}\", shape={shape}];");
        }
        if frame.is_some() {
            out.push_str("    }\n");
        }
    }
    for link in design.links() {
        let (Some(from), Some(to)) = (names.get(&link.from), names.get(&link.to)) else { continue };
        let words: Vec<String> = link_words(link, found.links.get(&link.id)).iter().map(|word| for_dot(word)).collect();
        let label = if words.is_empty() { String::new() } else { format!("label=\"{}\"", words.join("\\n")) };
        let style = if link.kind == LinkKind::Watch { "style=dashed" } else { "" };
        let settings: Vec<&str> = [label.as_str(), style].into_iter().filter(|text| !text.is_empty()).collect();
        let settings = if settings.is_empty() { String::new() } else { format!(" [{}]", settings.join(", ")) };
        let _ = writeln!(out, "    {from} -> {to}{settings};");
    }
    out.push_str("}\n");
    out
}
