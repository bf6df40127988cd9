//! The JSON Schema of the values that are read by hand: what `value` takes, told to editors.
//!
//! Each says what its visitor takes and nothing more; a change there is a change here. They are
//! written in place, without a name of their own, so that an editor shows the key's own words.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::value::{Example, Examples, Expected, Named, Text, Texts};

macro_rules! shape {
    ($type:ty, $name:literal, $schema:expr) => {
        impl JsonSchema for $type {
            fn schema_name() -> Cow<'static, str> {
                $name.into()
            }

            fn inline_schema() -> bool {
                true
            }

            fn json_schema(generator: &mut SchemaGenerator) -> Schema {
                let schema: fn(&mut SchemaGenerator) -> Schema = $schema;
                schema(generator)
            }
        }
    };
}

shape!(Text, "texte", |_| json_schema!({ "type": "string" }));

shape!(Texts, "textes", |_| one_or_many(&json_schema!({ "type": "string" })));

shape!(Examples, "exemples", |generator| one_or_many(&generator.subschema_for::<Example>()));

shape!(Expected, "attendu", |_| { one_or_many(&json_schema!({ "type": ["string", "number"] })) });

impl<T: JsonSchema> JsonSchema for Named<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("{}_par_nom", T::schema_name()).into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let each = generator.subschema_for::<T>();
        json_schema!({ "type": "object", "additionalProperties": each })
    }
}

/// One of a kind or a list of them.
fn one_or_many(one: &Schema) -> Schema {
    json_schema!({ "anyOf": [one, { "type": "array", "items": one }] })
}
