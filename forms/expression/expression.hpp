#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "forms/clock.hpp"
#include "forms/problem.hpp"

namespace ecoute::forms::expression {

/// Where a value of the record stands: the question and, inside repeats, the index of each enclosing instance
/// (0-based, outermost first).
struct Node {
    std::uint32_t question = 0;
    std::vector<std::uint32_t> instances;
    friend bool operator==(const Node&, const Node&) = default;
};

using NodeSet = std::vector<Node>;

/// LANGUAGE.md section 5. Dates are strings with numeric coercion, as in browsers.
using Value = std::variant<std::string, double, bool, NodeSet>;

/// What a name stands for when an expression is compiled.
enum class Type : std::uint8_t {
    text,
    number,
    boolean,
    date,
    date_time,
    time,
    select_one,
    select_multiple,
    rank,
    group,
    repeat
};

/// Stands for "no question": the parent of what lies outside every group.
inline constexpr std::uint32_t no_question = 0xFFFFFFFF;

struct Symbol {
    std::uint32_t question = 0;
    Type type = Type::text;
    std::vector<std::uint32_t> repeats;  ///< enclosing repeats, outermost first; a repeat does not enclose itself
    std::uint32_t parent = no_question;  ///< enclosing group or repeat, for relative paths ("../x")
};

/// The names an expression may use.
class Scope {
public:
    virtual ~Scope() = default;
    virtual std::optional<Symbol> find(std::string_view name) const = 0;
    virtual std::string_view name(std::uint32_t question) const = 0;
    /// Every name, among which the nearest to a misspelled one is looked for. May be empty: nothing is suggested then.
    virtual std::vector<std::string_view> names() const { return {}; }
    /// Whether instance() and pulldata() may read a list of that name; where lists are not known beforehand, any.
    virtual bool has_list(std::string_view) const { return true; }
    /// Every such list, for suggestions.
    virtual std::vector<std::string_view> lists() const { return {}; }
};

/// What evaluation reads. Irrelevant and refused answers read as blank ("").
class Record {
public:
    virtual ~Record() = default;
    /// string, number or boolean; "" when blank. select_multiple and rank: names joined by one space.
    virtual Value value(const Node& node) const = 0;
    /// Every relevant instance of a question below `within` (indexes of the outer repeats already fixed), in document
    /// order. A question outside repeats has one node or, when it is not relevant, none. A node of a repeat has one
    /// index more than its enclosing repeats: its own.
    virtual NodeSet nodes(std::uint32_t question, std::span<const std::uint32_t> within) const = 0;
    /// Label of a choice of a question in the language in use; "" when there is no such choice.
    virtual std::string choice_label(std::uint32_t question, std::string_view choice) const = 0;
    /// A column of a choice list or attached table: instance('list')/root/item[...]/col and pulldata().
    /// Rows are indexes; nullopt when list or column is not there.
    virtual std::optional<std::uint32_t> row_count(std::string_view list) const = 0;
    virtual std::optional<std::string> cell(std::string_view list, std::uint32_t row,
                                            std::string_view column) const = 0;
    /// What `${last-saved#name}` reads: the answer in the response that this device saved last; "" when there is none,
    /// as on the server.
    virtual Value last_saved(std::string_view) const { return std::string(); }
    /// property('deviceid'): what the device tells of itself; "" for what it doesn't.
    virtual std::string property(std::string_view) const { return {}; }
    /// version(): that of the questionnaire.
    virtual std::string version() const { return {}; }
};

/// Where random(), uuid() and randomize() without a seed take their numbers.
class Chance {
public:
    virtual ~Chance() = default;
    /// 64 bits, each equally likely to be set.
    virtual std::uint64_t next() = 0;
};

/// What is around the evaluation of one expression.
struct Context {
    const Record* record = nullptr;
    const Clock* clock = nullptr;
    std::optional<Node> current;           ///< the question that carries the expression: "." and relative names
    std::optional<std::string> candidate;  ///< value of "." in a constraint, when not yet in the record
    std::string_view choice_list;          ///< list and row whose columns bare names read in a choice_filter
    std::optional<std::uint32_t> choice_row;
    std::string_view language;  ///< for names of months and choice labels
    Chance* chance = nullptr;   ///< none: the machine's own generator, one a thread
};

struct Tree;  // in tree.hpp, for the few who walk it

/// A checked expression: immutable, cheap to copy, evaluated any number of times from any thread.
class Expression {
public:
    Expression() = default;  ///< empty: evaluates to ""
    explicit Expression(std::shared_ptr<const Tree> tree, std::vector<std::uint32_t> depends_on, std::string text);

    /// Never throws: type failures are NaN, "" or false (LANGUAGE.md 4.6).
    Value evaluate(const Context& context) const;
    bool test(const Context& context) const;           ///< boolean(evaluate)
    double number(const Context& context) const;       ///< number(evaluate)
    std::string string(const Context& context) const;  ///< string(evaluate), NaN as ""

    /// Questions it reads, ascending, without repetition.
    std::span<const std::uint32_t> depends_on() const noexcept { return depends_on_; }
    const std::string& text() const noexcept { return text_; }
    bool empty() const noexcept { return !tree_; }
    const Tree* tree() const noexcept { return tree_.get(); }

    /// The tree that the browser evaluates; its shape is written down in forms/DESIGN.md.
    nlohmann::json to_json() const;
    /// True when the browser needs expression_more.js besides expression.js for it.
    bool needs_more_in_browser() const noexcept;

private:
    std::shared_ptr<const Tree> tree_;
    std::vector<std::uint32_t> depends_on_;
    std::string text_;
};

/// Longest expression text accepted, in bytes, and deepest nesting: more is no longer written by a person.
inline constexpr std::size_t longest_expression_bytes = 32 * 1024;
inline constexpr int deepest_expression = 200;

/// Lexes, parses and checks. `self` is the question that carries the expression, when there is one.
/// `columns`, for a choice_filter: the names of columns that a bare name may read; an empty list when the choice list
/// is not known yet, so that any name will do; nullptr elsewhere, where a bare name is a mistake. Refuses with
/// expression_syntax, _function_unknown, _arity, _name_unknown, _too_long, and form_list_unknown for a list that is not
/// there; facts: "offset" (bytes from the start),
/// "value" (the text at fault), "known" (a near name, when there is one); expression_arity besides "given", "least" and
/// "most" (left out when there is no upper limit). A text of blanks compiles to the empty expression.
Result<Expression> compile(std::string_view text, const Scope& scope, std::optional<std::uint32_t> self = std::nullopt,
                           const std::vector<std::string>* columns = nullptr);

/// Conversions of LANGUAGE.md section 5, for callers that hold a Value.
double to_number(const Value& value, const Context& context);
std::string to_string(const Value& value, const Context& context);
bool to_boolean(const Value& value, const Context& context);
/// Number to text: NaN "NaN", no exponent, shortest decimal that reads back.
std::string number_text(double number);

}  // namespace ecoute::forms::expression
