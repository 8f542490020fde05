#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "forms/expression/expression.hpp"

namespace ecoute::forms::expression {

class Arguments;  // in evaluation.hpp

/// What a function gives, as `ecoute form eval` names it. `same`: what one of its arguments is.
enum class Gives : std::uint8_t { text, number, boolean, date, date_time, nodes, same };

/// What the checker sees to in the arguments, beyond their number.
enum class Wants : std::uint8_t {
    values,            ///< anything
    node,              ///< the first argument is a path or ${} (position)
    repeats,           ///< the same, then pairs of a repeat and an index (indexed-repeat)
    choice_reference,  ///< the second is a reference, as '${q}' or ${q} (jr:choice-name)
    pattern,           ///< the second is a regular expression (regex)
    list,              ///< the first is the name of a list, as a text (instance, pulldata)
    text_id,           ///< the first, when it is written out, is the id of a choice's label (jr:itext)
};

/// Which module of the browser has the function: expression.js, or expression_more.js, which only pages that need it
/// load.
enum class Browser : std::uint8_t { core, more };

inline constexpr std::uint8_t no_limit = 255;

/// One row of a family's table. A body reads the arguments that it needs, when it needs them.
struct Function {
    std::string_view name;
    std::uint8_t least, most;  ///< arguments; no_limit: as many as one likes
    Gives gives;
    Value (*body)(Arguments&);
    Wants wants = Wants::values;
    Browser browser = Browser::core;
};

/// Tables, one a file: functions_logic.cpp and so on.
std::span<const Function> logic_functions() noexcept;
std::span<const Function> text_functions() noexcept;
std::span<const Function> number_functions() noexcept;
std::span<const Function> date_functions() noexcept;
std::span<const Function> choice_functions() noexcept;
std::span<const Function> set_functions() noexcept;
std::span<const Function> chance_functions() noexcept;
std::span<const Function> geo_functions() noexcept;
std::span<const Function> code_functions() noexcept;

/// The id of a choice's label, "lieux-3" for the fourth of lieux; nullopt for a text that is no such id.
struct TextId {
    std::string_view list;
    std::uint32_t row = 0;
};
std::optional<TextId> text_id(std::string_view id) noexcept;
inline constexpr std::string_view text_id_column = "itextId";  ///< the column that every list has it in

/// What `${last-saved#name}` compiles to, a function of the name. No expression can call it: "#" is in no word.
inline constexpr std::string_view last_saved_name = "last-saved#";

/// nullptr when there is none of that name.
const Function* find_function(std::string_view name) noexcept;

/// Every name, for suggestions and tests.
std::vector<std::string_view> function_names();

/// The name nearest to a misspelled one, when it is near enough to be what was meant: at most a third of its letters
/// differ.
std::optional<std::string_view> nearest(std::string_view name, std::span<const std::string_view> names);

}  // namespace ecoute::forms::expression
