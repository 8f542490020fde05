#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "forms/convert/xform/writing.hpp"
#include "forms/convert/xform/xml_text.hpp"

namespace ecoute::forms::xform {
namespace {

const AttachedList* attached(const Form& form, std::string_view list) {
    const auto found = std::find_if(form.attached.begin(), form.attached.end(), [&](const AttachedList& one) { return one.list == list; });
    return found == form.attached.end() ? nullptr : &*found;
}

/// Labels stand in itext when they are translated, read answers, or come with pictures or sounds.
bool needs_itext(const Writing& writing, const ChoiceList& list) {
    return writing.is_translated() || std::any_of(list.choices.begin(), list.choices.end(), [](const Choice& one) {
        const auto reads = [](const auto& said) { return said.second.find("${") != std::string::npos; };
        return !one.image.empty() || !one.audio.empty() || !one.video.empty() || !one.big_image.empty() ||
               std::any_of(one.label.begin(), one.label.end(), reads);
    });
}

std::string own_attributes(Writing& writing, const Choice& choice) {
    std::string out;
    if (choice.exclusive) out += " ecoute:exclusive=\"true\"", ++writing.own["exclusive"];
    if (choice.refusal) out += " ecoute:missing=\"refused\"", ++writing.own["missing"];
    if (choice.score) out += " ecoute:score=" + in_quotes(expression::number_text(*choice.score)), ++writing.own["score"];
    if (!choice.kept.empty()) out += " ecoute:kept=" + in_quotes(nlohmann::json(choice.kept).dump());
    return out;
}

/// Every column that some choice of the list has. Each item bears them all, blank where it has none: in a browser's engine a path to
/// nothing is not equal to '' (LANGUAGE.md section 8b), on a tablet it is.
std::set<std::string> columns_of(const ChoiceList& list) {
    std::set<std::string> columns;
    for (const Choice& choice : list.choices)
        for (const auto& [column, value] : choice.columns) columns.insert(column);
    return columns;
}

std::string item(Writing& writing, const ChoiceList& list, const std::set<std::string>& columns, std::size_t index, bool in_itext) {
    const Choice& choice = list.choices[index];
    std::string out = "          <item" + own_attributes(writing, choice) + "><name>" + escaped(choice.name) + "</name>";
    if (in_itext) {
        const auto id = list.name + "-" + std::to_string(index);
        if (!text_element(writing, "label", id, none, {{"", &choice.label}, {"image", &choice.image}, {"audio", &choice.audio}, {"video", &choice.video}, {"big-image", &choice.big_image}}).empty())
            out += "<itextId>" + escaped(id) + "</itextId>";
    } else {
        out += "<label>" + escaped(shown(choice.label, writing.form.default_language, writing.form.default_language).text) + "</label>";
    }
    for (const auto& column : columns) {
        const auto value = choice.columns.find(column);
        if (is_element_name(column)) out += "<" + column + ">" + (value == choice.columns.end() ? "" : escaped(value->second)) + "</" + column + ">";
        else if (value != choice.columns.end()) writing.report.push_back(convert_unused("column", column, "/choices/" + list.name, "no_element"));
    }
    return out + "</item>\n";
}

bool has_file(const Form& form, const ChoiceList& list) { return attached(form, list.name) || list.choices.empty(); }

}  // namespace

/// Lists of one language need no itext: their own <label> does.
ListPlace place_of_list(const Writing& writing, std::uint32_t index) {
    const ChoiceList& list = writing.form.lists[index];
    ListPlace place{"instance('" + list.name + "')/root/item", "name", "label"};
    if (const auto* file = attached(writing.form, list.name)) place.value = file->value, place.label = file->label;
    else if (!has_file(writing.form, list) && needs_itext(writing, list)) place.label = "jr:itext(itextId)";
    return place;
}

std::string secondary_instances(Writing& writing) {
    std::string out;
    std::set<std::string, std::less<>> written;
    for (const ChoiceList& list : writing.form.lists) {
        written.insert(list.name);
        if (has_file(writing.form, list)) {
            const auto* file = attached(writing.form, list.name);
            out += "      <instance id=" + in_quotes(list.name) + " src=" + in_quotes("jr://file-csv/" + (file ? file->file : list.name + ".csv")) + "/>\n";
            continue;
        }
        const bool in_itext = needs_itext(writing, list);
        out += "      <instance id=" + in_quotes(list.name) + ">\n        <root>\n";
        const auto columns = columns_of(list);
        for (std::size_t i = 0; i < list.choices.size(); ++i) out += item(writing, list, columns, i, in_itext);
        out += "        </root>\n      </instance>\n";
    }
    for (const AttachedList& list : writing.form.attached)
        if (!written.contains(list.list)) out += "      <instance id=" + in_quotes(list.list) + " src=" + in_quotes("jr://file-csv/" + list.file) + "/>\n";
    return out;
}

}  // namespace ecoute::forms::xform
