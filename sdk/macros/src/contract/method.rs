//! One method of a contract.

use crate::{
    describe::{name_of, refuse_generics, refuse_reference},
    docs::summary,
};
use quote::ToTokens;
use syn::{
    Attribute, Error, FnArg, GenericArgument, Ident, ImplItemFn, Pat, Path, PathArguments, Result,
    ReturnType, Token, Type, ext::IdentExt, punctuated::Punctuated,
};

/// Longest method name: `sandpact_abi::limits::METHOD_NAME_LEN_BYTES_MAX`. A
/// unit test of the SDK holds the two together.
const NAME_LEN_BYTES_MAX: usize = 64;

/// Most arguments: SCALE tuples have at most 18 parts; 12 is plenty.
const ARGUMENTS_MAX: usize = 12;

/// How a method may be called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// By the deploying call.
    Init,
    /// `&mut self`.
    Write,
    /// `&self`.
    Read,
    /// By an upgrade.
    Migrate,
}

/// A public method.
pub struct Method {
    pub ident: Ident,
    /// The name without `r#`.
    pub name: String,
    pub docs: String,
    pub kind: Kind,
    /// Marked `#[reentrant]`.
    pub is_reentrant: bool,
    pub arguments: Vec<(Ident, Type)>,
    /// `T` of `Result<T, Error>`.
    pub returns: Type,
    /// Who may call it.
    pub guard: Guard,
}

/// What `#[only]` says.
pub enum Guard {
    /// There is none.
    Open,
    /// `#[only(field)]`: the field of type `Owner`.
    Owner(Ident),
    /// `#[only(Role::A, Role::B)]`: the enum and its variants.
    Roles(Path, Vec<Ident>),
}

impl Method {
    /// Reads a method and removes its helper attributes.
    pub fn take(function: &mut ImplItemFn) -> Result<Self> {
        let is_init = take_mark(&mut function.attrs, "init")?.is_some();
        let migrate = take_mark(&mut function.attrs, "migrate")?;
        let only = function.attrs.iter().find(|attribute| attribute.path().is_ident("only"));
        let only = only.cloned();
        let reentrant = take_mark(&mut function.attrs, "reentrant")?;
        let guard = take_only(&mut function.attrs)?;
        if let Some(mark) = reentrant.as_ref().filter(|_| is_init || migrate.is_some()) {
            return Err(Error::new_spanned(
                mark,
                "this method runs once and is never entered again",
            ));
        }
        let signature = &function.sig;
        refuse_generics(&signature.generics)?;
        let method = Self {
            name: checked_name(&signature.ident)?,
            ident: signature.ident.clone(),
            docs: summary(&function.attrs),
            kind: kind(function, is_init, migrate.as_ref())?,
            is_reentrant: reentrant.is_some(),
            arguments: arguments(function)?,
            returns: returns(function)?,
            guard,
        };
        if let (Some(only), Kind::Init | Kind::Migrate) = (only, method.kind) {
            return Err(Error::new_spanned(
                only,
                "nobody is known before the contract's first method ran; the ledger's rules say \
                 who deploys and upgrades",
            ));
        }
        Ok(method)
    }
}

/// Refuses the attributes of methods on a private function.
pub fn refuse_helpers(function: &ImplItemFn) -> Result<()> {
    let is_helper = |attribute: &&Attribute| {
        ["init", "migrate", "only", "reentrant"].iter().any(|name| attribute.path().is_ident(name))
    };
    match function.attrs.iter().find(is_helper) {
        Some(attribute) => {
            Err(Error::new_spanned(attribute, "only a `pub fn` is a method of the contract"))
        }
        None => Ok(()),
    }
}

fn take(attributes: &mut Vec<Attribute>, name: &str) -> Result<Option<Attribute>> {
    let position = attributes.iter().position(|attribute| attribute.path().is_ident(name));
    let taken = position.map(|position| attributes.remove(position));
    match attributes.iter().find(|attribute| attribute.path().is_ident(name)) {
        Some(second) => Err(Error::new_spanned(second, format!("#[{name}] twice"))),
        None => Ok(taken),
    }
}

/// An attribute that takes nothing.
fn take_mark(attributes: &mut Vec<Attribute>, name: &str) -> Result<Option<Attribute>> {
    let mark = take(attributes, name)?;
    if let Some(mark) = &mark {
        mark.meta.require_path_only()?;
    }
    Ok(mark)
}

/// `#[only(owner)]` or `#[only(Role::A, Role::B)]`.
fn take_only(attributes: &mut Vec<Attribute>) -> Result<Guard> {
    let Some(attribute) = take(attributes, "only")? else { return Ok(Guard::Open) };
    let named = attribute.parse_args_with(Punctuated::<Path, Token![,]>::parse_terminated)?;
    let Some(first) = named.first() else {
        return Err(Error::new_spanned(attribute, "#[only] names at least one role"));
    };
    if let (Some(field), 1) = (first.get_ident(), named.len()) {
        return Ok(Guard::Owner(field.clone()));
    }
    let (of, _) = role(first)?;
    let mut roles = Vec::new();
    for path in &named {
        let (same, name) = role(path)?;
        if !is_same(&same, &of) {
            return Err(Error::new_spanned(path, "the roles of #[only] are of one enum"));
        }
        roles.push(name);
    }
    Ok(Guard::Roles(of, roles))
}

/// Whether two paths are written alike.
fn is_same(a: &Path, b: &Path) -> bool {
    a.to_token_stream().to_string() == b.to_token_stream().to_string()
}

/// The enum and the variant of `Role::A`.
fn role(path: &Path) -> Result<(Path, Ident)> {
    let mut of = path.clone();
    let name = of.segments.pop().map(|last| last.into_value().ident);
    of.segments.pop_punct();
    match name {
        Some(name) if !of.segments.is_empty() => Ok((of, name)),
        _ => Err(Error::new_spanned(
            path,
            "expected roles such as `Role::Clerk`, or one field of type `Owner`",
        )),
    }
}

fn checked_name(ident: &Ident) -> Result<String> {
    let name = name_of(ident);
    if name.len() > NAME_LEN_BYTES_MAX || !name.is_ascii() {
        return Err(Error::new_spanned(
            ident,
            format!("a method name is at most {NAME_LEN_BYTES_MAX} ASCII characters"),
        ));
    }
    Ok(name)
}

fn kind(function: &ImplItemFn, is_init: bool, migrate: Option<&Attribute>) -> Result<Kind> {
    let receiver = match function.sig.inputs.first() {
        Some(FnArg::Receiver(receiver)) if receiver.reference.is_some() => receiver,
        _ => {
            return Err(Error::new_spanned(
                &function.sig,
                "a method takes &self (reads) or &mut self (writes)",
            ));
        }
    };
    let writes = receiver.mutability.is_some();
    if let Some(migrate) = migrate {
        return match (is_init, writes) {
            (true, _) => Err(Error::new_spanned(migrate, "#[init] and #[migrate] are two methods")),
            (false, true) => Ok(Kind::Migrate),
            (false, false) => {
                Err(Error::new_spanned(receiver, "the #[migrate] method takes &mut self"))
            }
        };
    }
    match (is_init, writes) {
        (true, true) => Ok(Kind::Init),
        (true, false) => Err(Error::new_spanned(receiver, "the #[init] method takes &mut self")),
        (false, true) => Ok(Kind::Write),
        (false, false) => Ok(Kind::Read),
    }
}

fn arguments(function: &ImplItemFn) -> Result<Vec<(Ident, Type)>> {
    let mut arguments = Vec::new();
    for argument in function.sig.inputs.iter().skip(1) {
        let FnArg::Typed(argument) = argument else { continue };
        let Pat::Ident(pattern) = &*argument.pat else {
            return Err(Error::new_spanned(&argument.pat, "an argument has a plain name"));
        };
        refuse_reference(&argument.ty)?;
        arguments.push((pattern.ident.unraw(), (*argument.ty).clone()));
    }
    if arguments.len() > ARGUMENTS_MAX {
        return Err(Error::new_spanned(
            &function.sig.inputs,
            format!("a method takes at most {ARGUMENTS_MAX} arguments; use a #[message] struct"),
        ));
    }
    Ok(arguments)
}

/// `T` of the return type `Result<T, Error>`; that `Error` is the contract's
/// is checked by the compiler where the method is called.
fn returns(function: &ImplItemFn) -> Result<Type> {
    let refused = || {
        let message =
            "a method returns Result<T, Error>, where Error is the contract's #[error] enum";
        match &function.sig.output {
            ReturnType::Default => Error::new_spanned(&function.sig, message),
            ReturnType::Type(_, ty) => Error::new_spanned(ty, message),
        }
    };
    let ReturnType::Type(_, ty) = &function.sig.output else { return Err(refused()) };
    let Type::Path(path) = &**ty else { return Err(refused()) };
    let last = path.path.segments.last().filter(|segment| segment.ident == "Result");
    let Some(PathArguments::AngleBracketed(arguments)) = last.map(|last| &last.arguments) else {
        return Err(refused());
    };
    match (arguments.args.len(), arguments.args.first()) {
        (2, Some(GenericArgument::Type(ty))) => Ok(ty.clone()),
        _ => Err(refused()),
    }
}
