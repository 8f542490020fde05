#include "server/pages/paper.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "forms/numbers.hpp"
#include "forms/skips.hpp"
#include "server/pages/page.hpp"
#include "server/pages/paper_conditions.hpp"
#include "server/qr.hpp"

namespace ecoute::server {
namespace {

using forms::Form;
using forms::Question;
using forms::QuestionType;
using nlohmann::json;
using enum forms::QuestionType;

/// Most numbers of a scale that stand side by side to be circled; wider ones are written in boxes.
constexpr double most_on_scale = 11;
constexpr int usual_digits = 3, most_digits = 8, lines_of_text = 1, lines_of_long_text = 5;

bool is_grid_row(const Form& form, const Question& question) {
    return question.parent != forms::none && form.questions[question.parent].type == grid;
}

/// True for what has a number on paper: questions that people answer, grids once for all their rows.
bool is_numbered(const Form& form, std::uint32_t i) {
    const Question& question = form.questions[i];
    return question.type == grid || (forms::is_asked(question.type) && !is_grid_row(form, question));
}

/// "a", "b" ... "z", "aa": rows of a grid.
std::string letter(std::size_t row) {
    std::string text(1, static_cast<char>('a' + row % 26));
    return row < 26 ? text : letter(row / 26 - 1) + text;
}

class Paper {
public:
    Paper(const Words& words, const Form& form, std::string language)
        : words_(words), form_(form), language_(std::move(language)), conditions_(words, form, language_, numbers_) {
        for (std::uint32_t i = 0; i < form.questions.size(); ++i) number(i);
    }

    json items() {
        json all = json::array();
        for (std::uint32_t i = 0; i < form_.questions.size(); i = form_.questions[i].end) add(i, all);
        return all;
    }

    std::string shown(const forms::Text& text) const { return conditions_.filled(forms::shown(text, language_, form_.default_language).text); }

private:
    std::string say(std::string_view key, const Words::Facts& facts = {}) const { return words_.say(language_, key, facts); }

    void number(std::uint32_t i) {
        const Question& question = form_.questions[i];
        if (is_grid_row(form_, question)) {
            numbers_[i] = numbers_[question.parent] + " " + letter(i - question.parent - 1);
            return;
        }
        if (!is_numbered(form_, i)) return;
        places_[i] = order_.size();
        order_.push_back(i);
        numbers_[i] = std::to_string(order_.size());
    }

    /// What every item says, whatever its kind. Names are always set, so that a template never finds those of something around it.
    json common(std::uint32_t i) {
        const Question& question = form_.questions[i];
        json item{{"number", number_shown(i)}, {"label", shown(question.label)}, {"hint", shown(question.hint)}, {"condition", condition(i)},
                  {"needed", question.always_required ? say("paper.required") : ""}, {"name", question.name}, {"how", ""}};
        for (const char* kind : {"head", "note", "boxes", "lines", "cells", "scale", "table", "announce", "field_sheet", "tick"}) item[kind] = false;
        return item;
    }

    std::string number_shown(std::uint32_t i) const {
        const auto found = numbers_.find(i);
        return found == numbers_.end() || form_.questions[i].type == group || form_.questions[i].type == repeat ? std::string{} : found->second;
    }

    /// The condition in words, unless the arrows beside earlier answers say it already.
    std::string condition(std::uint32_t i) const {
        const Question& question = form_.questions[i];
        if (question.relevant.empty()) return {};
        if (const auto first = first_numbered(i); first && forms::is_said_by_jumps(form_, order_, *first)) return {};
        return say("paper.only_if", {{"condition", conditions_.said(question.relevant)}});
    }

    /// Where the first question of a group stands; a note has none, so that its condition is always said.
    std::optional<std::size_t> first_numbered(std::uint32_t i) const {
        for (auto one = i; one < form_.questions[i].end; ++one)
            if (const auto found = places_.find(one); found != places_.end()) return found->second;
        return std::nullopt;
    }

    void add(std::uint32_t i, json& all) {
        const Question& question = form_.questions[i];
        announce(question, all);
        if (question.type == repeat) return add_repeat(i, all);
        if (question.type == group) return add_group(i, all);
        if (question.type == grid) return all.push_back(table(i));
        if (question.type == note) return all.push_back(kind(i, "note"));
        if (forms::is_asked(question.type)) all.push_back(asked(i));
    }

    /// Before the first of a run of sensitive questions.
    void announce(const Question& question, json& all) {
        if (question.sensitive && !in_sensitive_ && !holds_only_inside(question)) {
            json item = common(0);
            for (const char* part : {"number", "label", "hint", "condition", "needed"}) item[part] = "";
            item["announce"] = say("paper.sensitive");
            all.push_back(item);
        }
        in_sensitive_ = question.sensitive;
    }

    bool holds_only_inside(const Question& question) const { return question.type == calculate || question.type == hidden; }

    json kind(std::uint32_t i, const char* name) {
        json item = common(i);
        item[name] = true;
        return item;
    }

    bool has_something(std::uint32_t i) const {
        for (auto one = i + 1; one < form_.questions[i].end; ++one)
            if (forms::is_asked(form_.questions[one].type) || form_.questions[one].type == note) return true;
        return false;
    }

    void add_children(std::uint32_t i, json& all) {
        for (auto child = i + 1; child < form_.questions[i].end; child = form_.questions[child].end) add(child, all);
    }

    void add_group(std::uint32_t i, json& all) {
        if (!has_something(i)) return;
        json head = kind(i, "head");
        if (form_.questions[i].field_sheet && (form_.questions[i].parent == forms::none || !form_.questions[form_.questions[i].parent].field_sheet))
            head["field_sheet"] = say("paper.field_sheet");
        all.push_back(head);
        add_children(i, all);
    }

    int copies(const Question& question) const {
        const auto written = forms::plain_number(question.repeat_count.text());
        return written && *written >= 1 && *written <= 20 ? static_cast<int>(*written) : usual_rows_on_paper;
    }

    /// The same questions as often as there is room for, then what to do when that is not enough.
    void add_repeat(std::uint32_t i, json& all) {
        if (!has_something(i)) return;
        const int many = copies(form_.questions[i]);
        for (int copy = 1; copy <= many; ++copy) {
            json head = kind(i, "head");
            head["label"] = say("paper.copy", {{"label", shown(form_.questions[i].label)}, {"copy", std::to_string(copy)}});
            if (copy > 1) head["hint"] = head["condition"] = "";
            all.push_back(head);
            add_children(i, all);
        }
        json more = kind(i, "note");
        more["label"] = say("paper.copies_more", {{"copies", std::to_string(many)}});
        more["hint"] = more["condition"] = "";
        all.push_back(more);
    }

    json asked(std::uint32_t i) {
        const Question& question = form_.questions[i];
        switch (question.type) {
            case select_one:
            case select_multiple:
            case rank: return choices(i);
            case range: return scale(i);
            case integer:
            case decimal: return cells(i, digits(question), "");
            case date: return cells(i, "__/__/____", "paper.day");
            case forms::QuestionType::time: return cells(i, "__:__", "paper.hour");
            case date_time: return cells(i, "__/__/____ __:__", "paper.day");
            case acknowledge: return tick(i);
            case geopoint:
            case geotrace:
            case geoshape: return lines(i, 2, "paper.place");
            case image:
            case audio:
            case video:
            case file: return lines(i, 1, "paper.medium");
            default: return lines(i, question.appearance.find("multiline") != std::string::npos ? lines_of_long_text : lines_of_text, "");
        }
    }

    /// As many boxes as the largest answer has digits, when the constraint tells.
    static std::string digits(const Question& question) {
        int many = usual_digits;
        const auto& text = question.constraint.text();
        for (std::size_t at = 0; (at = text.find('<', at)) != std::string::npos; ++at) {
            const auto from = text.find_first_of("0123456789", at);
            if (from == std::string::npos) break;
            const auto end = std::min(text.find_first_not_of("0123456789", from), text.size());
            many = std::clamp(static_cast<int>(end - from), 1, most_digits);
        }
        auto boxes = std::string(static_cast<std::size_t>(many), '_');
        return question.type == decimal ? boxes + ",__" : boxes;
    }

    /// "_" is a box to write in, anything else stands between boxes.
    json cells(std::uint32_t i, std::string_view shape, std::string_view unit) {
        json item = kind(i, "cells");
        json all = json::array();
        for (const char c : shape) all.push_back({{"box", c == '_'}, {"sign", c == '_' ? "" : std::string(1, c)}});
        item["cells"] = {{"signs", all}, {"unit", unit.empty() ? "" : say(unit)}};
        return item;
    }

    json lines(std::uint32_t i, int many, std::string_view how) {
        json item = kind(i, "lines");
        item["lines"] = json::array();
        for (int line = 0; line < many; ++line) item["lines"].push_back({{"line", true}});
        if (!how.empty()) item["how"] = say(how);
        return item;
    }

    json tick(std::uint32_t i) {
        json item = kind(i, "tick");
        item["tick"] = say("paper.agree");
        return item;
    }

    json scale(std::uint32_t i) {
        const Question& question = form_.questions[i];
        const double width = std::fabs(question.range_end - question.range_start), count = std::floor(width / question.range_step) + 1;
        if (!(count <= most_on_scale)) return cells(i, digits(question), "");
        json item = kind(i, "scale");
        json numbers = json::array();
        const double step = question.range_end < question.range_start ? -question.range_step : question.range_step;
        for (int k = 0; k < static_cast<int>(count); ++k) numbers.push_back({{"value", forms::expression::number_text(question.range_start + k * step)}});
        item["scale"] = {{"numbers", numbers}};
        item["how"] = say("paper.scale");
        return item;
    }

    std::string how_many(const Question& question) const {
        const auto most = question.most_choices ? std::to_string(*question.most_choices) : std::string{};
        if (question.type == select_one) return say("paper.one");
        if (question.type == rank) return most.empty() ? say("paper.rank") : say("paper.rank_most", {{"most", most}});
        return most.empty() ? say("paper.several") : say("paper.several") + " " + say("paper.most", {{"most", most}});
    }

    std::string jump_words(std::size_t to) const {
        return to < order_.size() ? say("paper.jump", {{"question", numbers_.at(order_[to])}}) : say("paper.end_here");
    }

    json choices(std::uint32_t i) {
        const Question& question = form_.questions[i];
        const auto& list = form_.lists[question.list].choices;
        // A list that the campaign brings, or that would fill pages, is written down.
        if (list.empty() || list.size() > most_boxes) return lines(i, question.type == select_one ? 1 : 3, "paper.write_list");
        json item = kind(i, "boxes");
        item["how"] = how_many(question);
        bool two_columns = list.size() > 6;
        json boxes = json::array();
        for (const auto& choice : list)
            boxes.push_back({{"text", shown(choice.label)}, {"round", question.type == select_one}, {"rank", question.type == rank},
                                     {"alone", choice.exclusive && question.type == select_multiple ? say("paper.alone") : ""}, {"jump", ""}});
        if (const auto place = places_.find(i); place != places_.end())
            for (const auto& jump : forms::jumps(form_, order_, place->second)) {
                boxes[jump.choice]["jump"] = jump_words(jump.to);
                two_columns = false;
            }
        item["boxes"] = {{"list", boxes}, {"two_columns", two_columns}};
        return item;
    }

    json table(std::uint32_t i) {
        const Question& question = form_.questions[i];
        json item = kind(i, "table"), columns = json::array(), rows = json::array();
        const auto& list = form_.lists[question.list].choices;
        for (const auto& choice : list) columns.push_back({{"text", shown(choice.label)}});
        for (auto row = i + 1; row < question.end; ++row)
            rows.push_back({{"letter", letter(row - i - 1)}, {"text", shown(form_.questions[row].label)}, {"cells", json(list.size(), json{{"cell", true}})},
                            {"row_condition", condition(row)}});
        item["table"] = {{"columns", columns}, {"rows", rows}};
        item["how"] = say("paper.one");
        return item;
    }

    const Words& words_;
    const Form& form_;
    std::string language_;
    PaperNumbers numbers_;
    std::vector<std::uint32_t> order_;             ///< numbered questions, as they are printed
    std::map<std::uint32_t, std::size_t> places_;  ///< and where each stands
    bool in_sensitive_ = false;
    PaperConditions conditions_;
};

json paragraphs(const std::string& text) {
    json all = json::array();
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find('\n', at), text.size());
        if (end > at) all.push_back({{"paragraph", text.substr(at, end - at)}});
        at = end + 1;
    }
    return all;
}

json sheets(const Words& words, const Form& form, const PaperOrder& order, const std::string& language) {
    json all = json::array();
    const auto label = words.say(language, "paper.sheet");
    for (int n = 0; n < std::max(1, std::min(order.sheets, most_sheets)); ++n) {
        const auto number = order.sheets > 0 ? std::to_string(order.first + n) : std::string{};
        all.push_back({{"sheet_number", number}, {"page_name", "fiche" + std::to_string(n)}, {"qr", number.empty() ? "" : qr_svg(sheet_code(form, order.first + n), label + " " + number)}});
    }
    return all;
}

bool is_sensitive(const Form& form) {
    return form.sensitive || std::any_of(form.questions.begin(), form.questions.end(), [](const Question& one) { return one.sensitive; });
}

}  // namespace

std::string sheet_code(const Form& form, int number) { return form.id + "/" + form.version + "/" + std::to_string(number); }

std::string paper_page(const Words& words, const Form& form, const PaperOrder& order) {
    const std::string language = order.language.empty() ? form.default_language : order.language;
    Paper paper(words, form, language);
    const auto say = [&](std::string_view key) { return words.say(language, key); };
    const auto title = paper.shown(form.title);
    json page{{"language", language}, {"direction", forms::right_to_left(language) ? "rtl" : "ltr"}, {"title", title},
              {"form", form.id + " · " + form.version}, {"style", asset("paper.css")}, {"sheets", sheets(words, form, order, language)},
              {"notice", paragraphs(paper.shown(form.notice))}, {"items", paper.items()}, {"help", is_sensitive(form)}};
    for (const char* word : {"sheet", "date", "read_first", "how", "end", "help_numbers"}) page[std::string("say_") + word] = say(std::string("paper.") + word);
    page["say_help"] = say("paper.help");
    return render("paper", page);
}

}  // namespace ecoute::server
