#pragma once
#include <string>
#include <string_view>

namespace ecoute::forms::xlsform {

/// An expression as it was meant: outside of its literals, blanks that spreadsheets and keyboards put in (no-break,
/// narrow, thin) are plain ones, and typographic quotes are straight. What stands inside a literal is the author's.
std::string straightened(std::string_view expression);

}  // namespace ecoute::forms::xlsform
