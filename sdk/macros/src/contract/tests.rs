//! Every refusal of `#[contract]`.

use super::*;
use quote::ToTokens;
use syn::parse_quote;

/// The messages of the errors, in order.
fn refusals(item: ItemImpl) -> Vec<String> {
    let arguments: Arguments = parse_quote!(error = Error, events = [Done]);
    match expand(&arguments, item) {
        Ok(_) => Vec::new(),
        Err(errors) => errors.into_iter().map(|error| error.to_string()).collect(),
    }
}

fn with_init(method: &TokenStream) -> ItemImpl {
    parse_quote! {
        impl Registry {
            #[init]
            pub fn create(&mut self) -> Result<(), Error> { Ok(()) }
            #method
        }
    }
}

#[test]
fn a_sound_contract_expands() {
    let item = with_init(&quote::quote! {
        #[only(Role::A)]
        #[reentrant]
        pub fn put(&mut self, value: u8) -> Result<(), Error> { Ok(()) }
        #[reentrant]
        pub fn get(&self) -> Result<u8, Error> { Ok(0) }
        fn helper(&self, borrowed: &u8) {}
    });
    assert_eq!(refusals(item), [""; 0]);
}

#[test]
fn a_contract_has_one_init() {
    let none = refusals(parse_quote!(impl Registry {}));
    assert_eq!(none.len(), 1);
    assert!(none[0].ends_with("there is none"), "{none:?}");
    let item = with_init(&quote::quote! {
        #[init]
        pub fn again(&mut self) -> Result<(), Error> { Ok(()) }
    });
    assert_eq!(refusals(item), ["a contract has one #[init] method; this is another"]);
}

#[test]
fn each_unsound_method_is_refused() {
    let long = quote::format_ident!("a{}", "b".repeat(64));
    let many = (0..13).map(|position| {
        let name = quote::format_ident!("a{position}");
        quote::quote!(#name: u8)
    });
    let cases = [
        (
            quote::quote!(
                pub fn m(&self) {}
            ),
            "a method returns Result<T, Error>",
        ),
        (
            quote::quote!(
                pub fn m(&self) -> u8 {
                    0
                }
            ),
            "a method returns Result<T, Error>",
        ),
        (
            quote::quote!(
                pub fn m(&self) -> Result<u8> {
                    0
                }
            ),
            "a method returns Result<T, Error>",
        ),
        (quote::quote!(pub fn #long(&self) -> Result<(), Error> {}), "a method name is at most 64"),
        (
            quote::quote!(
                pub fn m() -> Result<(), Error> {}
            ),
            "a method takes &self",
        ),
        (
            quote::quote!(
                pub fn m(self) -> Result<(), Error> {}
            ),
            "a method takes &self",
        ),
        (
            quote::quote!(
                pub fn m<T>(&self) -> Result<(), Error> {}
            ),
            "a type at the contract",
        ),
        (
            quote::quote!(
                pub fn m(&self, a: &u8) -> Result<(), Error> {}
            ),
            "an argument is an owned",
        ),
        (
            quote::quote!(
                pub fn m(&self, (a, b): (u8, u8)) -> Result<(), Error> {}
            ),
            "an argument has",
        ),
        (
            quote::quote!(pub fn m(&self, #(#many),*) -> Result<(), Error> {}),
            "a method takes at most",
        ),
        (
            quote::quote!(
                #[init]
                pub fn m(&self) -> Result<(), Error> {}
            ),
            "the #[init] method takes",
        ),
        (
            quote::quote!(
                #[init]
                #[init]
                pub fn m(&mut self) {}
            ),
            "#[init] twice",
        ),
        (
            quote::quote!(
                #[only()]
                pub fn m(&self) -> Result<(), Error> {}
            ),
            "#[only] names at least",
        ),
        (
            quote::quote!(
                #[only(Role::A, Other::B)]
                pub fn m(&self) -> Result<(), Error> {}
            ),
            "the roles of #[only] are of one enum",
        ),
        (
            quote::quote!(
                #[only(owner, Role::A)]
                pub fn m(&self) -> Result<(), Error> {}
            ),
            "expected roles such as",
        ),
        (
            quote::quote!(
                #[migrate]
                #[only(owner)]
                pub fn m(&mut self) -> Result<(), Error> {}
            ),
            "nobody is known before",
        ),
        (
            quote::quote!(
                #[migrate]
                pub fn m(&self) -> Result<(), Error> {}
            ),
            "the #[migrate] method takes",
        ),
        (
            quote::quote!(
                #[only(A)]
                fn m(&self) {}
            ),
            "only a `pub fn` is a method",
        ),
        (
            quote::quote!(
                #[reentrant]
                fn m(&self) {}
            ),
            "only a `pub fn` is a method",
        ),
        (
            quote::quote!(
                #[init]
                #[reentrant]
                pub fn m(&mut self) -> Result<(), Error> {}
            ),
            "this method runs once",
        ),
        (
            quote::quote!(
                #[reentrant]
                #[reentrant]
                pub fn m(&self) -> Result<(), Error> {}
            ),
            "#[reentrant] twice",
        ),
        (
            quote::quote!(
                #[reentrant(always)]
                pub fn m(&self) -> Result<(), Error> {}
            ),
            "unexpected token",
        ),
    ];
    for (method, expected) in cases {
        let errors = refusals(with_init(&method));
        assert!(errors.len() == 1 && errors[0].starts_with(expected), "{method}: {errors:?}");
    }
}

#[test]
fn the_arguments_name_the_error_enum_once() {
    for bad in ["", "events = []", "error = A, error = B", "error = A, other = B", "error A"] {
        assert!(syn::parse_str::<Arguments>(bad).is_err(), "{bad}");
    }
    let good: Arguments = parse_quote!(error = a::E, events = [A, b::C,],);
    assert_eq!(good.events.len(), 2);
    assert_eq!(good.error.to_token_stream().to_string(), "a :: E");
}
