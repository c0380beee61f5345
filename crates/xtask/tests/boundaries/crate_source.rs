//! Parses a crate: what each of its modules defines, imports and mentions.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Attribute, File, Item, ItemUse, Meta, UseTree, Visibility};

/// The path of a module below the crate root: `["text", "align"]`.
pub(crate) type ModulePath = Vec<String>;

/// A crate, parsed from its root file. Code for tests only is left out.
pub(crate) struct CrateSource {
    modules: BTreeMap<ModulePath, Module>,
}

/// A module.
#[derive(Debug, Default)]
pub(crate) struct Module {
    /// The file that contains it. An inline module has the file of its parent.
    pub(crate) file: PathBuf,
    /// The names that it defines.
    pub(crate) definitions: Vec<String>,
    /// The names that its `use` declarations import.
    pub(crate) imports: Vec<Import>,
    /// The paths in its code.
    pub(crate) mentions: Vec<Mention>,
}

/// A name that a `use` declaration imports.
#[derive(Debug)]
pub(crate) struct Import {
    /// The name in this module; `None` for a glob.
    pub(crate) name: Option<String>,
    /// The imported path, as written.
    pub(crate) path: Vec<String>,
    /// Whether the declaration is public. A re-export is not a use of the item.
    pub(crate) is_reexport: bool,
}

/// A path in a module's code.
#[derive(Debug)]
pub(crate) struct Mention {
    /// As written.
    pub(crate) path: Vec<String>,
}

impl CrateSource {
    /// Parses the crate with that root file.
    pub(crate) fn read(root: &Path) -> Self {
        let mut source = Self {
            modules: BTreeMap::new(),
        };
        let folder = root.parent().expect("a file stands in a folder");
        source.read_file(root, folder, Vec::new());
        source
    }

    /// Returns all modules.
    pub(crate) fn modules(&self) -> impl Iterator<Item = &Module> {
        self.modules.values()
    }

    /// Returns all modules with their paths.
    pub(crate) fn by_path(&self) -> impl Iterator<Item = (&ModulePath, &Module)> {
        self.modules.iter()
    }

    /// Returns the module with that path.
    pub(crate) fn get(&self, path: &[String]) -> Option<&Module> {
        self.modules.get(path)
    }

    /// Parses a file as the module `path`; the files of its submodules are in `folder`.
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
    /// Returns all paths of the module, with the first segment replaced by its import. Paths within the crate are
    /// included.
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

/// Expands a `use` tree into names and their full paths.
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

/// Adds one name of a `use` tree; `self` stands for the path before it.
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

/// Collects the paths in code, including those in the arguments of macros.
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

/// Collects the paths in the arguments of a macro: names joined by `::`, and single names that begin with an upper-case
/// letter. Other single names are mostly variables and fields.
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

/// Returns whether an item is compiled for tests only.
fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        Meta::List(list) => list.path.is_ident("cfg") && list.tokens.to_string() == "test",
        _ => false,
    })
}
