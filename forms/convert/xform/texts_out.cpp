#include <algorithm>

#include "forms/convert/xform/vocabulary.hpp"
#include "forms/convert/xform/writing.hpp"
#include "forms/convert/xform/xml_text.hpp"

namespace ecoute::forms::xform {
namespace {

void add(std::set<std::string, std::less<>>& all, const Text& text) {
    for (const auto& [language, said] : text) all.insert(language);
}

/// Addresses of media in the folders where Collect looks for them.
std::string address(std::string_view form, std::string_view file) {
    if (file.starts_with("jr://")) return std::string(file);
    const std::string_view folder = form == "audio" ? "audio" : form == "video" ? "video" : "images";
    return "jr://" + std::string(folder) + "/" + std::string(file);
}

bool is_medium(std::string_view form) { return std::find(media().begin(), media().end(), form) != media().end(); }

/// One value; a text that is missing in this language is that of another, marked so.
std::string value_element(const Writing& writing, const Said& said, const std::string& form, const Text& text, const std::string& language) {
    const auto own = text.find(language);
    const auto shown = own != text.end() ? Shown{own->second, language} : forms::shown(text, language, writing.form.default_language);
    if (shown.text.empty()) return {};
    const auto written = is_medium(form) ? escaped(address(form, shown.text)) : with_outputs(writing, shown.text, said.self);
    return "<value" + (form.empty() ? "" : " form=" + in_quotes(form)) + (own == text.end() ? " ecoute:missing=\"true\"" : "") + ">" + written + "</value>";
}

}  // namespace

std::vector<std::string> languages_of(const Form& form) {
    std::set<std::string, std::less<>> all;
    add(all, form.title), add(all, form.notice);
    for (const Question& one : form.questions)
        for (const Text* text : {&one.label, &one.hint, &one.guidance_hint, &one.constraint_message, &one.required_message, &one.image, &one.audio, &one.video, &one.big_image})
            add(all, *text);
    for (const ChoiceList& list : form.lists)
        for (const Choice& one : list.choices)
            for (const Text* text : {&one.label, &one.image, &one.audio, &one.video, &one.big_image}) add(all, *text);
    std::vector<std::string> ordered{form.default_language};
    for (const auto& language : form.languages)
        if (language != form.default_language) ordered.push_back(language);
    for (const auto& language : all)
        if (std::find(ordered.begin(), ordered.end(), language) == ordered.end()) ordered.push_back(language);
    return ordered;
}

std::string with_outputs(const Writing& writing, std::string_view text, std::uint32_t self) {
    std::string out;
    while (!text.empty()) {
        const auto open = text.find("${");
        const auto close = open == std::string_view::npos ? open : text.find('}', open);
        if (close == std::string_view::npos) break;
        const auto question = writing.form.find(trimmed(text.substr(open + 2, close - open - 2)));
        out += escaped(text.substr(0, open));
        out += question ? "<output value=" + in_quotes(writing.nodes.path(self, *question)) + "/>" : escaped(text.substr(open, close + 1 - open));
        text.remove_prefix(close + 1);
    }
    return out + escaped(text);
}

std::string text_element(Writing& writing, std::string_view element, const std::string& id, std::uint32_t self,
                         std::vector<std::pair<std::string, const Text*>> forms) {
    std::erase_if(forms, [](const auto& one) { return one.second->empty(); });
    if (forms.empty()) return {};
    const std::string tag(element);
    const bool is_plain = forms.size() == 1 && forms[0].first.empty() && !writing.is_translated();
    if (is_plain) {
        const auto shown = forms::shown(*forms[0].second, writing.form.default_language, writing.form.default_language);
        return "<" + tag + ">" + with_outputs(writing, shown.text, self) + "</" + tag + ">";
    }
    writing.texts.push_back({id, self, std::move(forms)});
    return "<" + tag + " ref=" + in_quotes("jr:itext('" + id + "')") + "/>";
}

std::string message_value(Writing& writing, const std::string& id, std::uint32_t self, const Text& text) {
    const auto has_names = std::any_of(text.begin(), text.end(), [](const auto& one) { return one.second.find("${") != std::string::npos; });
    if (!writing.is_translated() && !has_names) return std::string(forms::shown(text, writing.form.default_language, writing.form.default_language).text);
    writing.texts.push_back({id, self, {{"", &text}}});
    return "jr:itext('" + id + "')";
}

std::string itext(const Writing& writing) {
    if (writing.texts.empty()) return {};
    std::string out = "      <itext>\n";
    for (const auto& language : writing.languages) {
        out += "        <translation lang=" + in_quotes(language_shown(language)) + (language == writing.form.default_language ? " default=\"true()\"" : "") + ">\n";
        for (const Said& said : writing.texts) {
            out += "          <text id=" + in_quotes(said.id) + ">";
            for (const auto& [form, text] : said.forms) out += value_element(writing, said, form, *text, language);
            out += "</text>\n";
        }
        out += "        </translation>\n";
    }
    return out + "      </itext>\n";
}

Text made_text(const Writing& writing, std::string_view key, std::string_view value) {
    Text text;
    if (!writing.words) return text;
    for (const auto& language : writing.languages)
        if (auto sentence = writing.words(key, language, value); !sentence.empty()) text[language] = std::move(sentence);
    return text;
}

}  // namespace ecoute::forms::xform
