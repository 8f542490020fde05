// What a patient reader can work out from one protected table by adding and subtracting, on random small tables. The
// reader's equations are written here anew, from people in the cells of the full cube, not from the rooms' own
// relations.
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <nlohmann/json.hpp>
#include <random>
#include <regex>

#include "survey.hpp"

namespace ecoute::analysis::test {
namespace {

using forms::QuestionType;
using forms::State;

constexpr std::uint64_t prime = 998244353;  // another one than the room's
using Sum = std::vector<std::uint64_t>;     // factors of the unknowns, modulo `prime`

std::uint64_t inverse(std::uint64_t a) {
    std::uint64_t result = 1;
    for (std::uint64_t exponent = prime - 2; exponent > 0; exponent >>= 1, a = a * a % prime)
        if (exponent & 1) result = result * a % prime;
    return result;
}

/// Sums that a reader knows, brought to echelon form.
class Knowledge {
public:
    void learn(Sum sum) {
        reduce(sum);
        for (std::size_t i = 0; i < sum.size(); ++i) {
            if (sum[i] == 0) continue;
            const auto scale = inverse(sum[i]);
            for (auto& factor : sum) factor = factor * scale % prime;
            rows_.emplace_back(i, std::move(sum));
            return;
        }
    }
    bool tells(Sum sum) const {
        reduce(sum);
        for (const auto factor : sum)
            if (factor != 0) return false;
        return true;
    }

private:
    void reduce(Sum& sum) const {
        for (const auto& [pivot, row] : rows_) {
            const auto factor = sum[pivot];
            if (factor == 0) continue;
            for (std::size_t i = pivot; i < sum.size(); ++i) sum[i] = (sum[i] + (prime - factor) * row[i]) % prime;
        }
    }
    std::vector<std::pair<std::size_t, Sum>> rows_;  // in the order learnt: a later row has 0 at earlier pivots
};

enum {
    kind_not_asked,
    kind_no_answer,
    kind_refused,
    kind_rest,
    kind_answer
};  // rest: base of a multiple choice, else outside

bool small(std::int64_t count, std::int64_t limit) { return count > 0 && count < limit; }

/// People of the full cube: one unknown per inner cell (people without category included) and kind.
struct Reader {
    const Table& table;
    std::vector<std::size_t> places;  // categories + 1
    std::size_t kinds, cells = 1;

    explicit Reader(const Table& t) : table(t), kinds(kind_answer + t.question.categories.size()) {
        for (const auto& by : t.by) places.push_back(by.categories.size() + 1);
        for (const auto place : places) cells *= place;
    }
    /// `key`: a category, one past the last for people without, or all_of_them.
    Sum sum(const std::vector<int>& key, const std::vector<std::size_t>& of) const {
        Sum result(cells * kinds, 0);
        for (std::size_t cell = 0; cell < cells; ++cell) {
            std::size_t rest = cell;
            bool within = true;
            for (std::size_t v = places.size(); v-- > 0; rest /= places[v])
                within = within && (key[v] == all_of_them || std::size_t(key[v]) == rest % places[v]);
            for (const auto kind : of)
                if (within) result[cell * kinds + kind] = 1;
        }
        return result;
    }
    std::vector<std::size_t> base_kinds() const {
        std::vector<std::size_t> of{kind_rest};
        for (std::size_t kind = kind_answer; !table.multiple && kind < kinds; ++kind) of.push_back(kind);
        return of;
    }
};

/// Every key, people without category included; `remainder` tells whether it has such a part.
std::vector<std::pair<std::vector<int>, bool>> extended_keys(const Table& table) {
    std::vector<std::pair<std::vector<int>, bool>> keys{{{}, false}};
    for (const auto& by : table.by) {
        std::vector<std::pair<std::vector<int>, bool>> next;
        const int categories = static_cast<int>(by.categories.size());
        for (const auto& [key, remainder] : keys)
            for (int place = all_of_them; place <= categories; ++place) {
                next.emplace_back(key, remainder || place == categories);
                next.back().first.push_back(place);
            }
        keys = std::move(next);
    }
    return keys;
}

/// True people of an extended key: totals minus categories.
std::int64_t people(const Table& table, std::vector<int> key, std::size_t kind) {
    for (std::size_t v = 0; v < key.size(); ++v) {
        const int categories = static_cast<int>(table.by[v].categories.size());
        if (key[v] != categories) continue;
        key[v] = all_of_them;
        auto count = people(table, key, kind);
        for (key[v] = 0; key[v] < categories; ++key[v]) count -= people(table, key, kind);
        return count;
    }
    const auto& g = group(table, key);
    if (kind == kind_not_asked) return g.not_asked;
    if (kind == kind_no_answer) return g.no_answer;
    if (kind == kind_refused) return g.refused;
    if (kind >= kind_answer) return g.counts[kind - kind_answer];
    auto rest = g.base;
    if (!table.multiple)
        for (const auto count : g.counts) rest -= count;
    return rest;
}

Knowledge knowledge_from(const Table& table, const ProtectedTable& shown, const Reader& reader) {
    Knowledge known;
    for (const auto& g : shown.groups()) {
        if (g.base) known.learn(reader.sum(g.key, reader.base_kinds()));
        if (g.not_asked) known.learn(reader.sum(g.key, {kind_not_asked}));
        if (g.no_answer) known.learn(reader.sum(g.key, {kind_no_answer}));
        if (g.refused) known.learn(reader.sum(g.key, {kind_refused}));
        for (std::size_t i = 0; i < g.cells.size(); ++i)
            if (g.cells[i].count) known.learn(reader.sum(g.key, {kind_answer + i}));
    }
    const std::vector<int> everybody(table.by.size(), all_of_them);
    auto all = reader.base_kinds();
    all.insert(all.end(), {kind_no_answer, kind_refused});
    if (shown.unclassified()) {
        auto rest = reader.sum(everybody, all);
        for (const auto& g : table.groups)
            if (std::find(g.key.begin(), g.key.end(), all_of_them) == g.key.end()) {
                const auto part = reader.sum(g.key, all);
                for (std::size_t i = 0; i < rest.size(); ++i) rest[i] -= part[i];
            }
        known.learn(rest);
    }
    all.push_back(kind_not_asked);
    if (shown.people()) known.learn(reader.sum(everybody, all));
    for (const auto& [key, remainder] : extended_keys(table))  // the reader knows which blanks cannot be
        for (std::size_t kind = 0; kind < reader.kinds; ++kind)
            if ((remainder || (kind == kind_rest && !table.multiple)) && people(table, key, kind) == 0)
                known.learn(reader.sum(key, {kind}));
    return known;
}

std::int64_t base_of(const Table& table, const std::vector<int>& key) {
    auto base = people(table, key, kind_rest);
    for (std::size_t i = 0; !table.multiple && i < table.question.categories.size(); ++i)
        base += people(table, key, kind_answer + i);
    return base;
}

/// A mean and its base give the sum: sums must not give a hidden mean back, nor that of a few people without category.
void check_means(const Table& table, const ProtectedTable& shown) {
    const Reader reader{table};
    const auto sum = [&](const std::vector<int>& key) { return reader.sum(key, {kind_rest}); };  // one unknown a cell
    Knowledge known;
    for (const auto& [key, remainder] : extended_keys(table)) {
        const auto* g = remainder ? nullptr : shown.find(key);
        if (g ? g->mean.has_value() : base_of(table, key) == 0) known.learn(sum(key));
    }
    for (const auto& [key, remainder] : extended_keys(table)) {
        const auto* g = remainder ? nullptr : shown.find(key);
        const auto base = base_of(table, key);
        if (g ? base > 0 && !g->mean : small(base, fewest_for_a_mean)) BOOST_TEST(!known.tells(sum(key)));
    }
}

/// Along each variable: what a shown total leaves for the figures that are not shown is nobody, or at least k.
void check_gaps(const Table& table, const ProtectedTable& shown) {
    const auto k = shown.limits().smallest_count;
    for (const auto& total : shown.groups())
        for (std::size_t v = 0; v < total.key.size(); ++v) {
            if (total.key[v] != all_of_them) continue;
            auto base_gap = total.base.value_or(0);
            std::vector<std::int64_t> gaps;
            for (const auto& cell : total.cells) gaps.push_back(cell.count.value_or(0));
            auto key = total.key;
            for (key[v] = 0; key[v] < int(table.by[v].categories.size()); ++key[v]) {
                const auto& part = *shown.find(key);
                base_gap -= part.base.value_or(0);
                for (std::size_t i = 0; i < gaps.size(); ++i) gaps[i] -= part.cells[i].count.value_or(0);
            }
            if (total.base) BOOST_TEST(!small(base_gap, k));
            for (std::size_t i = 0; i < gaps.size(); ++i)
                if (total.cells[i].count) BOOST_TEST(!small(gaps[i], k));
        }
}

/// Checks every figure that must not be found out.
void check(const Table& table, const ProtectedTable& shown) {
    const Reader reader{table};
    const auto known = knowledge_from(table, shown, reader);
    const auto k = shown.limits().smallest_count;
    for (const auto& [key, remainder] : extended_keys(table)) {
        const auto base = base_of(table, key);
        const auto* g = remainder ? nullptr : shown.find(key);
        const bool hidden_group = g && g->suppressed;
        if (g) BOOST_TEST(hidden_group == !g->base.has_value());
        if (g && !hidden_group) BOOST_TEST(base >= shown.limits().smallest_base);
        if (hidden_group ? base > 0 : small(base, k)) BOOST_TEST(!known.tells(reader.sum(key, reader.base_kinds())));
        for (const std::size_t kind : {kind_not_asked, kind_no_answer, kind_refused})
            if (small(people(table, key, kind), k)) BOOST_TEST(!known.tells(reader.sum(key, {kind})));
        for (std::size_t kind = kind_answer; kind < reader.kinds; ++kind) {
            const auto count = people(table, key, kind);
            const auto functional = reader.sum(key, {kind});
            const bool hidden = g && !hidden_group && !g->cells[kind - kind_answer].count;
            if (hidden || hidden_group ? count > 0 : small(count, k)) BOOST_TEST(!known.tells(functional));
            if (!table.multiple || !small(base - count, k)) continue;
            auto others = reader.sum(key, reader.base_kinds());  // who did not tick
            for (std::size_t i = 0; i < others.size(); ++i) others[i] = (others[i] + prime - functional[i]) % prime;
            BOOST_TEST(!known.tells(others));
        }
    }
}

/// No output has a cell of 1 to 4 people, or a base of 1 to 9.
void check_outputs(const ProtectedTable& shown) {
    const auto json = nlohmann::json::parse(to_json(shown, {}));
    for (const auto& cell : json["cells"]) {
        if (cell.contains("count")) BOOST_TEST(!small(cell["count"].get<std::int64_t>(), 5));
        if (cell.contains("base")) BOOST_TEST(cell["base"].get<std::int64_t>() >= 10);
        if (cell["suppressed"] == true)
            BOOST_TEST((!cell.contains("count") && !cell.contains("percent") && !cell.contains("mean")));
    }
    for (const auto& count : json["base"])
        if (!count.is_null()) BOOST_TEST(!small(count.get<std::int64_t>(), 5));

    static const std::regex few_in_brackets{R"(\([1-4]\))"};
    for (const auto& text : {to_text(shown, {}), to_svg(shown, {}, 0), to_svg(shown, {}, -1)})
        BOOST_TEST(!std::regex_search(text, few_in_brackets));

    std::istringstream csv{to_csv(shown, {})};
    std::string line;
    std::getline(csv, line);
    while (std::getline(csv, line) && line != "\r") {
        std::istringstream cells{line};
        std::string cell;
        for (std::size_t i = 0; i <= shown.by().size() + 1; ++i) std::getline(cells, cell, ';');  // the count
        BOOST_TEST((cell.empty() || !small(std::stoll(cell), 5)));
    }
}

class RandomTables {
public:
    explicit RandomTables(unsigned seed) : chance_(seed) {}

    Survey survey(QuestionType type, std::size_t variables) {
        Survey survey;
        std::vector<std::uint32_t> by;
        for (std::size_t v = 0; v < variables; ++v)
            by.push_back(survey.add(QuestionType::select_one, "par" + std::to_string(v), names(2 + below(3))));
        const auto choices = names(2 + below(3));
        const auto question =
            survey.add(type, "q", type == QuestionType::integer ? std::vector<std::string>{} : choices);
        if (type == QuestionType::integer) survey.form.questions[question].bands = {0, 10, 20};
        const std::size_t size = 20 + below(250);
        const double blank = double(below(3)) * 0.03, skew = double(below(3));
        survey.column(question).words = 1;
        for (std::size_t person = 0; person < size; ++person) {
            for (const auto variable : by)
                survey.column(variable).codes.push_back(
                    code(survey.form.list_of(variable).choices.size(), blank, skew));
            answer(survey.column(question), type, choices.size(), skew);
        }
        survey.columns.people = size;
        return survey;
    }

private:
    std::size_t below(std::size_t limit) { return chance_() % limit; }
    double share() { return double(chance_() % 1000000) / 1e6; }
    std::vector<std::string> names(std::size_t count) {
        std::vector<std::string> result;
        for (std::size_t i = 0; i < count; ++i) result.push_back("c" + std::to_string(i));
        return result;
    }
    std::uint16_t code(std::size_t choices, double blank, double skew) {
        if (share() < blank) return below(2) ? forms::code_no_answer : forms::code_refused;
        return static_cast<std::uint16_t>(double(choices) * std::pow(share(), 1 + skew));
    }
    void answer(forms::Column& column, QuestionType type, std::size_t choices, double skew) {
        if (type == QuestionType::select_one) {
            column.codes.push_back(share() < 0.03 ? forms::code_not_asked : code(choices, 0.03, skew));
            return;
        }
        const auto state = share() < 0.06 ? static_cast<State>(below(3)) : State::answered;
        column.states.push_back(state);
        if (type == QuestionType::integer)
            column.numbers.push_back(
                state == State::answered ? std::floor(30 * std::pow(share(), 1 + skew)) - double(below(3)) : NAN);
        else
            column.ticks.push_back(state == State::answered ? 1 + below((1u << choices) - 1) : 0);
    }
    std::mt19937 chance_;
};

void check_many(QuestionType type, std::size_t variables, unsigned count) {
    RandomTables random{static_cast<unsigned>(type) * 100 + static_cast<unsigned>(variables)};
    for (unsigned i = 0; i < count; ++i) {
        const auto survey = random.survey(type, variables);
        std::vector<std::string> by;
        for (std::size_t v = 0; v < variables; ++v) by.push_back("par" + std::to_string(v));
        const auto table = survey.table("q", by);
        BOOST_TEST_CONTEXT("table " << i) {
            const auto shown = protect(table, Audience::team, false);
            check(table, shown);
            check_gaps(table, shown);
            if (table.number) check_means(table, shown);
            check_outputs(shown);
        }
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(subtraction_does_not_give_hidden_figures_back)

BOOST_AUTO_TEST_CASE(of_a_single_choice) {
    check_many(QuestionType::select_one, 0, 60);
    check_many(QuestionType::select_one, 1, 150);
    check_many(QuestionType::select_one, 2, 40);
}

BOOST_AUTO_TEST_CASE(of_a_multiple_choice) {
    check_many(QuestionType::select_multiple, 0, 60);
    check_many(QuestionType::select_multiple, 1, 150);
    check_many(QuestionType::select_multiple, 2, 40);
}

BOOST_AUTO_TEST_CASE(of_a_number_in_bands) {
    check_many(QuestionType::integer, 0, 60);
    check_many(QuestionType::integer, 1, 100);
    check_many(QuestionType::integer, 2, 30);
}

BOOST_AUTO_TEST_CASE(the_test_itself_finds_a_lone_hidden_figure) {
    Survey survey;
    const auto question = survey.add(QuestionType::select_one, "q", {"oui", "non"});
    survey.people(3, {question}, {0});
    survey.people(50, {question}, {1});
    const auto table = survey.table("q");
    const Reader reader{table};
    Knowledge known;
    known.learn(reader.sum({}, reader.base_kinds()));
    BOOST_TEST(!known.tells(reader.sum({}, {kind_answer})));
    known.learn(reader.sum({}, {kind_answer + 1}));
    known.learn(reader.sum({}, {kind_rest}));
    BOOST_TEST(known.tells(reader.sum({}, {kind_answer})));
}

BOOST_AUTO_TEST_SUITE_END()
}  // namespace ecoute::analysis::test
