#include "analysis/axis.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "analysis/declared_bands.hpp"
#include "forms/whole_numbers.hpp"

namespace ecoute::analysis {
namespace {

using forms::QuestionType;

std::string plain(double number) {
    char text[32];
    const auto end = std::to_chars(text, text + sizeof text, number).ptr;
    return {text, end};
}

Category band(double from, std::optional<double> next, bool whole, const std::string& language) {
    Category category;
    category.from = from;
    category.whole = whole;
    if (next) category.to = whole ? *next - 1 : *next;
    category.name = !next                  ? plain(from) + "+"
                    : *category.to == from ? plain(from)
                                           : plain(from) + "-" + plain(*category.to);
    category.label.emplace(language, category.name);
    return category;
}

/// The steps of a short range: 0, 1 ... 10.
std::vector<double> steps_of(const forms::Question& question) {
    std::vector<double> steps;
    if (question.type != QuestionType::range || !(question.range_step > 0)) return steps;
    const double count = std::floor((question.range_end - question.range_start) / question.range_step + 1e-9) + 1;
    if (!(count >= 2 && count <= double(most_steps))) return steps;
    for (int i = 0; i < int(count); ++i) steps.push_back(question.range_start + i * question.range_step);
    return steps;
}

/// Lower bounds of categories, and one bound over which there is none. A step counts as hit from a billionth below it:
/// 0.1 + 0.2 is the step 0.3.
std::vector<double> bounds_of(const forms::Form& form, std::uint32_t index) {
    const auto& question = form.questions[index];
    auto bounds = lower_bounds(form, index);
    if (bounds.empty()) {
        bounds = steps_of(question);
        for (double& bound : bounds) bound -= 1e-9 * std::max(1.0, std::fabs(bound));
        return bounds;
    }
    if (index == form.breakdowns.age && bounds.back() <= oldest_plausible_age)
        bounds.push_back(oldest_plausible_age + 1);
    return bounds;
}

int missing_meaning(forms::State state) noexcept {
    switch (state) {
        case forms::State::not_asked:
            return meaning_not_asked;
        case forms::State::refused:
            return meaning_refused;
        default:
            return meaning_no_answer;
    }
}

/// How many bounds each whole number from -1 up reaches: one look-up instead of a comparison with each bound. Empty
/// when a bound is no whole number, or too large for a table.
std::vector<std::uint16_t> reached_by_whole_number(const std::vector<double>& bounds) {
    constexpr double largest = 1000;
    for (const double bound : bounds)
        if (!(bound >= 0 && bound <= largest && bound == std::floor(bound))) return {};
    std::vector<std::uint16_t> reached;
    for (double number = -1; !bounds.empty() && number <= bounds.back(); ++number)
        reached.push_back(static_cast<std::uint16_t>(
            std::count_if(bounds.begin(), bounds.end(), [&](double bound) { return number >= bound; })));
    return reached;
}

Axis number_axis(const forms::Form& form, const forms::Columns& columns, std::uint32_t index) {
    Axis axis;
    axis.bounds = bounds_of(form, index);
    for (const auto state : {forms::State::not_asked, forms::State::no_answer, forms::State::refused})
        axis.meanings.push_back(missing_meaning(state));
    axis.meanings.push_back(meaning_outside);
    const int categories = static_cast<int>(bands_of(form, index).size());
    for (int i = 0; i < static_cast<int>(axis.bounds.size()); ++i)
        axis.meanings.push_back(i < categories ? i : meaning_outside);
    axis.by_whole_number = reached_by_whole_number(axis.bounds);
    const auto& column = columns.by_question[index];
    if (column.numbers.size() != columns.people || column.states.size() != columns.people) return axis;
    axis.numbers = column.numbers;
    axis.states = column.states;
    return axis;
}

Axis choice_axis(const forms::Form& form, const forms::Columns& columns, std::uint32_t index) {
    Axis axis;
    axis.meanings = {meaning_refused, meaning_no_answer, meaning_not_asked};
    axis.not_asked_at = 2;
    const auto& question = form.questions[index];
    if (question.type == QuestionType::acknowledge)
        axis.meanings.push_back(0);
    else if (question.list != forms::none) {
        int category = 0;
        for (const auto& choice : form.list_of(index).choices)
            axis.meanings.push_back(choice.refusal ? meaning_refused : category++);
    }
    axis.meanings.push_back(meaning_no_answer);  // a code that is no choice of this form
    const auto& column = columns.by_question[index];
    if (column.codes.size() == columns.people) axis.codes = &column.codes;
    return axis;
}

}  // namespace

std::vector<Category> bands_of(const forms::Form& form, std::uint32_t index) {
    const auto& question = form.questions[index];
    std::vector<Category> bands;
    if (!forms::holds_number(question)) return bands;
    const bool whole = forms::holds_whole_number(form, index);
    const auto bounds = lower_bounds(form, index);
    for (std::size_t i = 0; i < bounds.size(); ++i) {
        std::optional<double> next;
        if (i + 1 < bounds.size()) next = bounds[i + 1];
        bands.push_back(band(bounds[i], next, whole, form.default_language));
    }
    if (!bands.empty()) return bands;
    for (const double step : steps_of(question)) {
        Category category;
        category.from = category.to = std::round(step * 1e6) / 1e6;
        category.whole = true;
        category.name = plain(*category.from);
        category.label.emplace(form.default_language, category.name);
        bands.push_back(std::move(category));
    }
    return bands;
}

std::vector<int> categories_of_choices(const forms::Form& form, std::uint32_t question) {
    std::vector<int> categories;
    int next = 0;
    for (const auto& choice : form.list_of(question).choices) categories.push_back(choice.refusal ? meaning_refused : next++);
    return categories;
}

Variable variable_of(const forms::Form& form, std::uint32_t index) {
    const auto& question = form.questions[index];
    Variable variable{question.name, question.name, "", question.label, bands_of(form, index)};
    if (index == form.breakdowns.quartier) variable.role = "quartier";
    if (index == form.breakdowns.age) variable.role = "age";
    if (index == form.breakdowns.gender) variable.role = "gender";
    if (question.type == QuestionType::acknowledge) variable.categories.push_back({"OK", question.label, "", {}, {}});
    if (question.list == forms::none || forms::holds_number(question)) return variable;
    for (const auto& choice : form.list_of(index).choices) {
        if (choice.refusal) continue;
        const auto kind = choice.columns.find("kind");
        variable.categories.push_back(
            {choice.name, choice.label, kind == choice.columns.end() ? "" : kind->second, {}, {}});
        variable.categories.back().score = choice.score;
    }
    return variable;
}

Axis axis_of(const forms::Form& form, const forms::Columns& columns, std::uint32_t question) {
    return forms::holds_number(form.questions[question]) ? number_axis(form, columns, question)
                                                         : choice_axis(form, columns, question);
}

namespace {

void positions_of_codes(const Axis& axis, std::size_t first, std::span<std::uint16_t> positions) noexcept {
    axis.codes->visit([&](auto codes) {
        for_each_position(axis, codes, first, positions.size(), [&](std::size_t i, auto position) { positions[i] = position; });
    });
}

/// NaN, which is no answer, reaches no bound in either way.
void positions_of_numbers(const Axis& axis, std::size_t first, std::span<std::uint16_t> positions) noexcept {
    const auto* numbers = axis.numbers.data() + first;
    for (std::size_t i = 0; i < positions.size(); ++i)
        positions[i] = static_cast<std::uint16_t>(axis.states[first + i]);
    if (!axis.by_whole_number.empty()) {
        const double largest = axis.bounds.back();
        for (std::size_t i = 0; i < positions.size(); ++i) {
            const double from = numbers[i] > -1 ? numbers[i] : -1;
            const auto whole = static_cast<std::size_t>(static_cast<int>((from < largest ? from : largest) + 1));
            positions[i] = static_cast<std::uint16_t>(positions[i] + axis.by_whole_number[whole]);
        }
        return;
    }
    for (const double bound : axis.bounds)
        for (std::size_t i = 0; i < positions.size(); ++i)
            positions[i] = static_cast<std::uint16_t>(positions[i] + (numbers[i] >= bound));
}

}  // namespace

void positions_of(const Axis& axis, std::size_t first, std::span<std::uint16_t> positions) noexcept {
    if (axis.codes)
        positions_of_codes(axis, first, positions);
    else if (!axis.numbers.empty())
        positions_of_numbers(axis, first, positions);
    else
        std::fill(positions.begin(), positions.end(), axis.not_asked_at);
}

std::vector<int> meanings_of(const forms::Columns& columns, const Axis& axis) {
    std::vector<int> meanings(columns.people);
    std::vector<std::uint16_t> positions(block_rows);
    for (std::size_t first = 0; first < meanings.size(); first += block_rows) {
        const std::size_t rows = std::min(block_rows, meanings.size() - first);
        positions_of(axis, first, {positions.data(), rows});
        for (std::size_t i = 0; i < rows; ++i) meanings[first + i] = axis.meanings[positions[i]];
    }
    return meanings;
}

}  // namespace ecoute::analysis
