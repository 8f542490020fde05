#pragma once
#include <set>
#include <string>
#include <string_view>

namespace ecoute::server {

using Names = std::set<std::string, std::less<>>;

/// The part of a plain ES module that a page needs: what is exported where it is declared, every declaration reached
/// from there by name, and in `tables` only the rows whose key is in `keys`. Comments, imports, lists of exports
/// ("export {") and indentation go, so that modules may stand one after the other.
///
/// Understands modules formatted as ours are: a declaration begins at the start of a line (const, let, function, class,
/// export), rows of a table two spaces in, comments on lines of their own. A name that is only written after a dot or
/// before a colon is no reference; any other is, also by accident: what is kept may be too much, never too little.
std::string module_part(std::string_view module, const Names& tables, const Names& keys);

}  // namespace ecoute::server
