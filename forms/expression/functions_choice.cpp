#include <array>
#include <charconv>
#include <cmath>

#include "forms/expression/convert.hpp"
#include "forms/expression/evaluation.hpp"

namespace ecoute::forms::expression {
namespace {

/// selected(list, choice): the choice is one of the words of the list. Nothing is selected in nothing.
Value selected(Arguments& a) {
    const auto list = a.text(0), choice = a.text(1);
    const auto wanted = trimmed(choice);
    if (wanted.empty()) return trimmed(list).empty();
    std::string_view rest = list;
    while (true) {
        const auto start = rest.find_first_not_of(blanks);
        if (start == std::string_view::npos) return false;
        rest.remove_prefix(start);
        const auto end = std::min(rest.find_first_of(blanks), rest.size());
        if (rest.substr(0, end) == wanted) return true;
        rest.remove_prefix(end);
    }
}

Value count_selected(Arguments& a) { return static_cast<double>(words(a.text(0)).size()); }

/// selected-at(list, i): the word at place i, counted from 0; "" beyond.
Value selected_at(Arguments& a) {
    const auto list = a.text(0);
    const auto found = words(list);
    const double index = std::trunc(a.number(1));
    if (!(index >= 0 && index < static_cast<double>(found.size()))) return std::string();
    return std::string(found[static_cast<std::size_t>(index)]);
}

/// jr:choice-name(choice, '${question}'): its label in the language in use.
Value choice_name(Arguments& a) {
    const auto* record = a.context().record;
    const Branch& named = a.branch(1);
    if (record == nullptr || named.op != Op::reference) return std::string();
    const auto choice = a.text(0);
    return record->choice_label(a.evaluation().tree().references[named.index].question, trimmed(choice));
}

/// pulldata(list, column, key column, key): the cell of the first row whose key column holds the key.
Value pulldata(Arguments& a) {
    const auto* record = a.context().record;
    if (record == nullptr) return std::string();
    const auto list = a.text(0), column = a.text(1), key_column = a.text(2), key = a.text(3);
    const auto rows = record->row_count(list).value_or(0);
    for (std::uint32_t row = 0; row < rows && a.evaluation().spend(); ++row)
        if (record->cell(list, row, key_column) == key) return record->cell(list, row, column).value_or("");
    return std::string();
}

/// jr:itext('lieux-3'): the label of a choice by the id that its column itextId gives, the list's name and the choice's
/// place from 0; "" for what is none.
Value itext(Arguments& a) {
    const auto* record = a.context().record;
    const auto id = a.text(0);
    const auto place = text_id(id);
    if (record == nullptr || !place) return std::string();
    return record->cell(place->list, place->row, "label").value_or("");
}

Value last_saved(Arguments& a) {
    const auto* record = a.context().record;
    return record == nullptr ? Value(std::string()) : record->last_saved(a.text(0));
}

/// property(name): what the device tells of itself.
Value property(Arguments& a) {
    const auto* record = a.context().record;
    return record == nullptr ? std::string() : record->property(a.text(0));
}

Value version(Arguments& a) { return a.context().record == nullptr ? std::string() : a.context().record->version(); }

constexpr std::array table{
    Function{"selected", 2, 2, Gives::boolean, selected},
    Function{"count-selected", 1, 1, Gives::number, count_selected},
    Function{"selected-at", 2, 2, Gives::text, selected_at},
    Function{"jr:choice-name", 2, 2, Gives::text, choice_name, Wants::choice_reference},
    Function{"pulldata", 4, 4, Gives::text, pulldata, Wants::list, Browser::more},
    Function{last_saved_name, 1, 1, Gives::text, last_saved, Wants::values, Browser::more},
    Function{"jr:itext", 1, 1, Gives::text, itext, Wants::text_id, Browser::more},
    Function{"property", 1, 1, Gives::text, property, Wants::values, Browser::more},
    Function{"version", 0, 0, Gives::text, version, Wants::values, Browser::more},
};

}  // namespace

std::optional<TextId> text_id(std::string_view id) noexcept {
    const auto dash = id.rfind('-');
    if (dash == std::string_view::npos || dash == 0) return std::nullopt;
    TextId place{id.substr(0, dash), 0};
    const auto digits = id.substr(dash + 1);
    const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), place.row);
    if (digits.empty() || failed != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    return place;
}

std::span<const Function> choice_functions() noexcept { return table; }

}  // namespace ecoute::forms::expression
