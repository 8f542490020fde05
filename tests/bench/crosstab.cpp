// Quartier x age x gender x answer: our crosstab against SQLite's GROUP BY on the same people in the same run.
//   bench_crosstab [rows] [FILE.csv]     (4 million when not told)
// Prints nanoseconds a row, medians and bests of several passes, and how many times SQLite we are. Both counts are compared first. The weights
// are raked to quartier and to age x gender, as a campaign's are. With a file, the same people and weights are written there for
// crosstab_duckdb.mjs, which then asks for one pass a line on standard input ("count 2": by two threads); SQLite is left out.
#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <iostream>
#include <random>
#include <stdexcept>
#include <string>

#include "analysis/counting.hpp"
#include "analysis/crosstab.hpp"
#include "analysis/cube.hpp"
#include "analysis/kinds.hpp"
#include "analysis/weighted.hpp"
#include "analysis/weighting.hpp"

namespace {

using namespace ecoute;

constexpr int our_passes = 25, sqlite_passes = 3;
constexpr std::uint16_t choices[] = {12, 7, 3, 4};  // quartiers, ages, genders, answers
constexpr const char* names[] = {"quartier", "age", "genre", "reponse"};

forms::Form survey_form() {
    forms::Form form;
    form.default_language = "fr";
    for (std::uint32_t i = 0; i < 4; ++i) {
        forms::ChoiceList list;
        list.name = names[i];
        for (int choice = 0; choice < choices[i]; ++choice) {
            list.choices.emplace_back();
            list.choices.back().name = std::to_string(choice);
            list.index.emplace(std::to_string(choice), static_cast<forms::ChoiceIndex>(choice));
        }
        form.lists.push_back(std::move(list));
        forms::Question question;
        question.name = names[i];
        question.type = forms::QuestionType::select_one;
        question.list = i;
        question.end = i + 1;
        form.index.emplace(question.name, i);
        form.questions.push_back(std::move(question));
    }
    form.breakdowns = {0, 1, 2};
    form.questions.emplace_back().name = "ans";  // ages in years, banded while counting
    form.questions.back().type = forms::QuestionType::integer;
    form.questions.back().bands = {15, 18, 25, 30, 45, 60, 75};
    return form;
}

/// Uneven answers, a few of them missing.
forms::Columns made_up_people(std::size_t rows) {
    std::mt19937 chance{20260517};
    forms::Columns columns;
    columns.people = rows;
    columns.by_question.resize(5);
    for (std::size_t i = 0; i < 4; ++i) {
        auto& codes = columns.by_question[i].codes;
        codes.reserve(rows);
        for (std::size_t row = 0; row < rows; ++row) {
            const auto drawn = chance();
            const auto code = static_cast<std::uint16_t>(std::min(drawn % choices[i], (drawn >> 16) % choices[i]));
            codes.push_back((drawn >> 8) % 100 < 3 ? forms::code_no_answer : code);
        }
    }
    auto& ages = columns.by_question[4];
    ages.states.assign(rows, forms::State::answered);
    for (std::size_t row = 0; row < rows; ++row) ages.numbers.push_back(double(15 + chance() % 80));
    return columns;
}

class Database {
public:
    explicit Database(const forms::Columns& columns) {
        run("PRAGMA journal_mode=OFF");
        run("PRAGMA cache_size=-1000000");
        run("CREATE TABLE answers (quartier INTEGER, age INTEGER, genre INTEGER, reponse INTEGER)");
        run("BEGIN");
        sqlite3_stmt* insert = prepared("INSERT INTO answers VALUES (?1, ?2, ?3, ?4)");
        for (std::size_t row = 0; row < columns.people; ++row) {
            for (int i = 0; i < 4; ++i)
                sqlite3_bind_int(insert, i + 1, columns.by_question[static_cast<std::size_t>(i)].codes[row]);
            sqlite3_step(insert);
            sqlite3_reset(insert);
        }
        sqlite3_finalize(insert);
        run("COMMIT");
    }
    ~Database() { sqlite3_close(database_); }
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    /// Counts of people who gave an answer and every breakdown, by quartier, age, gender, answer.
    std::vector<std::int64_t> group_by() {
        std::vector<std::int64_t> counts(std::size_t{12} * 7 * 3 * 4);
        sqlite3_stmt* query = prepared(
            "SELECT quartier, age, genre, reponse, count(*) FROM answers GROUP BY quartier, age, genre, reponse");
        while (sqlite3_step(query) == SQLITE_ROW) {
            std::size_t at = 0;
            bool complete = true;
            for (int i = 0; i < 4; ++i) {
                const int code = sqlite3_column_int(query, i);
                complete = complete && code < choices[i];
                at = at * choices[i] + static_cast<std::size_t>(code);
            }
            if (complete) counts[at] = sqlite3_column_int64(query, 4);
        }
        sqlite3_finalize(query);
        return counts;
    }

private:
    void run(const char* sql) {
        if (sqlite3_exec(database_, sql, nullptr, nullptr, nullptr) != SQLITE_OK) throw std::runtime_error{sql};
    }
    sqlite3_stmt* prepared(const char* sql) {
        sqlite3_stmt* statement = nullptr;
        if (sqlite3_prepare_v2(database_, sql, -1, &statement, nullptr) != SQLITE_OK) throw std::runtime_error{sql};
        return statement;
    }
    static sqlite3* opened() {
        sqlite3* database = nullptr;
        if (sqlite3_open(":memory:", &database) != SQLITE_OK) throw std::runtime_error{"open"};
        return database;
    }
    sqlite3* database_ = opened();
};

/// Populations that nobody's share of the answers above has: so that weights differ.
std::vector<analysis::Margin> margins() {
    analysis::Margin by_quartier{{"quartier"}, {}, "", ""}, crossed{{"age", "gender"}, {}, "", ""};
    double all = 0;
    for (int i = 0; i < choices[0]; ++i) {
        by_quartier.cells.push_back({{std::to_string(i)}, 20'000.0 - 900 * i});
        all += by_quartier.cells.back().population;
    }
    for (int age = 0; age < choices[1]; ++age)
        for (int gender = 0; gender < choices[2]; ++gender)
            crossed.cells.push_back({{std::to_string(age), std::to_string(gender)}, all * (10 - age) * (4 - gender) / (49 * 9)});
    return {by_quartier, crossed};
}

struct Weights {
    analysis::Weighting weighting;
    analysis::Linearised sample{weighting.sample};
    Weights(const forms::Form& form, const forms::Columns& columns) : weighting(made(form, columns)) {}

private:
    static analysis::Weighting made(const forms::Form& form, const forms::Columns& columns) {
        forms::Problems mistakes;
        auto found = analysis::weigh(form, columns, margins(), analysis::Bounds{0.1, 10}, mistakes);
        if (!found) throw std::runtime_error{"no weights"};
        return *std::move(found);
    }
};

/// Best of several passes by some clock, in nanoseconds a row.
template <class Clock, class Work>
double best_by(Clock clock, int passes, std::size_t rows, Work work) {
    double least = 1e300;
    for (int pass = 0; pass < passes; ++pass) {
        const double start = clock();
        work();
        least = std::min(least, clock() - start);
    }
    return 1e9 * least / static_cast<double>(rows);
}

/// Processor time of all threads together: the passes of SQLite last long enough to be interrupted by whatever else runs, ours
/// do not, and the ratio must not depend on it.
double processor() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }
double wall() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

template <class Work>
double best(int passes, std::size_t rows, Work work) {
    return best_by(processor, passes, rows, work);
}

double median(std::vector<double> times) {
    std::nth_element(times.begin(), times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2), times.end());
    return times[times.size() / 2];
}

double least(const std::vector<double>& times) { return *std::min_element(times.begin(), times.end()); }

/// Several passes by one thread and by two, in turns; pass(threads).
template <class Pass>
void print_threads(const char* name, std::size_t people, const Pass& pass) {
    std::vector<double> one, two, ratio;
    for (int turn = 0; turn < our_passes; ++turn) {
        one.push_back(best_by(wall, 1, people, [&] { pass(1); }));
        two.push_back(best_by(wall, 1, people, [&] { pass(2); }));
        ratio.push_back(one.back() / two.back());
    }
    std::printf("%s: one thread %.2f ns/row (best %.2f), two %.2f (best %.2f), %.2f times one (bests %.2f); of processor time %.2f and, together, %.2f\n", name,
                median(one), least(one), median(two), least(two), median(ratio), least(one) / least(two),
                best_by(processor, our_passes, people, [&] { pass(1); }), best_by(processor, our_passes, people, [&] { pass(2); }));
}

/// The passes that tables are made of.
struct Passes {
    const forms::Form& form;
    const forms::Columns& columns;
    const Weights& weights;
    std::vector<analysis::Axis> axes;

    Passes(const forms::Form& of, const forms::Columns& all, const Weights& weigh) : form(of), columns(all), weights(weigh) {
        for (std::uint32_t question = 0; question < 4; ++question) axes.push_back(analysis::axis_of(form, columns, question));
    }
    auto count(int threads) const { return analysis::count_cells(axes, columns.people, threads); }
    auto weigh(int threads) const { return analysis::count_kinds(axes, weights.sample.kinds(), weights.sample.kind_count(), threads); }

    /// Two threads find what one finds, and n people of a kind weigh what they weigh one by one.
    void check() const {
        const auto met = weigh(1);
        if (count(1) != count(2) || met != weigh(2)) throw std::runtime_error{"one thread and two disagree"};
        std::vector<double> one_by_one(analysis::cells_of(axes)), by_kind(one_by_one.size());
        const auto& each = weights.weighting.sample.weights;
        analysis::for_each_person(axes, columns.people, [&](std::size_t person, std::uint32_t cell) { one_by_one[cell] += each[person]; });
        for (const auto& one : met) by_kind[one.cell] += static_cast<double>(one.people) * each[one.first];
        for (std::size_t cell = 0; cell < by_kind.size(); ++cell)
            if (std::abs(by_kind[cell] - one_by_one[cell]) > 1e-9 * one_by_one[cell]) throw std::runtime_error{"weights by kind and one by one disagree"};
        std::printf("%zu kinds of people, met in %zu cells and kinds\n", weights.sample.kind_count(), met.size());
    }
    void print() const {
        print_threads("counting pass", columns.people, [&](int threads) { return count(threads); });
        const auto read = [&] {
            std::uint64_t all = 0;
            for (std::size_t i = 0; i < 4; ++i)
                columns.by_question[i].codes.visit([&](auto codes) {
                    for (std::size_t at = 0; at + 8 <= codes.size(); at += 8) {
                        std::uint64_t some = 0;
                        std::memcpy(&some, codes.data() + at, 8);
                        all ^= some;
                    }
                });
            if (all == 1) std::abort();  // so that it is computed
        };
        std::printf("the four columns only read: %.2f ns/row of processor time\n", best(our_passes, columns.people, read));
        print_threads("weighted pass", columns.people, [&](int threads) { return weigh(threads); });
    }
    void print_table(const analysis::TableRequest& request) const {
        const auto whole = [&] {
            auto table = analysis::crosstab(form, columns, request).value();
            analysis::add_estimates(table, form, columns, weights.sample, analysis::IntervalKind::wilson, true);
        };
        std::printf("the whole weighted table, with its standard errors: %.2f ns/row of processor time\n", best(3, columns.people, whole));
    }
    /// One pass a line, as somebody beside asks for them.
    void answer() const {
        std::string what;
        for (int threads = 0; std::cin >> what >> threads;)
            std::cout << best_by(wall, 1, columns.people, [&] { what == "count" ? (void)count(threads) : (void)weigh(threads); }) << std::endl;
    }
};

/// Codes as they are, missing ones as an empty field.
void write_csv(const forms::Columns& columns, const std::vector<double>& weights, const char* path) {
    std::FILE* file = std::fopen(path, "w");
    if (file == nullptr) throw std::runtime_error{path};
    std::fputs("quartier,age,genre,reponse,poids\n", file);
    for (std::size_t row = 0; row < columns.people; ++row) {
        for (std::size_t i = 0; i < 4; ++i) {
            const auto code = columns.by_question[i].codes[row];
            if (code < choices[i]) std::fprintf(file, "%d", code);
            std::fputc(',', file);
        }
        std::fprintf(file, "%.17g\n", weights[row]);
    }
    std::fclose(file);
}

bool agree(const analysis::Table& table, const std::vector<std::int64_t>& counts) {
    std::size_t at = 0;
    for (const auto& group : table.groups) {
        if (std::find(group.key.begin(), group.key.end(), analysis::all_of_them) != group.key.end()) continue;
        for (const auto count : group.counts)
            if (count != counts[at++]) return false;
    }
    return at == counts.size();
}

}  // namespace

int main(int argc, char** argv) {
    const std::size_t rows = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 4'000'000;
    if (rows == 0) return 2;
    const auto form = survey_form();
    const auto columns = made_up_people(rows);
    const analysis::TableRequest codes{"reponse", {"quartier", "age", "genre"}};
    const analysis::TableRequest years{"reponse", {"quartier", "ans", "genre"}};
    const Weights weights{form, columns};
    const Passes passes{form, columns, weights};
    passes.check();
    if (argc > 2) {
        write_csv(columns, weights.weighting.sample.weights, argv[2]);
        std::cout << "ready" << std::endl;
        return passes.answer(), 0;
    }
    passes.print();
    passes.print_table(codes);
    Database database{columns};
    if (!agree(analysis::crosstab(form, columns, codes).value(), database.group_by())) {
        std::fprintf(stderr, "crosstab and GROUP BY disagree\n");
        return 1;
    }
    const double ours = best(our_passes, rows, [&] { (void)analysis::crosstab(form, columns, codes); });
    const double banded = best(our_passes, rows, [&] { (void)analysis::crosstab(form, columns, years); });
    const double theirs = best(sqlite_passes, rows, [&] { (void)database.group_by(); });
    std::printf("quartier x age x gender x answer, %zu rows, one thread, best of %d and %d passes\n", rows, our_passes,
                sqlite_passes);
    std::printf("  crosstab                       %8.2f ns/row of processor time\n", ours);
    std::printf("  crosstab, ages banded in pass  %8.2f ns/row\n", banded);
    std::printf("  SQLite GROUP BY                %8.2f ns/row\n", theirs);
    std::printf("  ratio                          %8.0f times SQLite\n", theirs / ours);
}
