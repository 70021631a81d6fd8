//! The shapes of the elements as they stand in a file, before what they mean is checked.

use serde::Deserialize;
use serde::de::{self, Deserializer, MapAccess, SeqAccess, Visitor};
use std::fmt;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename = "component")]
pub(super) struct RawComponent {
    pub id: String,
    pub name: Option<String>,
    pub role: RawRole,
    pub product: String,
    pub at: (i32, i32),
    #[serde(default)]
    pub layer: i32,
    #[serde(default)]
    pub locked: bool,
    pub group: Option<String>,
    #[serde(default)]
    pub set: RawSettings,
    #[serde(default)]
    pub note: String,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "lowercase", rename = "role")]
pub(super) enum RawRole {
    Source,
    Queue,
    Compute,
    Store,
    Serve,
    Monitor,
    Control,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename = "link")]
pub(super) struct RawLink {
    pub id: Option<String>,
    pub from: String,
    pub to: String,
    #[serde(default)]
    pub kind: RawKind,
    #[serde(default)]
    pub label: String,
    #[serde(default)]
    pub set: RawSettings,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "lowercase", rename = "kind")]
pub(super) enum RawKind {
    #[default]
    Copy,
    Split(String),
    Share(String),
    Watch,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename = "note")]
pub(super) struct RawNote {
    pub id: String,
    pub at: (i32, i32),
    pub size: (i32, i32),
    pub text: String,
    #[serde(default)]
    pub plain: bool,
    #[serde(default)]
    pub layer: i32,
    #[serde(default)]
    pub locked: bool,
    pub group: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename = "frame")]
pub(super) struct RawFrame {
    pub id: String,
    pub name: String,
    pub at: (i32, i32),
    pub size: (i32, i32),
    #[serde(default)]
    pub boundary: RawBoundary,
    #[serde(default)]
    pub layer: i32,
    #[serde(default)]
    pub locked: bool,
    pub group: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "lowercase", rename = "boundary")]
pub(super) enum RawBoundary {
    #[default]
    Nothing,
    Zone,
    Region,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename = "stroke")]
pub(super) struct RawStroke {
    pub id: String,
    pub at: (i32, i32),
    pub points: Vec<(i32, i32)>,
    #[serde(default)]
    pub layer: i32,
    #[serde(default)]
    pub locked: bool,
    pub group: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename = "scenario")]
pub(super) struct RawScenario {
    pub id: String,
    pub name: Option<String>,
    #[serde(default)]
    pub what_if: bool,
    pub based_on: Option<String>,
    #[serde(default)]
    pub change: Vec<String>,
    #[serde(default)]
    pub require: Vec<RawRequirement>,
    #[serde(default)]
    pub note: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields, rename = "requirement")]
pub(super) enum RawRequirement {
    Staleness { at: String, statistic: String, limit: String },
    Completion { at: String, volume: String, within: String },
    Throughput { at: String, rate: String },
    Cost { at: Option<String>, limit: String },
    Completeness { at: String, share: String },
    Availability { at: String, share: String },
    Recovery { of: String, outage: String, within: String },
    Backfill { at: String, history: String, within: String, throttle: Option<String> },
    Detection { at: String, within: String },
}

/// Most settings of one element: several times what there are fields.
const MOST_SETTINGS: usize = 1_000;

/// Settings by name, in the order of the file: texts, and numbers for counts, each perhaps with a reason.
#[derive(Default)]
pub(super) struct RawSettings(pub Vec<(String, RawSetting)>);

pub(super) struct RawSetting {
    pub text: String,
    pub reason: Option<String>,
}

struct Name(String);

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NameVisitor;
        impl Visitor<'_> for NameVisitor {
            type Value = Name;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of a field")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Name, E> {
                Ok(Name(text.to_owned()))
            }
        }
        deserializer.deserialize_identifier(NameVisitor)
    }
}

impl<'de> Deserialize<'de> for RawSettings {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct SettingsVisitor;
        impl<'de> Visitor<'de> for SettingsVisitor {
            type Value = RawSettings;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("settings, for example `(load: \"500 GB/day\", record: \"1 KB\")`")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<RawSettings, A::Error> {
                let mut settings = Vec::new();
                while let Some(Name(name)) = map.next_key()? {
                    if settings.len() >= MOST_SETTINGS {
                        return Err(de::Error::custom(format_args!("expected at most {MOST_SETTINGS} settings")));
                    }
                    settings.push((name, map.next_value()?));
                }
                Ok(RawSettings(settings))
            }
        }
        deserializer.deserialize_struct("set", &[], SettingsVisitor)
    }
}

impl<'de> Deserialize<'de> for RawSetting {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct SettingVisitor;
        impl<'de> Visitor<'de> for SettingVisitor {
            type Value = RawSetting;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text such as \"500 GB/day\", a whole number, or a pair of a text and a reason")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<RawSetting, E> {
                Ok(RawSetting { text: text.to_owned(), reason: None })
            }
            fn visit_u64<E: de::Error>(self, number: u64) -> Result<RawSetting, E> {
                Ok(RawSetting { text: number.to_string(), reason: None })
            }
            fn visit_i64<E: de::Error>(self, number: i64) -> Result<RawSetting, E> {
                Ok(RawSetting { text: number.to_string(), reason: None })
            }
            fn visit_f64<E: de::Error>(self, number: f64) -> Result<RawSetting, E> {
                Ok(RawSetting { text: number.to_string(), reason: None })
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<RawSetting, A::Error> {
                let text = seq.next_element::<String>()?;
                let reason = seq.next_element::<String>()?;
                match (text, reason) {
                    (Some(text), Some(reason)) => Ok(RawSetting { text, reason: Some(reason) }),
                    _ => Err(de::Error::custom(
                        "expected a text and a reason, for example `(\"4 MB/s\", \"load test\")`",
                    )),
                }
            }
        }
        deserializer.deserialize_any(SettingVisitor)
    }
}
