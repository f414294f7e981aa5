//! `#[derive(Payload)]` on an enum.

use proc_macro2::TokenStream;
use quote::quote;
use syn::punctuated::Punctuated;
use syn::{DataEnum, DeriveInput, Error, Fields, Ident, LitStr, Result, Token, Type, Variant};

use crate::syntax::{doc, exported, with_lifetime};

struct Arm<'v> {
    ident: &'v Ident,
    ty: &'v Type,
    doc: String,
    /// The values of the discriminant that choose it; none for the variant of unknown values.
    values: Vec<LitStr>,
}

impl<'v> Arm<'v> {
    fn new(variant: &'v Variant) -> Result<Self> {
        let ident = &variant.ident;
        let Fields::Unnamed(fields) = &variant.fields else {
            return Err(Error::new_spanned(variant, "a variant holds its payload"));
        };
        let attr = variant.attrs.iter().find(|attr| attr.path().is_ident("payload"));
        let attr =
            attr.ok_or_else(|| Error::new_spanned(variant, "say what chooses it: #[payload(\"…\")]"))?;
        let values = match attr.parse_args::<Ident>() {
            Ok(word) if word == "unknown" => Vec::new(),
            _ => {
                attr.parse_args_with(Punctuated::<LitStr, Token![,]>::parse_terminated)?.into_iter().collect()
            }
        };
        Ok(Self { ident, ty: &fields.unnamed[0].ty, doc: doc(&variant.attrs), values })
    }
}

/// The discriminant's name and what it means.
fn tag(input: &DeriveInput) -> Result<(LitStr, LitStr)> {
    let (mut tag, mut doc) = (None, None);
    for attr in input.attrs.iter().filter(|attr| attr.path().is_ident("payload")) {
        attr.parse_nested_meta(|meta| {
            let slot = if meta.path.is_ident("tag") {
                &mut tag
            } else if meta.path.is_ident("doc") {
                &mut doc
            } else {
                return Err(meta.error("expected tag or doc"));
            };
            *slot = Some(meta.value()?.parse()?);
            Ok(())
        })?;
    }
    tag.zip(doc).ok_or_else(|| {
        Error::new_spanned(&input.ident, "name the discriminant: #[payload(tag = \"…\", doc = \"…\")]")
    })
}

pub(crate) fn expand(input: &DeriveInput, data: &DataEnum) -> Result<TokenStream> {
    let name = &input.ident;
    let (tag, tag_doc) = tag(input)?;
    let arms = data.variants.iter().map(Arm::new).collect::<Result<Vec<_>>>()?;
    let is_outermost = arms.iter().any(|arm| arm.values.is_empty());
    let chosen: Vec<_> = arms.iter().filter(|arm| !arm.values.is_empty()).collect();

    let variants = chosen.iter().map(|Arm { ident, ty, doc, values }| {
        let ident = ident.to_string();
        quote! {
            crate::declare::Variant {
                name: #ident,
                values: &[#(#values),*],
                doc: #doc,
                payload: <#ty as crate::payload::PayloadType<'_>>::PAYLOAD,
            }
        }
    });
    let index = if is_outermost { quote!(variants.0) } else { quote!(variants.1) };
    let reads = chosen
        .iter()
        .enumerate()
        .map(|(i, Arm { ident, .. })| quote!(#i => Self::#ident(crate::payload::PayloadType::read(reader))));
    let tags = arms.iter().map(|Arm { ident, values, .. }| match values.as_slice() {
        [value] => quote!(Self::#ident(_) => #value),
        _ => quote!(Self::#ident(payload) => payload.tag()),
    });
    let owned = arms.iter().map(|Arm { ident, values, .. }| match values.as_slice() {
        [] => quote!(Self::#ident(payload) => #name::#ident(payload.into_owned())),
        _ => quote!(Self::#ident(payload) => #name::#ident(crate::payload::PayloadType::into_owned(payload))),
    });
    let timestamps = arms.iter().map(|Arm { ident, values, .. }| match values.as_slice() {
        [] => quote!(Self::#ident(_) => None),
        _ => quote!(Self::#ident(payload) => crate::payload::PayloadType::timestamp(payload)),
    });
    let extras = arms.iter().map(|Arm { ident, values, .. }| match values.as_slice() {
        [] => quote!(Self::#ident(_) => None),
        _ => quote!(Self::#ident(payload) => crate::payload::PayloadType::extra(payload)),
    });
    let writes = arms.iter().map(|Arm { ident, values, .. }| match values.as_slice() {
        [] => quote!(Self::#ident(_) => Ok(())),
        _ => quote!(Self::#ident(payload) => crate::payload::PayloadType::write(payload, map)),
    });

    let this = with_lifetime(name, &input.generics, &quote!('a));
    let owned_type = with_lifetime(name, &input.generics, &quote!('static));
    let exported = exported(&owned_type);
    Ok(quote! {
        #exported

        impl<'a> #this {
            pub(crate) const CHOICE: &'static crate::declare::Choice = &crate::declare::Choice {
                tag: #tag,
                doc: #tag_doc,
                variants: &[#(#variants),*],
            };

            /// The discriminant's name.
            pub(crate) fn choice_tag(&self) -> &'static str {
                #tag
            }

            /// The discriminant's value.
            pub(crate) fn tag(&self) -> &str {
                match self { #(#tags,)* }
            }
        }

        impl<'a> crate::payload::PayloadType<'a> for #this {
            const PAYLOAD: ::core::option::Option<&'static crate::declare::Payload> = None;
            type Owned = #owned_type;

            fn read(reader: &crate::payload::Reader<'a, '_>) -> Self {
                match reader.shape().#index {
                    #(#reads,)*
                    _ => unreachable!("a shape of this choice has one of its variants"),
                }
            }

            fn extra(&self) -> ::core::option::Option<&crate::extra::Extra<'a>> {
                match self { #(#extras,)* }
            }

            fn timestamp(&self) -> ::core::option::Option<crate::model::Timestamp<'_>> {
                match self { #(#timestamps,)* }
            }

            fn into_owned(self) -> Self::Owned {
                match self { #(#owned,)* }
            }

            fn write<M: ::serde::ser::SerializeMap>(&self, map: &mut M) -> ::core::result::Result<(), M::Error> {
                match self { #(#writes,)* }
            }
        }
    })
}
