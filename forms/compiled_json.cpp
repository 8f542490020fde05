#include <nlohmann/json.hpp>

#include "forms/form_json.hpp"

namespace ecoute::forms {
namespace {

using nlohmann::json;

/// Members that say nothing are left out: the document travels to phones.
void put(json& into, const char* key, const Text& text) {
    if (text.empty()) return;
    json& texts = into[key] = json::object();
    for (const auto& [language, words] : text) texts[language] = words;
}
void put(json& into, const char* key, const std::string& text) {
    if (!text.empty()) into[key] = text;
}
void put(json& into, const char* key, bool yes) {
    if (yes) into[key] = true;
}
void put(json& into, const char* key, const expression::Expression& expression) {
    if (!expression.empty()) into[key] = expression.to_json();
}

json compiled(const Choice& choice) {
    json result{{"name", choice.name}};
    put(result, "label", choice.label);
    put(result, "exclusive", choice.exclusive);
    if (choice.refusal) result["missing"] = "refused";
    put(result, "image", choice.image);
    put(result, "audio", choice.audio);
    put(result, "video", choice.video);
    put(result, "big-image", choice.big_image);
    for (const auto& [column, value] : choice.columns) result["columns"][column] = value;
    return result;
}

json compiled(const std::vector<ChoiceList>& lists) {
    json result = json::object();
    for (const ChoiceList& list : lists) {
        json& choices = result[list.name] = json::array();
        for (const Choice& choice : list.choices) choices.push_back(compiled(choice));
    }
    return result;
}

class QuestionsWriter {
public:
    explicit QuestionsWriter(const Form& form) : form_(form) {}

    /// Questions [first, last) that stand side by side, each with what it holds.
    json write_all(std::uint32_t first, std::uint32_t last) const {
        json result = json::array();
        for (auto question = first; question < last; question = form_.questions[question].end)
            if (form_.questions[question].type != QuestionType::unused) result.push_back(write(question));
        return result;
    }

private:
    json write(std::uint32_t position) const {
        const Question& question = form_.questions[position];
        json result{{"type", name(question.type)}, {"name", question.name}};
        write_texts(question, result);
        write_logic(question, result);
        write_properties(question, result);
        if (question.list != none) result["choices"] = form_.lists[question.list].name;
        const bool is_grid = question.type == QuestionType::grid;
        if (is_grid || question.type == QuestionType::group || question.type == QuestionType::repeat)
            result[is_grid ? "rows" : "questions"] = write_all(position + 1, question.end);
        return result;
    }

    static void write_texts(const Question& question, json& into) {
        put(into, "label", question.label);
        put(into, "hint", question.hint);
        put(into, "guidance_hint", question.guidance_hint);
        put(into, "constraint_message", question.constraint_message);
        put(into, "required_message", question.required_message);
        put(into, "image", question.image);
        put(into, "audio", question.audio);
        put(into, "video", question.video);
        put(into, "big-image", question.big_image);
        put(into, "autoplay", question.autoplay);
    }

    void write_logic(const Question& question, json& into) const {
        put(into, "relevant", question.relevant);
        put(into, "required", question.always_required);
        put(into, "required", question.required);
        put(into, "constraint", question.constraint);
        put(into, "calculation", question.calculation);
        put(into, "keeps_sent", question.keeps_sent);
        for (const auto trigger : question.triggers) into["trigger"].push_back(form_.questions[trigger].name);
        put(into, "read_only", question.read_only);
        put(into, "choice_filter", question.choice_filter);
        put(into, "default", question.default_value);
        put(into, "default_is_dynamic", question.default_is_dynamic);
        put(into, "repeat_count", question.repeat_count);
    }

    static void write_properties(const Question& question, json& into) {
        if (!question.bands.empty()) into["bands"] = question.bands;
        if (question.type == QuestionType::range)
            into["range"] = {
                {"start", question.range_start}, {"end", question.range_end}, {"step", question.range_step}};
        if (question.most_choices) into["most_choices"] = *question.most_choices;
        if (!question.parameters.empty()) into["parameters"] = question.parameters;
        put(into, "sensitive", question.sensitive);
        put(into, "field_sheet", question.field_sheet);
        put(into, "appearance", question.appearance);
        put(into, "volet", question.volet);
        put(into, "theme", question.theme);
        put(into, "same_as", question.same_as);
    }

    const Form& form_;
};

void put_name(json& into, const char* key, const Form& form, std::uint32_t question) {
    if (question != none) into[key] = form.questions[question].name;
}

void put(json& into, const char* key, const Form& form, const std::optional<Consent>& consent) {
    if (!consent) return;
    const bool has_list = form.questions[consent->question].list != none;
    into[key] = {{"question", form.questions[consent->question].name},
                 {"agrees", has_list ? form.list_of(consent->question).choices[consent->agrees].name : "OK"}};
}

}  // namespace

json compiled_json(const Form& form) {
    json result{{"ecoute", 1},
                {"id", form.id},
                {"version", form.version},
                {"default_language", form.default_language},
                {"languages", form.languages},
                {"breakdowns", json::object()},
                {"choices", compiled(form.lists)},
                {"questions", QuestionsWriter(form).write_all(0, static_cast<std::uint32_t>(form.questions.size()))},
                {"evaluation_order", json::array()}};
    put(result, "title", form.title);
    put(result, "notice", form.notice);
    put(result, "sensitive", form.sensitive);
    put_name(result["breakdowns"], "quartier", form, form.breakdowns.quartier);
    put_name(result["breakdowns"], "age", form, form.breakdowns.age);
    put_name(result["breakdowns"], "gender", form, form.breakdowns.gender);
    put(result, "consent", form, form.consent);
    put(result, "sensitive_consent", form, form.sensitive_consent);
    for (const auto question : form.evaluation_order)
        result["evaluation_order"].push_back(form.questions[question].name);
    for (std::uint32_t q = 0; q < form.questions.size(); ++q)
        for (const auto dependent : form.dependents[q])
            result["dependents"][form.questions[q].name].push_back(form.questions[dependent].name);
    return result;
}

}  // namespace ecoute::forms
