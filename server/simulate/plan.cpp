#include "server/simulate/plan.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <nlohmann/json.hpp>
#include <optional>

#include "forms/expression/expression.hpp"
#include "forms/response_json.hpp"

namespace ecoute::server {
namespace {

using forms::Code;
using forms::QuestionType;
using nlohmann::json;

/// Of chance alone: few leave a question out, fewer say that they prefer not to answer.
constexpr double usual_no_answer_percent = 2, usual_refused_percent = 1;

std::optional<std::chrono::sys_days> day_of(const std::string& text) {
    int year = 0, month = 0, day = 0;
    if (text.size() != 10) return std::nullopt;
    const auto number = [&](std::size_t at, std::size_t size, int& to) {
        const auto* end = text.data() + at + size;
        const auto read = std::from_chars(text.data() + at, end, to);
        return read.ec == std::errc{} && read.ptr == end;
    };
    if (!number(0, 4, year) || !number(5, 2, month) || !number(8, 2, day)) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                                           std::chrono::day{static_cast<unsigned>(day)}};
    if (!date.ok()) return std::nullopt;
    return std::chrono::sys_days{date};
}

std::optional<double> number_of(const std::string& text) {
    double number = 0;
    const auto* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, number);
    return read.ec == std::errc{} && read.ptr == end ? std::optional{number} : std::nullopt;
}

/// Whether a person may leave it out: false too when that depends on other answers.
bool may_be_left_out(const forms::Question& question) { return !question.always_required && question.required.empty(); }

bool is_number(QuestionType type) {
    return type == QuestionType::integer || type == QuestionType::decimal || type == QuestionType::range;
}

/// Reads a plan against a form. Each part that is wrong is a problem and leaves what was there.
class Reader {
public:
    Reader(const forms::Form& form, Plan& plan) : form_(form), plan_(plan) {}

    void read(const json& document) {
        read_percent(document, "refusals_per_100", "", plan_.refusals_per_100);
        read_mix(document, "channels", plan_.channels);
        read_mix(document, "languages", plan_.languages);
        drop_unknown_channels();
        if (document.contains("fieldwork")) read_fieldwork(document["fieldwork"]);
        if (document.contains("quartiers")) read_quartiers(document["quartiers"]);
        for (std::uint32_t q = 0; q < form_.questions.size(); ++q) {
            auto& manner = plan_.by_question[q];
            if (!may_be_left_out(form_.questions[q])) continue;
            read_percent(document, "no_answer", "", manner.no_answer_percent);
            read_percent(document, "refused", "", manner.refused_percent);
        }
        if (document.contains("answers")) read_answers(document["answers"]);
    }

private:
    void problem(Code code, const std::string& subject, std::string where) {
        plan_.problems.push_back({code, subject, std::move(where), {}});
    }

    void read_percent(const json& object, const char* name, const std::string& where, double& into) {
        if (!object.contains(name)) return;
        const auto& value = object[name];
        if (!value.is_number() || !(value.get<double>() >= 0) || value.get<double>() > 100)
            return problem(Code::answer_wrong_type, name, where + "/" + name);
        into = value.get<double>();
    }

    void read_mix(const json& document, const char* name, std::vector<std::pair<std::string, double>>& into) {
        if (!document.contains(name)) return;
        if (!is_weights(document[name])) return problem(Code::answer_wrong_type, name, std::string{"/"} + name);
        into.clear();
        for (const auto& [word, weight] : document[name].items()) into.emplace_back(word, weight.get<double>());
    }

    void drop_unknown_channels() {
        std::erase_if(plan_.channels, [this](const auto& channel) {
            const bool known =
                std::find(forms::channels.begin(), forms::channels.end(), channel.first) != forms::channels.end();
            if (!known) problem(Code::answer_choice_unknown, channel.first, "/channels");
            return !known;
        });
    }

    void read_fieldwork(const json& object) {
        auto& fieldwork = plan_.fieldwork;
        if (!object.is_object()) return problem(Code::answer_wrong_type, "fieldwork", "/fieldwork");
        const auto from = day_of(object.value("from", json("")).is_string() ? object.value("from", std::string{}) : "");
        const auto to = day_of(object.value("to", json("")).is_string() ? object.value("to", std::string{}) : "");
        if (!from || !to || *to < *from) return problem(Code::answer_wrong_type, "fieldwork", "/fieldwork");
        fieldwork.from = *from;
        fieldwork.to = *to;
        if (object.contains("week") && is_list_of_weights(object["week"]) && object["week"].size() == 7)
            fieldwork.week = object["week"].get<std::vector<double>>();
        read_pair(object, "hours", 0, 24, fieldwork.first_hour, fieldwork.last_hour);
        read_pair(object, "minutes", 1, 24 * 60, fieldwork.fewest_minutes, fieldwork.most_minutes);
    }

    void read_pair(const json& object, const char* name, int least, int most, int& first, int& second) {
        if (!object.contains(name)) return;
        const auto& pair = object[name];
        const bool good = pair.is_array() && pair.size() == 2 && pair[0].is_number_integer() &&
                          pair[1].is_number_integer() && pair[0] >= least && pair[1] <= most && pair[0] < pair[1];
        if (!good) return problem(Code::answer_wrong_type, name, std::string{"/fieldwork/"} + name);
        first = pair[0].get<int>();
        second = pair[1].get<int>();
    }

    void read_quartiers(const json& object) {
        if (plan_.quartiers.empty() || !object.is_object()) return;
        for (const auto& [code, count] : object.items()) {
            const auto choice = form_.list_of(form_.breakdowns.quartier).find(code);
            if (choice && count.is_number_unsigned())
                plan_.quartiers[*choice] = std::min(count.get<std::size_t>(), most_respondents);
        }
    }

    void read_answers(const json& answers) {
        if (!answers.is_object()) return problem(Code::answer_wrong_type, "answers", "/answers");
        for (const auto& [name, manner] : answers.items()) {
            const auto question = form_.find(name);
            const std::string where = "/answers/" + name;
            if (!question) {
                problem(Code::answer_question_unknown, name, where);
            } else if (!manner.is_object()) {
                problem(Code::answer_wrong_type, name, where);
            } else if (form_.questions[*question].type == QuestionType::grid) {
                for (auto row = *question + 1; row < form_.questions[*question].end; ++row)
                    read_manner(row, manner, where);
            } else {
                read_manner(*question, manner, where);
            }
        }
    }

    void read_manner(std::uint32_t question, const json& object, const std::string& where) {
        auto& manner = plan_.by_question[question];
        if (may_be_left_out(form_.questions[question])) {
            read_percent(object, "no_answer", where, manner.no_answer_percent);
            read_percent(object, "refused", where, manner.refused_percent);
            read_answered(object, where, manner);
        }
        if (object.contains("texts")) read_texts(object["texts"], where, manner);
        for (const char* name : {"shares", "weights"})
            if (object.contains(name)) read_weights(question, object[name], where + "/" + name, manner);
        if (object.contains("alone")) {
            manner.alone_percent.assign(manner.weights.size(), 0);
            read_words(question, object["alone"], where + "/alone", manner, manner.alone_percent);
        }
        if (object.contains("how_many") && is_list_of_weights(object["how_many"]))
            manner.how_many = object["how_many"].get<std::vector<double>>();
        if (object.contains("more")) read_shifts(question, object["more"], where + "/more", manner);
    }

    /// "answered": 22 is short for no_answer 78 and refused 0.
    void read_answered(const json& object, const std::string& where, Manner& manner) {
        if (!object.contains("answered")) return;
        double answered = 100;
        read_percent(object, "answered", where, answered);
        manner.no_answer_percent = 100 - answered;
        manner.refused_percent = 0;
    }

    void read_texts(const json& texts, const std::string& where, Manner& manner) {
        for (const auto& [language, list] : texts.items()) {
            const bool good = list.is_array() && !list.empty() &&
                              std::all_of(list.begin(), list.end(), [](const json& text) { return text.is_string(); });
            if (!good) return problem(Code::answer_wrong_type, language, where + "/texts");
            manner.texts[language] = list.get<std::vector<std::string>>();
        }
    }

    void read_weights(std::uint32_t question, const json& object, const std::string& where, Manner& manner) {
        if (is_number(form_.questions[question].type) && is_weights(object)) {
            manner.numbers.clear();
            for (const auto& [word, weight] : object.items())
                if (const auto number = number_of(word)) manner.numbers.push_back(*number);
            manner.weights.assign(manner.numbers.size(), 0);
        } else {
            std::fill(manner.weights.begin(), manner.weights.end(), 0);
        }
        read_words(question, object, where, manner, manner.weights);
    }

    /// {"choice": weight} into one number a choice.
    void read_words(std::uint32_t question, const json& object, const std::string& where, const Manner& manner,
                    std::vector<double>& into) {
        if (!is_weights(object)) return problem(Code::answer_wrong_type, form_.questions[question].name, where);
        const auto words = words_of(form_, question, manner);
        for (const auto& [word, weight] : object.items()) {
            const auto found = std::find(words.begin(), words.end(), word);
            if (found == words.end())
                problem(Code::answer_choice_unknown, form_.questions[question].name, where + "/" + word);
            else
                into[static_cast<std::size_t>(found - words.begin())] = weight.get<double>();
        }
    }

    void read_shifts(std::uint32_t question, const json& list, const std::string& where, Manner& manner) {
        if (!list.is_array()) return problem(Code::answer_wrong_type, form_.questions[question].name, where);
        for (std::size_t i = 0; i < list.size(); ++i) {
            const auto here = where + "/" + std::to_string(i);
            if (!list[i].is_object() || !list[i].contains("when") || !list[i].contains("times") ||
                !list[i]["when"].is_object()) {
                problem(Code::answer_wrong_type, form_.questions[question].name, here);
                continue;
            }
            if (!is_about_row(question, list[i]["when"])) continue;
            Shift shift{{}, std::vector<double>(manner.weights.size(), 1)};
            read_words(question, list[i]["times"], here + "/times", manner, shift.times);
            if (read_conditions(question, list[i]["when"], here + "/when", shift.when))
                manner.shifts.push_back(std::move(shift));
        }
    }

    /// "row" chooses rows of a grid: q6.ecoles is row "ecoles".
    bool is_about_row(std::uint32_t question, const json& when) {
        if (!when.contains("row") || !when["row"].is_array()) return true;
        const auto& name = form_.questions[question].name;
        const auto row = name.substr(name.rfind('.') + 1);
        return std::find(when["row"].begin(), when["row"].end(), json(row)) != when["row"].end();
    }

    /// False when the person can't have answered it before, so that the shift must not apply to everybody.
    bool read_conditions(std::uint32_t question, const json& when, const std::string& where,
                         std::vector<Condition>& into) {
        for (const auto& [name, words] : when.items()) {
            if (name == "row") continue;
            const bool good = words.is_array() &&
                              std::all_of(words.begin(), words.end(), [](const json& w) { return w.is_string(); });
            const auto condition = good ? condition_on(name, question) : std::nullopt;
            if (!condition) {
                problem(good ? Code::answer_question_unknown : Code::answer_wrong_type, name, where);
                return false;
            }
            into.push_back(*condition);
            into.back().words = words.get<std::vector<std::string>>();
        }
        return true;
    }

    std::optional<Condition> condition_on(const std::string& name, std::uint32_t question) const {
        if (name == "channel") return Condition{Condition::On::channel, forms::none, "", {}};
        if (name == "language") return Condition{Condition::On::language, forms::none, "", {}};
        if (const auto asked = form_.find(name))
            return *asked < question ? std::optional{Condition{Condition::On::answer, *asked, "", {}}} : std::nullopt;
        if (plan_.quartiers.empty()) return std::nullopt;
        return Condition{Condition::On::quartier_column, form_.breakdowns.quartier, name, {}};
    }

    static bool is_weight(const json& value) { return value.is_number() && value.get<double>() >= 0; }
    static bool is_weights(const json& object) {
        return object.is_object() && std::all_of(object.begin(), object.end(), is_weight);
    }
    static bool is_list_of_weights(const json& list) {
        return list.is_array() && !list.empty() && std::all_of(list.begin(), list.end(), is_weight);
    }

    const forms::Form& form_;
    Plan& plan_;
};

/// Of chance alone: every choice as likely, except that few prefer not to say.
Manner even_manner(const forms::Form& form, std::uint32_t question) {
    Manner manner;
    const auto& asked = form.questions[question];
    if (may_be_left_out(asked)) {
        manner.no_answer_percent = usual_no_answer_percent;
        manner.refused_percent = usual_refused_percent;
    }
    if (asked.list == forms::none) return manner;
    const auto& choices = form.list_of(question).choices;
    for (const auto& choice : choices) {
        manner.weights.push_back(choice.refusal ? 0.05 : 1);
        manner.alone_percent.push_back(choice.exclusive ? 5 : 0);
    }
    return manner;
}

bool has_quartiers(const forms::Form& form) {
    const auto question = form.breakdowns.quartier;
    return question != forms::none && form.questions[question].type == QuestionType::select_one;
}

}  // namespace

std::vector<std::string> words_of(const forms::Form& form, std::uint32_t question, const Manner& manner) {
    std::vector<std::string> words;
    if (form.questions[question].list != forms::none)
        for (const auto& choice : form.list_of(question).choices) words.push_back(choice.name);
    else
        for (const double number : manner.numbers) words.push_back(forms::expression::number_text(number));
    return words;
}

Plan read_plan(const forms::Form& form, std::string_view text) {
    Plan plan;
    for (std::uint32_t q = 0; q < form.questions.size(); ++q) plan.by_question.push_back(even_manner(form, q));
    if (has_quartiers(form)) plan.quartiers.assign(form.list_of(form.breakdowns.quartier).choices.size(), 0);
    plan.channels = {{"tablet", 1}, {"link", 1}};
    plan.languages = {{form.default_language, 1}};
    if (text.empty()) return plan;

    const auto document = json::parse(text, nullptr, false);
    if (document.is_object())
        Reader{form, plan}.read(document);
    else
        plan.problems.push_back({Code::response_malformed, "", "", {}});
    return plan;
}

}  // namespace ecoute::server
