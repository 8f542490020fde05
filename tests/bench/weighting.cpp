// How long a street sample of 40,000 takes to be raked, and how much more a weighted table costs than one of counts.
// Ratios of one run on one machine; processor time of this thread.
#include <algorithm>
#include <cstdio>
#include <ctime>

#include "analysis/crosstab.hpp"
#include "analysis/weighted.hpp"
#include "analysis/weighting.hpp"

using namespace ecoute;

namespace {

double seconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

template <class Work>
double best_of(int times, Work work) {
    double best = 1e9;
    for (int i = 0; i < times; ++i) {
        const double from = seconds();
        work();
        best = std::min(best, seconds() - from);
    }
    return best;
}

constexpr std::uint16_t quartiers = 12, ages = 5, genders = 3, answers = 4;

struct Street {
    forms::Form form;
    forms::Columns columns;
    std::uint64_t state = 20260517;

    std::uint16_t draw(std::uint16_t size) {
        state = state * 16807 % 2147483647;
        return static_cast<std::uint16_t>(state % size);
    }
    std::uint32_t add(const char* name, std::uint16_t size) {
        forms::ChoiceList list;
        for (std::uint16_t i = 0; i < size; ++i) {
            forms::Choice choice;
            choice.name = name + std::to_string(i);
            list.index.emplace(choice.name, i);
            list.choices.push_back(choice);
        }
        form.lists.push_back(list);
        forms::Question question;
        question.name = name;
        question.type = forms::QuestionType::select_one;
        question.list = static_cast<std::uint32_t>(form.lists.size() - 1);
        const auto at = static_cast<std::uint32_t>(form.questions.size());
        question.end = at + 1;
        form.questions.push_back(question);
        form.index.emplace(name, at);
        columns.by_question.emplace_back();
        return at;
    }
    explicit Street(std::size_t people) {
        form.default_language = "fr";
        form.breakdowns = {add("quartier", quartiers), add("age", ages), add("genre", genders)};
        add("avis", answers);
        columns.people = people;
        for (std::size_t i = 0; i < people; ++i) {
            columns.by_question[0].codes.push_back(draw(quartiers));
            columns.by_question[1].codes.push_back(draw(ages));
            columns.by_question[2].codes.push_back(draw(100) < 2 ? 2 : draw(10) < 6 ? 0 : 1);
            columns.by_question[3].codes.push_back(draw(answers));
        }
    }
    std::vector<analysis::Margin> margins() {
        analysis::Margin by_quartier{{"quartier"}, {}, "", ""}, crossed{{"age", "gender"}, {}, "", ""};
        for (int i = 0; i < quartiers; ++i)
            by_quartier.cells.push_back({{"quartier" + std::to_string(i)}, 100000.0 * (1 + i % 3)});
        for (int i = 0; i < ages; ++i)
            for (int g = 0; g < 2; ++g)
                crossed.cells.push_back({{"age" + std::to_string(i), "genre" + std::to_string(g)}, 2400000.0 / (ages * 2)});
        return {by_quartier, crossed};
    }
};

}  // namespace

int main() {
    Street street{40'000};
    const auto margins = street.margins();
    for (const auto bounds : {std::optional<analysis::Bounds>{}, std::optional{analysis::Bounds{}}}) {
        forms::Problems mistakes;
        int steps = 0;
        const double time = best_of(10, [&] {
            const auto made = analysis::weigh(street.form, street.columns, margins, bounds, mistakes);
            steps = made ? made->calibration->steps : -1;
        });
        std::printf("rake 40,000 respondents to 12 + 10 levels, %s: %.1f ms, %d steps\n",
                    bounds ? "bounds 1/3 to 3" : "no bounds", 1e3 * time, steps);
    }
    forms::Problems mistakes;
    const auto weighting = analysis::weigh(street.form, street.columns, margins, analysis::Bounds{}, mistakes).value();
    const double prepare = best_of(10, [&] { analysis::Linearised sample{weighting.sample}; });
    const analysis::Linearised sample{weighting.sample};
    std::printf("prepare standard errors: %.2f ms\n", 1e3 * prepare);
    for (const auto& by : {std::vector<std::string>{"quartier"}, std::vector<std::string>{"quartier", "age", "gender"}}) {
        const analysis::TableRequest request{"avis", by};
        const double counts =
            best_of(10, [&] { analysis::crosstab(street.form, street.columns, request).value(); });
        const double weighted = best_of(5, [&] {
            auto table = analysis::crosstab(street.form, street.columns, request).value();
            analysis::add_estimates(table, street.form, street.columns, sample, analysis::IntervalKind::wilson, true);
        });
        std::printf("avis by %zu variables: counts %.2f ms, weighted with all standard errors %.2f ms, ratio %.0f\n",
                    by.size(), 1e3 * counts, 1e3 * weighted, weighted / counts);
    }
}
