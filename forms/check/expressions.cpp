#include <array>

#include "forms/check/traps.hpp"

namespace ecoute::forms::check {
namespace {

constexpr std::array members{
    Member{"relevant", &Question::relevant, true},
    Member{"required", &Question::required, true},
    Member{"constraint", &Question::constraint, true},
    Member{"calculation", &Question::calculation, false},
    Member{"read_only", &Question::read_only, true},
    Member{"choice_filter", &Question::choice_filter, true},
    Member{"repeat_count", &Question::repeat_count, false},
    Member{"default", &Question::default_value, false},
};

/// Walks an expression; recursion is safe, since no expression is deeper than deepest_expression.
class Walk {
public:
    Walk(const Site& site, Findings& found) : site_(site), found_(found) {}

    void look(std::uint32_t index, const Spot* parent = nullptr, std::size_t position = 0) {
        const Spot spot{site_, site_.tree.branches[index], parent, position};
        for (const Trap& trap : traps())
            if (auto facts = trap.look(spot)) tell(trap.code, index, *std::move(facts));
        const auto children = site_.tree.children_of(spot.branch);
        for (std::size_t i = 0; i < children.size(); ++i) look(children[i], &spot, i);
    }

private:
    void tell(Code code, std::uint32_t index, Facts facts) {
        facts["offset"] = std::to_string(site_.tree.offsets[index]);
        const std::string pointer = site_.self().pointer + "/" + std::string(site_.member.name);
        found_.warning(code, site_.self().name, pointer, std::move(facts));
    }
    const Site& site_;
    Findings& found_;
};

/// Whether the repeat is there at all can't depend on what is asked in it.
void relevant_inside(const Form& form, std::uint32_t index, Findings& found) {
    const Question& repeat = form.questions[index];
    if (repeat.type != QuestionType::repeat) return;
    for (const auto read : repeat.relevant.depends_on())
        if (read > index && read < repeat.end)
            return found.warning(Code::check_relevant_inside, repeat.name, repeat.pointer + "/relevant",
                                 {{"value", form.questions[read].name}});
}

/// A number asked after the rows are filled takes rows away again, with their answers.
void counted_too_late(const Form& form, std::uint32_t index, Findings& found) {
    const Question& repeat = form.questions[index];
    for (const auto read : repeat.repeat_count.depends_on())
        if (read > index && is_asked(form.questions[read].type))
            return found.warning(Code::check_counted_too_late, repeat.name, repeat.pointer + "/repeat_count",
                                 {{"value", form.questions[read].name}});
}

/// A row of a grid repeats the grid's own `required`, which is told there.
bool is_of_the_grid(const Form& form, const Question& question, const Member& member) {
    if (member.place != &Question::required || question.parent == none) return false;
    const Question& above = form.questions[question.parent];
    return above.type == QuestionType::grid && above.required.text() == question.required.text();
}

}  // namespace

void check_expressions(const Form& form, Findings& found) {
    for (std::uint32_t q = 0; q < form.questions.size(); ++q) {
        for (const Member& member : members) {
            const Expression& expression = form.questions[q].*member.place;
            if (expression.empty() || is_of_the_grid(form, form.questions[q], member)) continue;
            const Site site{form, q, member, *expression.tree()};
            Walk(site, found).look(site.tree.top);
        }
        relevant_inside(form, q, found);
        counted_too_late(form, q, found);
    }
}

}  // namespace ecoute::forms::check
