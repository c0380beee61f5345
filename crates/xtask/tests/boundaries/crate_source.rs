//! The modules of one crate: what each defines, imports and mentions, read from its files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Attribute, File, Item, ItemUse, Meta, UseTree, Visibility};

/// The place of a module below the crate's root: `["text", "align"]`.
pub(crate) type ModulePath = Vec<String>;

/// A crate, read from the file of its root. What is compiled for tests only is left out.
pub(crate) struct CrateSource {
    modules: BTreeMap<ModulePath, Module>,
}

/// One module.
#[derive(Debug, Default)]
pub(crate) struct Module {
    /// Where it stands. A module that is written inside another has that one's file.
    pub(crate) file: PathBuf,
    /// What is defined in it, by name.
    pub(crate) definitions: Vec<String>,
    /// Its `use` declarations, one for each name.
    pub(crate) imports: Vec<Import>,
    /// The paths that its code mentions.
    pub(crate) mentions: Vec<Mention>,
}

/// A name that a `use` declaration brings into a module.
#[derive(Debug)]
pub(crate) struct Import {
    /// The name in this module; `None` for a glob.
    pub(crate) name: Option<String>,
    /// Where it comes from, as written.
    pub(crate) path: Vec<String>,
    /// Whether the name is handed on to other modules, which by itself uses nothing.
    pub(crate) is_reexport: bool,
}

/// A path in a module's code.
#[derive(Debug)]
pub(crate) struct Mention {
    /// As written.
    pub(crate) path: Vec<String>,
}

impl CrateSource {
    /// Reads the crate with that root file.
    pub(crate) fn read(root: &Path) -> Self {
        let mut source = Self {
            modules: BTreeMap::new(),
        };
        let folder = root.parent().expect("a file stands in a folder");
        source.read_file(root, folder, Vec::new());
        source
    }

    /// All modules.
    pub(crate) fn modules(&self) -> impl Iterator<Item = &Module> {
        self.modules.values()
    }

    /// All modules with their places.
    pub(crate) fn by_path(&self) -> impl Iterator<Item = (&ModulePath, &Module)> {
        self.modules.iter()
    }

    /// The module at that place.
    pub(crate) fn get(&self, path: &[String]) -> Option<&Module> {
        self.modules.get(path)
    }

    /// Reads a file as the module `path`; the files of its submodules stand in `folder`.
    fn read_file(&mut self, file: &Path, folder: &Path, path: ModulePath) {
        let text = std::fs::read_to_string(file)
            .unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let File { items, .. } =
            syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        self.read_items(&items, file, folder, path);
    }

    fn read_items(&mut self, items: &[Item], file: &Path, folder: &Path, path: ModulePath) {
        let mut module = Module {
            file: file.to_path_buf(),
            ..Module::default()
        };
        for item in items.iter().filter(|item| !is_for_tests(attributes(item))) {
            match item {
                Item::Mod(inner) => {
                    let name = inner.ident.to_string();
                    let mut inner_path = path.clone();
                    inner_path.push(name.clone());
                    let inner_folder = folder.join(&name);
                    if let Some((_, items)) = &inner.content {
                        self.read_items(items, file, &inner_folder, inner_path);
                    } else {
                        let beside = folder.join(format!("{name}.rs"));
                        let below = inner_folder.join("mod.rs");
                        let inner_file = if beside.exists() { beside } else { below };
                        self.read_file(&inner_file, &inner_folder, inner_path);
                    }
                }
                Item::Use(declaration) => module.import(declaration),
                item => {
                    module.definitions.extend(defined_name(item));
                    Mentions(&mut module.mentions).visit_item(item);
                }
            }
        }
        self.modules.insert(path, module);
    }
}

impl Module {
    /// The paths that lead out of the crate, as written after resolving what a `use` brought in; those within it are among
    /// them too.
    pub(crate) fn external_paths(&self) -> Vec<String> {
        let imports = self.imports.iter().map(|import| import.path.clone());
        let mentions = self.mentions.iter().map(|mention| {
            let first = mention.path.first();
            let named = self
                .imports
                .iter()
                .find(|import| import.name.as_ref() == first);
            let rest = mention.path.iter().skip(1).cloned();
            match named {
                Some(import) => import.path.iter().cloned().chain(rest).collect(),
                None => mention.path.clone(),
            }
        });
        imports
            .chain(mentions)
            .map(|path: Vec<String>| path.join("::"))
            .collect()
    }

    fn import(&mut self, declaration: &ItemUse) {
        let is_reexport = !matches!(declaration.vis, Visibility::Inherited);
        let mut paths = Vec::new();
        flatten(&declaration.tree, &mut Vec::new(), &mut paths);
        self.imports
            .extend(paths.into_iter().map(|(name, path)| Import {
                name,
                path,
                is_reexport,
            }));
    }
}

/// The names of a `use` tree with their whole paths.
fn flatten(
    tree: &UseTree,
    prefix: &mut Vec<String>,
    into: &mut Vec<(Option<String>, Vec<String>)>,
) {
    match tree {
        UseTree::Path(path) => {
            prefix.push(path.ident.to_string());
            flatten(&path.tree, prefix, into);
            prefix.pop();
        }
        UseTree::Name(name) => add(&name.ident.to_string(), None, prefix, into),
        UseTree::Rename(rename) => {
            let name = rename.rename.to_string();
            add(&rename.ident.to_string(), Some(name), prefix, into);
        }
        UseTree::Glob(_) => into.push((None, prefix.clone())),
        UseTree::Group(group) => {
            for tree in &group.items {
                flatten(tree, prefix, into);
            }
        }
    }
}

/// One name of a `use` tree; `self` stands for the path before it.
fn add(
    ident: &str,
    rename: Option<String>,
    prefix: &[String],
    into: &mut Vec<(Option<String>, Vec<String>)>,
) {
    let mut path = prefix.to_vec();
    if ident != "self" || path.is_empty() {
        path.push(ident.to_owned());
    }
    let name = rename.or_else(|| path.last().cloned());
    into.push((name, path));
}

/// Collects the paths in code, those in the arguments of macros included.
struct Mentions<'a>(&'a mut Vec<Mention>);

impl<'ast> Visit<'ast> for Mentions<'_> {
    fn visit_path(&mut self, path: &'ast syn::Path) {
        let path_of = path
            .segments
            .iter()
            .map(|segment| segment.ident.to_string());
        self.0.push(Mention {
            path: path_of.collect(),
        });
        visit::visit_path(self, path);
    }

    fn visit_item_use(&mut self, declaration: &'ast ItemUse) {
        // A `use` inside a function.
        let mut paths = Vec::new();
        flatten(&declaration.tree, &mut Vec::new(), &mut paths);
        self.0
            .extend(paths.into_iter().map(|(_, path)| Mention { path }));
    }

    fn visit_item(&mut self, item: &'ast Item) {
        if !is_for_tests(attributes(item)) {
            visit::visit_item(self, item);
        }
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        visit::visit_macro(self, call);
        paths_in_tokens(call.tokens.clone(), self.0);
    }
}

/// The paths in the arguments of a macro: names joined by `::`, and single names that begin with a capital letter. Other
/// single names are variables and fields more often than anything else.
fn paths_in_tokens(tokens: TokenStream, into: &mut Vec<Mention>) {
    let mut path: Vec<String> = Vec::new();
    let mut colons = 0;
    let mut finish = |path: &mut Vec<String>| {
        let path = std::mem::take(path);
        let is_name = path
            .first()
            .is_some_and(|name| name.starts_with(char::is_uppercase));
        if path.len() > 1 || is_name {
            into.push(Mention { path });
        }
    };
    let mut groups = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => {
                if colons != 2 {
                    finish(&mut path);
                }
                path.push(ident.to_string());
                colons = 0;
            }
            TokenTree::Punct(punct) if punct.as_char() == ':' && !path.is_empty() => colons += 1,
            TokenTree::Group(group) => {
                finish(&mut path);
                colons = 0;
                groups.push(group.stream());
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => {
                finish(&mut path);
                colons = 0;
            }
        }
    }
    finish(&mut path);
    for group in groups {
        paths_in_tokens(group, into);
    }
}

fn defined_name(item: &Item) -> Option<String> {
    let ident = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::TraitAlias(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Union(item) => &item.ident,
        _ => return None,
    };
    Some(ident.to_string())
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

/// Whether an item is compiled for tests only.
fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        Meta::List(list) => list.path.is_ident("cfg") && list.tokens.to_string() == "test",
        _ => false,
    })
}
