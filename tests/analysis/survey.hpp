#pragma once
#include <map>
#include <string>
#include <vector>

#include "analysis/crosstab.hpp"
#include "analysis/outputs.hpp"

namespace ecoute::analysis::test {

inline forms::Text french(std::string text) { return {{"fr", std::move(text)}}; }

/// A small survey written in a test: questions first, then people, a vector of columns a question.
struct Survey {
    forms::Form form;
    forms::Columns columns;

    Survey() {
        form.default_language = "fr";
        form.languages = {"fr"};
    }

    std::uint32_t list(const std::vector<std::string>& names) {
        forms::ChoiceList list;
        for (const auto& name : names) {
            forms::Choice choice;
            choice.name = name;
            choice.label = french(name);
            if (name == "nsp") choice.refusal = true;
            list.index.emplace(name, static_cast<forms::ChoiceIndex>(list.choices.size()));
            list.choices.push_back(choice);
        }
        form.lists.push_back(list);
        return static_cast<std::uint32_t>(form.lists.size() - 1);
    }

    std::uint32_t add(forms::QuestionType type, const std::string& name, const std::vector<std::string>& choices = {}) {
        forms::Question question;
        question.name = name;
        question.type = type;
        question.label = french(name);
        if (!choices.empty()) question.list = list(choices);
        const auto at = static_cast<std::uint32_t>(form.questions.size());
        question.end = at + 1;
        form.questions.push_back(question);
        form.index.emplace(name, at);
        columns.by_question.emplace_back();
        return at;
    }

    forms::Column& column(std::uint32_t question) { return columns.by_question[question]; }

    /// `times` more people who gave these codes, in the order of `questions`.
    void people(std::size_t times, const std::vector<std::uint32_t>& questions,
                const std::vector<std::uint16_t>& codes) {
        for (std::size_t i = 0; i < questions.size(); ++i)
            column(questions[i]).codes.append(times, codes[i]);
        columns.people += times;
    }

    Table table(const std::string& question, const std::vector<std::string>& by = {}) const {
        return crosstab(form, columns, {question, by}).value();
    }
};

inline const Group& group(const Table& table, const std::vector<int>& key) {
    return table.groups.at(group_at(table.by, key).value());
}

/// The case of PEERS.md T2: 80 of 100 women and 90 of 900 men say yes.
inline Survey eighty_and_ten() {
    Survey survey;
    const auto gender = survey.add(forms::QuestionType::select_one, "genre", {"femme", "homme"});
    survey.form.breakdowns.gender = gender;
    const auto question = survey.add(forms::QuestionType::select_one, "q", {"oui", "non"});
    survey.people(80, {gender, question}, {0, 0});
    survey.people(20, {gender, question}, {0, 1});
    survey.people(90, {gender, question}, {1, 0});
    survey.people(810, {gender, question}, {1, 1});
    return survey;
}

}  // namespace ecoute::analysis::test
