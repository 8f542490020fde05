#include "analysis/joint_release.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "analysis/releases_over_time.hpp"
#include "analysis/scores.hpp"

namespace ecoute::analysis {
namespace {

constexpr int yes = 0, no = 1;

ReleaseLine sum_of(SetKey key, std::size_t answers) { return {std::move(key), 0, std::vector<std::int64_t>(answers), false}; }

void add(ReleaseLine& line, const ReleaseLine& part, std::int64_t times = 1) {
    line.base += times * part.base;
    for (std::size_t i = 0; i < line.counts.size(); ++i) line.counts[i] += times * part.counts[i];
}

/// Answers of a group, with those in no band behind them. A choice is always one of the list: a place for others would be one where readers
/// know that nobody is, and hide nothing.
ReleaseLine line_of(const Table& table, const Group& group) {
    ReleaseLine line{{}, group.base, group.counts, false};
    if (table.number || table.dated) line.counts.push_back(group.base - std::accumulate(group.counts.begin(), group.counts.end(), std::int64_t{0}));
    return line;
}

/// Places and kinds of the v-th breakdown, from the lines of its categories and that of everybody.
void add_breakdown(std::vector<ReleaseLine>& lines, const std::vector<ReleaseLine>& categories, std::size_t v, std::span<const Recoding> breakdowns) {
    const auto& recoding = breakdowns[v];
    const auto everybody = lines.front();
    std::vector<ReleaseLine> places;
    const auto key = [&](std::size_t part) {
        SetKey one(breakdowns.size(), all_of_them);
        one[v] = static_cast<int>(part);
        return one;
    };
    for (std::size_t place = 0; place < recoding.shown.size(); ++place) {
        places.push_back(sum_of(key(place), everybody.counts.size()));
        places.back().has_row = recoding.shown[place];
    }
    add(places.back(), everybody);
    for (std::size_t i = 0; i < categories.size(); ++i) {
        add(places[recoding.place_of[i]], categories[i]);
        add(places.back(), categories[i], -1);
    }
    for (std::size_t g = 0; g < recoding.variable.groups.size(); ++g) {
        auto group = sum_of(key(places.size() + g), everybody.counts.size());
        for (const auto place : recoding.variable.groups[g].categories) add(group, places[place]);
        group.has_row = true;
        lines.push_back(std::move(group));
    }
    lines.insert(lines.end(), places.begin(), places.end());
}

/// One figure that might stand in a set.
struct Figure {
    SetKey key;
    std::int64_t count = 0;
    std::size_t line = 0;
    std::optional<std::size_t> answer;  ///< nothing: the base
};

/// The sets that a question makes: bases; answers together; or one an option.
struct Part {
    enum class Of { bases, answers, option } of = Of::bases;
    std::size_t option = 0;
};

/// The variable that a part adds to those of the breakdowns, and where figures stand in it.
struct Asked {
    std::optional<SetVariable> variable;  ///< nothing: bases of a question of its own, which people alone make
    int base = all_of_them;
    std::vector<int> answers;
    std::optional<LinkedQuestions> linked;
};

std::vector<Figure> figures_in(const std::vector<ReleaseLine>& lines, Part part, const Asked& asked) {
    std::vector<Figure> figures;
    const auto add_one = [&](const ReleaseLine& line, std::size_t at, int place, std::int64_t count, std::optional<std::size_t> answer) {
        auto key = line.key;
        if (asked.variable) key.push_back(place);
        figures.push_back({std::move(key), count, at, answer});
    };
    for (std::size_t at = 0; at < lines.size(); ++at) {
        const auto& line = lines[at];
        add_one(line, at, asked.base, line.base, std::nullopt);
        if (part.of == Part::Of::answers)
            for (std::size_t i = 0; i < line.counts.size(); ++i) add_one(line, at, asked.answers[i], line.counts[i], i);
        if (part.of != Part::Of::option) continue;
        add_one(line, at, asked.answers[yes], line.counts[part.option], part.option);
        add_one(line, at, asked.answers[no], line.base - line.counts[part.option], part.option);
    }
    return figures;
}

/// That nobody of nobody gave an answer tells nothing.
bool is_small_answer(std::int64_t count, std::int64_t base, const ReleaseOrder& order, const Thresholds& limits) {
    return count < limits.smallest_count && (count > 0 || (order.sensitive && base > 0));
}
bool is_small_base(std::int64_t base, const Thresholds& limits) { return base > 0 && base < limits.smallest_count; }

constexpr const char* no_band = "-";

class Releasing {
public:
    Releasing(const ReleaseOrder& order, const std::vector<ReleaseLine>& lines, std::span<const Recoding> breakdowns, const Thresholds& limits,
              const std::set<SetKey>* within, std::span<const EarlierRelease> earlier)
        : order_(order), lines_(lines), breakdowns_(breakdowns), limits_(limits), within_(within), earlier_(earlier) {}

    forms::Result<QuestionRelease> run() {
        if (const auto done = decide({}); !done) return done.error();
        for (const auto& line : lines_)
            if (done_.bases.count(line.key)) done_.answers[line.key].assign(line.counts.size(), true);
        for (std::size_t i = 0; order_.several && i < order_.answers.size(); ++i)
            if (const auto done = decide({Part::Of::option, i}); !done) return done.error();
        if (!order_.several && !order_.answers.empty())
            if (const auto done = decide({Part::Of::answers}); !done) return done.error();
        count();
        return std::move(done_);
    }

private:
    bool is_small(const Figure& figure) const {
        return figure.answer ? is_small_answer(figure.count, lines_[figure.line].base, order_, limits_) : is_small_base(figure.count, limits_);
    }

    bool may_show_base(const ReleaseLine& line) const {
        return line.has_row && line.base >= limits_.smallest_base && (within_ == nullptr || within_->count(line.key) > 0);
    }

    bool has_rest() const { return !order_.several && !lines_.empty() && lines_.front().counts.size() > order_.answers.size(); }
    /// Nobody stands outside of the bands, as who reads the question mostly knows: no place to hide anybody.
    bool rest_is_empty() const { return has_rest() && lines_.front().counts.back() == 0; }

    Asked asked_in(Part part) const {
        const auto name = part.of == Part::Of::option ? answer_sum(order_.name, order_.answers[part.option]) : order_.name;
        std::vector<std::string> answers;
        if (part.of == Part::Of::option) answers = {"oui", "non"};
        if (part.of == Part::Of::answers) answers = order_.answers;
        if (part.of == Part::Of::answers && has_rest()) answers.push_back(no_band);
        Asked asked;
        for (std::size_t i = 0; i < answers.size(); ++i) asked.answers.push_back(static_cast<int>(i));
        if (!order_.linked) {
            if (part.of != Part::Of::bases) asked.variable = SetVariable{name, answers, {}, false};
            return asked;
        }
        asked.linked = with_follow_up(*order_.linked, order_.asked, name, answers);
        asked.variable = asked.linked->variable();
        asked.base = asked.linked->place(name);
        for (std::size_t i = 0; i < answers.size(); ++i) asked.answers[i] = asked.linked->place(answer_sum(name, answers[i]));
        return asked;
    }

    PublishedSet empty_set(Part part, const Asked& asked) const {
        PublishedSet set;
        set.smallest_count = limits_.smallest_count;
        set.nobody_is_small = order_.sensitive && (part.of != Part::Of::bases || order_.linked);
        for (const auto& breakdown : breakdowns_) set.variables.push_back(breakdown.variable);
        if (asked.variable) set.variables.push_back(*asked.variable);
        return set;
    }

    std::string name_of(Part part) const {
        return part.of == Part::Of::bases ? order_.name + " (base)" : part.of == Part::Of::option ? order_.name + " = " + order_.answers[part.option] : order_.name;
    }

    /// A figure stands in the set when a table may show it, or when it must not be found out.
    bool stands(const Figure& figure, Part part) const {
        const auto& line = lines_[figure.line];
        if (is_empty_rest(figure)) return figure.line == 0;
        if (is_small(figure)) return true;
        return part.of == Part::Of::bases ? may_show_base(line) : done_.bases.count(line.key) > 0;
    }

    bool is_empty_rest(const Figure& figure) const { return rest_is_empty() && figure.answer == order_.answers.size(); }

    bool is_decided(const Figure& figure, Part part) const {
        if (is_empty_rest(figure)) return true;
        return part.of != Part::Of::bases && !figure.answer && !is_small(figure);
    }

    forms::Result<void> decide(Part part) {
        const auto asked = asked_in(part);
        auto set = empty_set(part, asked);
        std::vector<bool> already;
        std::vector<Figure> in;
        for (auto& figure : figures_in(lines_, part, asked)) {
            if (!stands(figure, part)) continue;
            set.cells.push_back({figure.key, figure.count, name_of(part)});
            already.push_back(is_decided(figure, part));
            in.push_back(std::move(figure));
        }
        const auto counted = set.cells.size();
        const auto linked = linked_keys(asked);
        for (std::size_t i = 0; i < linked.size(); ++i) {
            set.cells.push_back({linked[i], asked.linked->figures[i].count, name_of(part)});
            already.push_back(asked.linked->figures[i].shown);
        }
        ReleasesOverTime over{std::move(set), std::move(already), order_.snapshot};
        for (std::size_t e = 0; e < earlier_.size(); ++e) {
            const auto& before = earlier_[e];
            std::map<SetKey, std::int64_t> remaining;
            for (const auto& figure : figures_in(before.lines, part, asked)) remaining[figure.key] = figure.count;
            for (std::size_t i = 0; i < linked.size(); ++i) remaining[linked[i]] = asked.linked->figures[i].before[e];
            if (!over.add(before.name, before.sets, name_of(part), remaining, before.somebody_left))
                return forms::Problem{forms::Code::tables_release_too_close, order_.name, "", {{"day", before.name.substr(0, 10)}}};
        }
        auto released = over.release();
        if (!released) return released.error();
        for (std::size_t i = 0; i < counted; ++i) note(in[i], released->fates[i] == Release::Fate::published, part);
        done_.sets.push_back({name_of(part), std::move(released->set)});
        return {};
    }

    /// What the figures of linked questions are called in a set of this part.
    static std::vector<SetKey> linked_keys(const Asked& asked) {
        std::vector<SetKey> keys;
        if (!asked.linked) return keys;
        for (const auto& figure : asked.linked->figures) {
            keys.push_back(figure.line);
            keys.back().push_back(asked.linked->place(figure.of));
        }
        return keys;
    }

    void note(const Figure& figure, bool shown, Part part) {
        const auto& key = lines_[figure.line].key;
        if (part.of == Part::Of::bases) {
            if (shown && may_show_base(lines_[figure.line])) done_.bases.insert(key);
        } else if (figure.answer && !shown) {
            if (const auto line = done_.answers.find(key); line != done_.answers.end()) line->second[*figure.answer] = false;
        }
    }

    void count() {
        for (const auto& line : lines_) {
            if (!line.has_row) continue;
            const bool shown = done_.bases.count(line.key) > 0;
            done_.figures += 1 + order_.answers.size();
            done_.hidden += shown ? 0 : 1 + order_.answers.size();
            if (!shown || order_.answers.empty()) continue;
            const auto& answers = done_.answers.at(line.key);
            done_.hidden += static_cast<std::size_t>(std::count(answers.begin(), answers.begin() + static_cast<std::ptrdiff_t>(order_.answers.size()), false));
        }
    }

    const ReleaseOrder& order_;
    const std::vector<ReleaseLine>& lines_;
    std::span<const Recoding> breakdowns_;
    const Thresholds& limits_;
    const std::set<SetKey>* within_;
    std::span<const EarlierRelease> earlier_;
    QuestionRelease done_;
};

/// The line that a key of a table stands for; nothing when it has no row of its own.
std::optional<SetKey> line_key(const Group& group, std::span<const Recoding> breakdowns, const Table& table, TableOf of) {
    SetKey key(breakdowns.size(), all_of_them);
    if (!of.breakdown || group.key.empty() || group.key.front() == all_of_them) return key;
    const auto& recoding = breakdowns[*of.breakdown];
    const auto category = static_cast<std::size_t>(group.key.front());
    if (!of.kinds) {
        const auto place = recoding.place_of[category];
        if (!recoding.shown[place]) return std::nullopt;
        key[*of.breakdown] = static_cast<int>(place);
        return key;
    }
    const auto& groups = recoding.variable.groups;
    const auto& kind = table.by.front().categories[category].name;
    const auto found = std::find_if(groups.begin(), groups.end(), [&](const auto& one) { return one.name == kind; });
    if (found == groups.end()) return std::nullopt;
    key[*of.breakdown] = static_cast<int>(recoding.shown.size() + static_cast<std::size_t>(found - groups.begin()));
    return key;
}

/// Mean and median are those of the shown counts when each answer is one value and nobody stands beside them.
bool counts_give_numbers(const Table& table, const Group& group) {
    return is_scale(table.question) && group.base == std::accumulate(group.counts.begin(), group.counts.end(), std::int64_t{0});
}

}  // namespace

std::vector<ReleaseLine> lines_of(const Table& everybody, std::span<const Table> by, std::span<const Recoding> breakdowns) {
    std::vector<ReleaseLine> lines{line_of(everybody, everybody.groups.back())};
    lines.front().key.assign(breakdowns.size(), all_of_them);
    lines.front().has_row = true;
    for (std::size_t v = 0; v < breakdowns.size(); ++v) {
        std::vector<ReleaseLine> categories;
        for (std::size_t i = 0; i + 1 < by[v].groups.size(); ++i) categories.push_back(line_of(by[v], by[v].groups[i]));
        add_breakdown(lines, categories, v, breakdowns);
    }
    return lines;
}

Table among_everybody(Table own) {
    own.groups.back().base = own.people;
    return own;
}

Hidden no_row_of(const Table& own) {
    Hidden hidden;
    hidden.people = hidden.unclassified = hidden.anything = true;
    hidden.groups.assign(own.groups.size(), {false, true, true, true, true, std::vector<bool>(own.question.categories.size(), true)});
    return hidden;
}

std::vector<ReleaseLine> lines_of_people(std::int64_t people, std::span<const Table> own, std::span<const Recoding> breakdowns) {
    std::vector<ReleaseLine> lines{{SetKey(breakdowns.size(), all_of_them), people, {}, true}};
    for (std::size_t v = 0; v < breakdowns.size(); ++v) {
        std::vector<ReleaseLine> categories;
        for (const auto count : own[v].groups.back().counts) categories.push_back({{}, count, {}, false});
        add_breakdown(lines, categories, v, breakdowns);
    }
    return lines;
}

forms::Result<QuestionRelease> release_question(const ReleaseOrder& order, const std::vector<ReleaseLine>& lines, std::span<const Recoding> breakdowns,
                                                const Thresholds& limits, const std::set<SetKey>* within, std::span<const EarlierRelease> earlier) {
    return Releasing{order, lines, breakdowns, limits, within, earlier}.run();
}

LinkedQuestions linked_after(const ReleaseOrder& order, const std::vector<ReleaseLine>& lines, const QuestionRelease& release, const Thresholds& limits,
                             std::span<const EarlierRelease> earlier) {
    auto linked = order.linked ? with_follow_up(*order.linked, order.asked, order.name, order.answers) : first_question(order.name, order.answers);
    const auto add = [&](std::size_t at, std::string of, std::int64_t count, bool shown, bool small, const auto& count_before) {
        if (!shown && !small) return;
        LinkedFigure figure{lines[at].key, std::move(of), count, shown, {}};
        for (const auto& before : earlier) figure.before.push_back(count_before(before.lines[at]));
        linked.figures.push_back(std::move(figure));
    };
    for (std::size_t at = 0; at < lines.size(); ++at) {
        const auto& line = lines[at];
        add(at, order.name, line.base, release.bases.count(line.key) > 0, is_small_base(line.base, limits), [](const ReleaseLine& before) { return before.base; });
        const auto shown = release.answers.find(line.key);
        for (std::size_t i = 0; i < order.answers.size(); ++i)
            add(at, answer_sum(order.name, order.answers[i]), line.counts[i], shown != release.answers.end() && shown->second[i],
                is_small_answer(line.counts[i], line.base, order, limits), [i](const ReleaseLine& before) { return before.counts[i]; });
    }
    return linked;
}

std::set<SetKey> lines_of_follow_up(const QuestionRelease& before, const std::vector<bool>& answers, const std::set<SetKey>& within) {
    std::set<SetKey> lines;
    for (const auto& [key, shown] : before.answers) {
        bool all = within.count(key) > 0;
        for (std::size_t i = 0; i < answers.size(); ++i) all = all && (!answers[i] || shown[i]);
        if (all) lines.insert(key);
    }
    return lines;
}

Hidden hidden_in(const Table& table, const QuestionRelease& release, std::span<const Recoding> breakdowns, TableOf of) {
    Hidden hidden;
    hidden.people = hidden.unclassified = hidden.anything = true;
    for (const auto& group : table.groups) {
        Hidden::InGroup one{true, true, true, true, true, std::vector<bool>(table.question.categories.size(), true)};
        const auto key = line_key(group, breakdowns, table, of);
        const auto shown = key ? release.answers.find(*key) : release.answers.end();
        if (shown != release.answers.end()) {
            one.whole = false;
            for (std::size_t i = 0; i < one.counts.size(); ++i) one.counts[i] = !shown->second[i];
            one.mean = !counts_give_numbers(table, group) || std::count(shown->second.begin(), shown->second.end(), false) > 0;
        }
        hidden.groups.push_back(std::move(one));
    }
    return hidden;
}

Hidden hidden_of_people(const Table& own, const QuestionRelease& people, std::span<const Recoding> breakdowns, std::size_t breakdown) {
    Hidden hidden;
    hidden.people = hidden.unclassified = hidden.anything = true;
    const bool known = people.bases.count(SetKey(breakdowns.size(), all_of_them)) > 0;
    Hidden::InGroup one{!known, true, true, true, true, {}};
    const auto& recoding = breakdowns[breakdown];
    for (const auto place : recoding.place_of) {
        SetKey key(breakdowns.size(), all_of_them);
        key[breakdown] = static_cast<int>(place);
        one.counts.push_back(!recoding.shown[place] || people.bases.count(key) == 0);
    }
    hidden.groups.assign(own.groups.size(), one);
    return hidden;
}

}  // namespace ecoute::analysis
