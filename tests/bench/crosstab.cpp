// Quartier x age x gender x answer: our crosstab against SQLite's GROUP BY on the same people in the same run.
//   bench_crosstab [rows] [FILE.csv]     (4 million when not told)
// Prints nanoseconds a row, best of several passes, and how many times SQLite we are. Both counts are compared first. With a
// file, the same people are written there for crosstab_duckdb.mjs, and SQLite is left out.
#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <random>
#include <stdexcept>

#include "analysis/counting.hpp"
#include "analysis/crosstab.hpp"

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
        }
        form.lists.push_back(std::move(list));
        forms::Question question;
        question.name = names[i];
        question.type = forms::QuestionType::select_one;
        question.list = i;
        form.questions.push_back(std::move(question));
    }
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

/// One pass over the columns by one thread and by two; pass(threads).
template <class Pass>
void print_threads(const char* name, std::size_t people, const Pass& pass) {
    const double one = best_by(wall, our_passes, people, [&] { pass(1); }), two = best_by(wall, our_passes, people, [&] { pass(2); });
    std::printf("%s: one thread %.2f ns/row on the wall, two %.2f, %.2f times one; of processor time %.2f and, together, %.2f\n", name, one, two,
                one / two, best_by(processor, our_passes, people, [&] { pass(1); }), best_by(processor, our_passes, people, [&] { pass(2); }));
}

/// The passes alone: counts, and sums of weights.
void print_passes(const forms::Form& form, const forms::Columns& columns) {
    std::vector<analysis::Axis> axes;
    for (std::uint32_t question = 0; question < 4; ++question) axes.push_back(analysis::axis_of(form, columns, question));
    const auto count = [&](int threads) { return analysis::count_cells(axes, columns.people, threads); };
    if (count(1) != count(2)) throw std::runtime_error{"one thread and two disagree"};
    print_threads("counting pass", columns.people, count);
    const auto read = [&] {
        std::uint64_t all = 0;
        for (std::size_t i = 0; i < 4; ++i) {
            const auto& codes = columns.by_question[i].codes;
            for (std::size_t at = 0; at + 4 <= codes.size(); at += 4) {
                std::uint64_t four;
                std::memcpy(&four, codes.data() + at, sizeof four);
                all ^= four;
            }
        }
        if (all == 1) std::abort();  // so that it is computed
    };
    std::printf("the four columns only read: %.2f ns/row of processor time\n", best(our_passes, columns.people, read));
    std::vector<double> weights;
    for (std::size_t person = 0; person < columns.people; ++person) weights.push_back(0.5 + static_cast<double>(person % 1000) / 1000);
    print_threads("weighted pass", columns.people, [&](int threads) { return analysis::weigh_cells(axes, weights, threads); });
}

/// Codes as they are, missing ones as an empty field.
void write_csv(const forms::Columns& columns, const char* path) {
    std::FILE* file = std::fopen(path, "w");
    if (file == nullptr) throw std::runtime_error{path};
    std::fputs("quartier,age,genre,reponse\n", file);
    for (std::size_t row = 0; row < columns.people; ++row)
        for (std::size_t i = 0; i < 4; ++i) {
            const auto code = columns.by_question[i].codes[row];
            if (code < choices[i]) std::fprintf(file, "%d", code);
            std::fputc(i == 3 ? '\n' : ',', file);
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
    print_passes(form, columns);
    if (argc > 2) return write_csv(columns, argv[2]), 0;
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
