// Walks through questionnaires, for the browser's session to be compared with: each line on stdin is
// {"form": document, "walk": [{"set": name, "at": [..], "value": answer}, {"add": repeat, "at": [..]}, {"remove": repeat,
// "at": [.., row]}], "begun": answers?}; each line on stdout {"compiled": the form for the browser, "answers": [after loading, after each
// step]}, or {"error"}. With "alone", answers are those of a whole evaluation, which must be the same.
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>

#include "forms/form_json.hpp"
#include "forms/session.hpp"
#include "forms/validate.hpp"

namespace {

namespace f = ecoute::forms;
using nlohmann::json;

struct StoppedClock : f::Clock {
    std::chrono::sys_time<std::chrono::milliseconds> now() const override {
        return std::chrono::sys_time<std::chrono::milliseconds>(std::chrono::milliseconds(1'768'478'400'000));
    }
    std::chrono::minutes local_offset(std::chrono::sys_seconds) const override { return std::chrono::minutes(0); }
};

/// One answer as a submission of its own would give it, whatever the repeat that it stands in.
f::Answer answer_of(const f::Form& form, std::uint32_t question, const json& value) {
    json holder{{form.questions[question].name, value}};
    const auto parent = form.questions[question].parent;
    if (parent != f::none && form.questions[parent].type == f::QuestionType::grid)
        holder = {{form.questions[parent].name,
                   {{form.questions[question].name.substr(form.questions[parent].name.size() + 1), value}}}};
    for (auto repeat = form.questions[question].repeat; repeat != f::none; repeat = form.questions[repeat].repeat)
        holder = {{form.questions[repeat].name, json::array({std::move(holder)})}};
    f::Problems problems;
    const f::Answers answers = f::answers_from_json(form, holder.dump(), problems);
    const f::Answers* at = &answers;
    for (const auto repeat : f::enclosing_repeats(form, question)) {
        const auto* rows = std::get_if<std::vector<f::Answers>>(&at->by_question[f::entry_of(form, repeat)].value);
        if (!rows) return {};
        at = &rows->front();
    }
    return at->by_question[f::entry_of(form, question)];
}

void take(f::Session& session, const f::Form& form, const json& step) {
    const auto at = step.value("at", std::vector<std::uint32_t>{});
    for (const auto* what : {"set", "add", "remove"}) {
        if (!step.contains(what)) continue;
        const auto question = form.find(step.at(what).get<std::string>());
        if (!question) return;
        if (what[0] == 's') session.set({*question, at}, answer_of(form, *question, step.value("value", json())));
        if (what[0] == 'a') session.add_row({*question, at});
        if (what[0] == 'r') session.remove_row({*question, at});
    }
}

json walked(const json& line) {
    const auto reading = f::read_form(line.at("form").dump());
    if (!reading.form) return {{"error", f::name(reading.mistakes.front().code)}, {"where", reading.mistakes.front().where}};
    const f::Form& form = *reading.form;
    const StoppedClock clock;
    json result{{"compiled", f::compiled_json(form)}, {"answers", json::array()}, {"visits", json::array()}};
    f::Problems problems;
    auto session = line.contains("begun") ? f::Session(form, clock, "fr", f::answers_from_json(form, line.at("begun").dump(), problems))
                                          : f::Session(form, clock, "fr");
    std::size_t before = 0;
    const auto note = [&] {
        result["answers"].push_back(json::parse(f::answers_to_json(form, session.answers())));
        result["visits"].push_back(session.visits() - before);
        before = session.visits();
    };
    note();
    for (const auto& step : line.at("walk")) {
        take(session, form, step);
        note();
    }
    return result;
}

}  // namespace

int main() {
    std::ios::sync_with_stdio(false);
    for (std::string line; std::getline(std::cin, line);) std::cout << walked(json::parse(line)).dump() << '\n';
}
