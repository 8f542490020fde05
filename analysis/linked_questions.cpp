#include "analysis/linked_questions.hpp"

#include <algorithm>
#include <set>

namespace ecoute::analysis {

SetVariable LinkedQuestions::variable() const {
    SetVariable made{name, cells, {}, false, silent};
    for (const auto& [sum, members] : sums)
        if (members.size() > 1 && members.size() < cells.size()) made.groups.push_back({sum, members});
    return made;
}

int LinkedQuestions::place(const std::string& sum) const {
    const auto& wanted = sums.at(sum);
    if (wanted.size() == cells.size()) return all_of_them;
    if (wanted.size() == 1) return static_cast<int>(wanted.front());
    auto at = static_cast<int>(cells.size());
    for (const auto& [other, members] : sums) {
        if (other == sum) return at;
        at += members.size() > 1 && members.size() < cells.size();
    }
    return at;
}

std::string answer_sum(const std::string& question, const std::string& answer) { return question + " = " + answer; }

LinkedQuestions first_question(const std::string& name, const std::vector<std::string>& answers) {
    LinkedQuestions made{name, {}, {}, {}, {}};
    for (const auto& answer : answers) {
        const auto cell = static_cast<std::uint32_t>(made.cells.size());
        made.cells.push_back(answer_sum(name, answer));
        made.sums[made.cells.back()] = {cell};
        made.sums[name].push_back(cell);
    }
    return made;
}

LinkedQuestions with_follow_up(const LinkedQuestions& before, std::span<const std::string> asked, const std::string& name, const std::vector<std::string>& parts) {
    std::set<std::uint32_t> split;
    for (const auto& sum : asked) split.insert(before.sums.at(sum).begin(), before.sums.at(sum).end());
    LinkedQuestions made{before.name + " + " + name, {}, {}, {}, before.figures};
    std::vector<std::string> told;  // of who answered: what stands behind the cell's name, and the sum that it belongs to
    for (const auto& part : parts) told.push_back(answer_sum(name, part));
    if (parts.empty()) told.push_back(name);
    std::vector<std::vector<std::uint32_t>> become(before.cells.size());
    for (std::uint32_t cell = 0; cell < before.cells.size(); ++cell) {
        const bool was_silent = std::binary_search(before.silent.begin(), before.silent.end(), cell);
        const auto add = [&](const std::string& more, bool is_silent) {
            const auto now = static_cast<std::uint32_t>(made.cells.size());
            made.cells.push_back(before.cells[cell] + more);
            become[cell].push_back(now);
            if (was_silent || is_silent) made.silent.push_back(now);
            return now;
        };
        if (!split.count(cell)) {
            add("", false);
            continue;
        }
        for (const auto& one : told) {
            const auto now = add(" + " + one, false);
            made.sums[one].push_back(now);
            if (one != name) made.sums[name].push_back(now);
        }
        add(" + " + name + " : -", true);
    }
    for (const auto& [sum, members] : before.sums)
        for (const auto cell : members) made.sums[sum].insert(made.sums[sum].end(), become[cell].begin(), become[cell].end());
    return made;
}

}  // namespace ecoute::analysis
