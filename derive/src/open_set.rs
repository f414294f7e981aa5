//! `#[derive(OpenSet)]`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::punctuated::Punctuated;
use syn::{DeriveInput, Error, LitStr, Result, Token};

use crate::syntax::{exported, typescript_doc};

pub(crate) fn expand(input: &DeriveInput) -> Result<TokenStream> {
    let name = &input.ident;
    let values = input
        .attrs
        .iter()
        .find(|attr| attr.path().is_ident("values"))
        .ok_or_else(|| Error::new_spanned(name, "its documented values are missing: #[values(\"…\")]"))?
        .parse_args_with(Punctuated::<LitStr, Token![,]>::parse_terminated)?;
    let values: Vec<_> = values.into_iter().collect();

    let listed: Vec<_> = values.iter().map(|value| format!("`{}`", value.value())).collect();
    let values_doc = format!("The documented values, {}. Others may come.", listed.join(", "));
    let literals: Vec<_> = values.iter().map(|value| format!("{:?}", value.value())).collect();
    let typescript = format!("{} | (string & {{}})", literals.join(" | "));
    let doc = typescript_doc(&input.attrs);
    let declared_name = name.to_string();

    let exported = exported(&quote!(#name<'static>));

    Ok(quote! {
        #exported

        impl #name<'_> {
            #[doc = #values_doc]
            pub const VALUES: &'static [&'static str] = &[#(#values),*];

            /// The text on the wire.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl PartialEq<str> for #name<'_> {
            fn eq(&self, other: &str) -> bool {
                self.0 == other
            }
        }

        impl PartialEq<&str> for #name<'_> {
            fn eq(&self, other: &&str) -> bool {
                self.0 == *other
            }
        }

        impl ::core::fmt::Display for #name<'_> {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl<'a> crate::payload::MemberType<'a> for #name<'a> {
            const KIND: crate::declare::Kind = crate::declare::Kind::String;
            const SAMPLES: crate::declare::Samples = &[(None, Self::VALUES)];
            const VALUES: &'static [&'static str] = Self::VALUES;
            #[cfg(feature = "tsify")]
            const TYPESCRIPT: &'static str = {
                #(#[doc = #doc])*
                #[derive(::tsify::Tsify)]
                #[tsify(rename = #declared_name, type = #typescript)]
                #[allow(dead_code)]
                struct Mirror(());
                <Mirror as ::tsify::Tsify>::DECL
            };
            type Owned = #name<'static>;

            fn read(raw: ::core::option::Option<crate::payload::Raw<'a>>) -> Self {
                Self(crate::payload::MemberType::read(raw))
            }

            fn into_owned(self) -> Self::Owned {
                #name(crate::payload::MemberType::into_owned(self.0))
            }

            fn write<M: ::serde::ser::SerializeMap>(
                &self,
                name: &'static str,
                map: &mut M,
            ) -> ::core::result::Result<(), M::Error> {
                crate::payload::MemberType::write(&self.0, name, map)
            }
        }
    })
}
