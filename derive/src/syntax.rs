//! What the derives have in common.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, Expr, ExprLit, Generics, Ident, Lit, LitStr, Meta, Type};

/// The lines of a doc comment for TypeScript, without their leading space.
pub(crate) fn doc_lines(attrs: &[Attribute]) -> Vec<String> {
    let lines = attrs.iter().filter_map(|attr| match &attr.meta {
        Meta::NameValue(meta) if meta.path.is_ident("doc") => match &meta.value {
            Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    });
    // TypeScript does not know rustdoc's links: they become code.
    let plain = |line: String| line.strip_prefix(' ').unwrap_or(&line).replace("[`", "`").replace("`]", "`");
    lines.map(plain).collect()
}

/// A doc comment as one string.
pub(crate) fn doc(attrs: &[Attribute]) -> String {
    doc_lines(attrs).join("\n")
}

/// A doc comment as values of `#[doc]`, for tsify.
pub(crate) fn typescript_doc(attrs: &[Attribute]) -> Vec<LitStr> {
    let lines = doc_lines(attrs).into_iter().map(|line| format!(" {line}"));
    lines.map(|line| LitStr::new(&line, proc_macro2::Span::call_site())).collect()
}

/// A member's name on the wire: the field's, without the `r#` of a keyword.
pub(crate) fn wire_name(ident: &Ident) -> String {
    let name = ident.to_string();
    name.strip_prefix("r#").map(str::to_owned).unwrap_or(name)
}

/// `T` of `Opt<T>`.
pub(crate) fn optional(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last().filter(|segment| segment.ident == "Opt")?;
    let syn::PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    match arguments.args.first() {
        Some(syn::GenericArgument::Type(inner)) => Some(inner),
        _ => None,
    }
}

/// The type with another lifetime, if it has one: `Message<'static>`.
pub(crate) fn with_lifetime(ident: &Ident, generics: &Generics, lifetime: &TokenStream) -> TokenStream {
    if generics.lifetimes().next().is_some() { quote!(#ident<#lifetime>) } else { quote!(#ident) }
}

/// Does not compile unless the crate exports the type: users have to be able to name it.
pub(crate) fn exported(ty: &TokenStream) -> TokenStream {
    quote!(const _: ::core::option::Option<crate::#ty> = None;)
}
