//! `#[derive(Payload)]` on a struct.

use std::collections::BTreeSet;

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::punctuated::Punctuated;
use syn::{DataStruct, DeriveInput, Error, Expr, Field, Ident, LitStr, Result, Token, Type, parenthesized};

use crate::syntax::{doc, exported, optional, typescript_doc, wire_name, with_lifetime};

/// What a field is, by its attribute.
enum Role {
    Member { content: bool, rare: bool, public: bool, only: Vec<String>, sample: Option<Expr> },
    Choice,
    Extra,
}

struct Part<'f> {
    field: &'f Field,
    ident: &'f Ident,
    role: Role,
}

impl<'f> Part<'f> {
    fn new(field: &'f Field) -> Result<Self> {
        let ident = field
            .ident
            .as_ref()
            .ok_or_else(|| Error::new_spanned(field, "a payload's members have names"))?;
        let (mut content, mut rare, mut public) = (false, false, false);
        let (mut only, mut sample, mut special) = (Vec::new(), None, None);
        for attr in field.attrs.iter().filter(|attr| attr.path().is_ident("payload")) {
            attr.parse_nested_meta(|meta| {
                if meta.path.is_ident("content") {
                    content = true;
                } else if meta.path.is_ident("rare") {
                    rare = true;
                } else if meta.path.is_ident("public") {
                    public = true;
                } else if meta.path.is_ident("only") {
                    let events;
                    parenthesized!(events in meta.input);
                    let events = Punctuated::<LitStr, Token![,]>::parse_terminated(&events)?;
                    only = events.iter().map(LitStr::value).collect();
                } else if meta.path.is_ident("sample") {
                    sample = Some(meta.value()?.parse()?);
                } else if meta.path.is_ident("choice") {
                    special = Some(Role::Choice);
                } else if meta.path.is_ident("extra") {
                    special = Some(Role::Extra);
                } else {
                    return Err(
                        meta.error("expected content, rare, public, only(…), sample, choice or extra")
                    );
                }
                Ok(())
            })?;
        }
        let role = special.unwrap_or(Role::Member { content, rare, public, only, sample });
        if matches!(role, Role::Member { .. }) && doc(&field.attrs).trim().is_empty() {
            return Err(Error::new_spanned(
                ident,
                "say in a doc comment what the member is and where that is documented",
            ));
        }
        Ok(Self { field, ident, role })
    }
}

/// Whether the struct is the content of a message with a file.
fn is_media(input: &DeriveInput) -> Result<bool> {
    let mut is_media = false;
    for attr in input.attrs.iter().filter(|attr| attr.path().is_ident("payload")) {
        attr.parse_nested_meta(|meta| {
            if !meta.path.is_ident("media") {
                return Err(meta.error("expected media"));
            }
            is_media = true;
            Ok(())
        })?;
    }
    Ok(is_media)
}

pub(crate) fn expand(input: &DeriveInput, data: &DataStruct) -> Result<TokenStream> {
    let name = &input.ident;
    let is_media = is_media(input)?;
    let parts = data.fields.iter().map(Part::new).collect::<Result<Vec<_>>>()?;
    let members = parts.iter().filter_map(declaration).collect::<Result<Vec<_>>>()?;
    let choice = parts.iter().find(|part| matches!(part.role, Role::Choice)).map(|part| &part.field.ty);
    let choice = match choice {
        Some(ty) => quote!(Some(<#ty>::CHOICE)),
        None => quote!(None),
    };
    let interfaces = interfaces(input, &parts);
    let name_text = name.to_string();

    let reads = parts.iter().map(|Part { ident, role, .. }| match role {
        Role::Member { .. } => {
            let wire = wire_name(ident);
            quote!(#ident: reader.member(const { crate::model::TABLES.index(#wire) }))
        }
        Role::Choice => quote!(#ident: crate::payload::PayloadType::read(reader)),
        Role::Extra => quote!(#ident: reader.extra()),
    });
    let timestamp =
        parts.iter().find(|part| matches!(part.role, Role::Member { .. }) && part.ident == "timestamp");
    let timestamp = match timestamp.map(|part| (part.ident, optional(&part.field.ty))) {
        Some((ident, None)) => quote!(Some(self.#ident.borrowed())),
        Some((ident, Some(_))) => quote!(self.#ident.value().map(crate::model::Timestamp::borrowed)),
        None => quote!(None),
    };
    let extra = parts.iter().find(|part| matches!(part.role, Role::Extra)).map(|part| part.ident);
    let extra = match extra {
        Some(ident) => quote!(Some(&self.#ident)),
        None => quote!(None),
    };
    let owned = parts.iter().map(|Part { ident, role, .. }| match role {
        Role::Member { .. } => quote!(#ident: crate::payload::MemberType::into_owned(self.#ident)),
        Role::Choice => quote!(#ident: crate::payload::PayloadType::into_owned(self.#ident)),
        Role::Extra => quote!(#ident: self.#ident.into_owned()),
    });
    let writes = parts.iter().map(|Part { ident, role, .. }| match role {
        Role::Member { .. } => {
            let wire = wire_name(ident);
            quote!(crate::payload::MemberType::write(&self.#ident, #wire, map)?;)
        }
        Role::Choice => quote! {
            crate::payload::PayloadType::write(&self.#ident, map)?;
            ::serde::ser::SerializeMap::serialize_entry(map, self.#ident.choice_tag(), self.#ident.tag())?;
        },
        Role::Extra => quote!(self.#ident.write(map)?;),
    });

    let a = quote!('a);
    let this = with_lifetime(name, &input.generics, &a);
    let owned_type = with_lifetime(name, &input.generics, &quote!('static));
    let exported = exported(&owned_type);
    Ok(quote! {
        #exported

        impl<'a> crate::payload::PayloadType<'a> for #this {
            const PAYLOAD: ::core::option::Option<&'static crate::declare::Payload> = Some(&crate::declare::Payload {
                name: #name_text,
                members: &[#(#members),*],
                choice: #choice,
                is_media: #is_media,
                #[cfg(feature = "tsify")]
                interfaces: &[#(#interfaces),*],
            });
            type Owned = #owned_type;

            fn read(reader: &crate::payload::Reader<'a, '_>) -> Self {
                Self { #(#reads),* }
            }

            fn extra(&self) -> ::core::option::Option<&crate::extra::Extra<'a>> {
                #extra
            }

            fn timestamp(&self) -> ::core::option::Option<crate::model::Timestamp<'_>> {
                #timestamp
            }

            fn into_owned(self) -> Self::Owned {
                #name { #(#owned),* }
            }

            fn write<M: ::serde::ser::SerializeMap>(&self, map: &mut M) -> ::core::result::Result<(), M::Error> {
                #(#writes)*
                Ok(())
            }
        }
    })
}

/// The member as data.
fn declaration(part: &Part<'_>) -> Option<Result<TokenStream>> {
    let Role::Member { content, rare, public, only, sample } = &part.role else { return None };
    let ty = &part.field.ty;
    let need = match (optional(ty), content) {
        (Some(_), true) => {
            return Some(Err(Error::new_spanned(ty, "content cannot be optional")));
        }
        (Some(_), false) => quote!(Optional),
        (None, true) => quote!(Content),
        (None, false) => quote!(Required),
    };
    let name = wire_name(part.ident);
    let doc = doc(&part.field.attrs);
    let samples = match sample {
        Some(samples) => quote!(#samples),
        None => quote!(<#ty as crate::payload::MemberType<'_>>::SAMPLES),
    };
    Some(Ok(quote! {
        crate::declare::Member {
            name: #name,
            kind: <#ty as crate::payload::MemberType<'_>>::KIND,
            values: <#ty as crate::payload::MemberType<'_>>::VALUES,
            need: crate::declare::Need::#need,
            in_examples: !#rare,
            public: #public,
            only: &[#(#only),*],
            samples: #samples,
            doc: #doc,
            #[cfg(feature = "tsify")]
            typescript: <#ty as crate::payload::MemberType<'_>>::TYPESCRIPT,
            #[cfg(feature = "tsify")]
            rust: stringify!(#ty),
        }
    }))
}

/// TypeScript interfaces, which tsify makes from structs that mirror the payload: first one for every event, then one for each
/// event that adds members.
fn interfaces(input: &DeriveInput, parts: &[Part<'_>]) -> Vec<TokenStream> {
    let mut events = BTreeSet::new();
    for part in parts {
        if let Role::Member { only, .. } = &part.role {
            events.extend(only);
        }
    }
    let doc = typescript_doc(&input.attrs);
    let mut interfaces = vec![interface(&format!("{}Members", input.ident), &doc, parts, None)];
    for event in events {
        let suffix: String = event.split('_').map(capitalised).collect();
        let doc = LitStr::new(&format!(" What `{event}` adds."), Span::call_site());
        interfaces.push(interface(&format!("{}{suffix}Members", input.ident), &[doc], parts, Some(event)));
    }
    interfaces
}

fn interface(name: &str, doc: &[LitStr], parts: &[Part<'_>], event: Option<&String>) -> TokenStream {
    let fields = parts.iter().filter_map(|part| {
        let Role::Member { only, .. } = &part.role else { return None };
        if !event.map_or(only.is_empty(), |event| only.contains(event)) {
            return None;
        }
        let ident = part.ident;
        let doc = typescript_doc(&part.field.attrs);
        // For tsify a default means `?`, and an Option with `missing_as_null` means `| null`.
        Some(match optional(&part.field.ty) {
            Some(ty) => quote!(#(#[doc = #doc])* #[serde(default)] #ident: ::core::option::Option<#ty>),
            None => {
                let ty: &Type = &part.field.ty;
                quote!(#(#[doc = #doc])* #ident: #ty)
            }
        })
    });
    let fields: Vec<_> = fields.collect();
    let only = match event {
        Some(event) => quote!(Some(#event)),
        None => quote!(None),
    };
    quote! {
        crate::declare::Interface {
            name: #name,
            only: #only,
            declaration: {
                #(#[doc = #doc])*
                #[derive(::tsify::Tsify)]
                #[tsify(rename = #name, missing_as_null)]
                #[allow(dead_code)]
                struct Mirror<'a> {
                    #(#fields,)*
                    #[serde(skip)]
                    lifetime: ::core::marker::PhantomData<&'a ()>,
                }
                <Mirror<'_> as ::tsify::Tsify>::DECL
            },
        }
    }
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(chars).collect()
}
