#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "forms/convert/xform/vocabulary.hpp"
#include "forms/convert/xform/writing.hpp"
#include "forms/convert/xform/xml_text.hpp"

namespace ecoute::forms::xform {
namespace {

using enum QuestionType;

struct Typed {
    QuestionType type;
    std::string_view bind;
};
constexpr std::array bind_types{
    Typed{text, "string"},         Typed{integer, "int"},         Typed{decimal, "decimal"},   Typed{range, "decimal"},
    Typed{date, "date"},           Typed{forms::QuestionType::time, "time"}, Typed{date_time, "dateTime"}, Typed{select_one, "string"},
    Typed{select_multiple, "string"}, Typed{rank, "odk:rank"},    Typed{acknowledge, "string"}, Typed{geopoint, "geopoint"},
    Typed{geotrace, "geotrace"},   Typed{geoshape, "geoshape"},   Typed{barcode, "barcode"},   Typed{image, "binary"},
    Typed{audio, "binary"},        Typed{video, "binary"},        Typed{file, "binary"},       Typed{note, "string"},
    Typed{calculate, "string"},    Typed{hidden, "string"},       Typed{unused, "string"},
};

bool holds(QuestionType type) { return type == group || type == repeat || type == grid; }

bool is_whole(double number) { return number == static_cast<double>(static_cast<long long>(number)); }

std::string type_of(const Question& question) {
    if (question.type == range && is_whole(question.range_start) && is_whole(question.range_end) && is_whole(question.range_step)) return "int";
    for (const Typed& row : bind_types)
        if (row.type == question.type) return std::string(row.bind);
    return {};
}

std::string own(std::string_view name, std::string_view value) { return attribute_text("ecoute:" + std::string(name), value); }

std::string own_member(Writing& writing, std::string_view name, std::string_view value) {
    if (value.empty()) return {};
    ++writing.own[std::string(name)];
    return own(name, value);
}

/// What must hold of a list of choices that nobody but us knows about: choices that stand alone, and how many may be ticked.
std::string about_choices(const Form& form, const Question& question) {
    if (question.type != select_multiple || question.list == none) return {};
    std::string rule;
    const auto add = [&rule](const std::string& part) { rule += (rule.empty() ? "" : " and ") + part; };
    for (const Choice& one : form.lists[question.list].choices)
        if ((one.exclusive || one.refusal) && one.name.find('\'') == std::string::npos)
            add("not(selected(., '" + one.name + "') and count-selected(.) > 1)");
    if (question.most_choices) add("count-selected(.) <= " + std::to_string(*question.most_choices));
    return rule;
}

bool has_exclusive(const Form& form, const Question& question) {
    const auto& choices = form.lists[question.list].choices;
    return std::any_of(choices.begin(), choices.end(), [](const Choice& one) { return one.exclusive || one.refusal; });
}

/// The questionnaire's own message, or ours for the rules that we added.
const Text& message_of(Writing& writing, const Question& question, bool added) {
    if (!added || !question.constraint_message.empty()) return question.constraint_message;
    const bool only_most = question.most_choices && !has_exclusive(writing.form, question);
    writing.made.push_back(only_most ? made_text(writing, "most", std::to_string(*question.most_choices)) : made_text(writing, "exclusive"));
    return writing.made.back();
}

std::string constraint_attributes(Writing& writing, std::uint32_t index) {
    const Question& question = writing.form.questions[index];
    const auto written = expression_in(writing, index, question.constraint.text(), "constraint");
    const auto added = about_choices(writing.form, question);
    const auto all = written.empty() || added.empty() ? written + added : "(" + written + ") and " + added;
    std::string out;
    if (!all.empty()) out += attribute_text("constraint", all);
    if (!added.empty()) {
        out += own("constraint", question.constraint.text());
        writing.report.push_back(convert_changed("choices_rule", question.name, added, question.pointer, "no_exclusive"));
    }
    const Text& message = message_of(writing, question, !added.empty());
    if (message.empty()) return out;
    if (question.constraint_message.empty()) out += own("constraint-message", "null");
    return out + attribute_text("jr:constraintMsg", message_value(writing, writing.nodes.path(index) + ":jr:constraintMsg", index, message));
}

std::string required_attributes(Writing& writing, std::uint32_t index) {
    const Question& question = writing.form.questions[index];
    std::string out;
    if (holds(question.type)) return out;
    if (question.always_required) out += attribute_text("required", "true()");
    else if (!question.required.empty()) out += attribute_text("required", expression_in(writing, index, question.required.text(), "required"));
    if (!question.required_message.empty())
        out += attribute_text("jr:requiredMsg", message_value(writing, writing.nodes.path(index) + ":jr:requiredMsg", index, question.required_message));
    return out;
}

const Preload* preload_of(const Question& question) {
    const auto type = question.type == unused ? std::string_view(question.written_type) : name(question.type);
    for (const Preload& row : preloads())
        if (row.type == type) return &row;
    return nullptr;
}

std::string calculation_attributes(Writing& writing, std::uint32_t index) {
    const Question& question = writing.form.questions[index];
    if (question.calculation.empty()) return {};
    if (!question.triggers.empty()) return {};  // a setvalue says it
    return attribute_text("calculate", expression_in(writing, index, question.calculation.text(), "calculation"));
}

std::string parameter_attributes(const Question& question) {
    std::string out;
    for (const Parameter& row : parameters())
        if (const auto found = question.parameters.find(row.parameter); row.of_bind && found != question.parameters.end())
            out += attribute_text(row.attribute, found->second);
    return out;
}

/// Attributes that a bind of ours may have by itself: kept ones must not come twice.
bool is_written_here(std::string_view attribute) {
    constexpr std::array<std::string_view, 11> ours{"nodeset", "type", "relevant", "required", "readonly", "constraint", "calculate",
                                                    "jr:constraintMsg", "jr:requiredMsg", "jr:preload", "jr:preloadParams"};
    return std::find(ours.begin(), ours.end(), attribute) != ours.end() ||
           std::any_of(parameters().begin(), parameters().end(), [&](const Parameter& row) { return row.attribute == attribute; });
}

std::string kept_attributes(const Question& question) {
    std::string out;
    for (const auto& [column, value] : question.kept)
        if (column.starts_with("bind::") && is_declared(column.substr(6)) && !is_written_here(column.substr(6))) out += attribute_text(column.substr(6), value);
    if (!question.kept.empty()) out += own("kept", nlohmann::json(question.kept).dump());
    return out;
}

std::string written_bands(const std::vector<double>& bands) {
    std::string out;
    for (const double one : bands) out += (out.empty() ? "[" : ",") + expression::number_text(one);
    return out.empty() ? out : out + "]";
}

bool inherits(const Form& form, const Question& question, bool Question::*flag) {
    return question.parent != none && form.questions[question.parent].*flag;
}

/// Choices that have no element of their own: a grid without rows to say them, a derived variable.
std::string list_attribute(Writing& writing, const Question& question) {
    const bool says = question.type == grid || question.type == calculate;
    return says && question.list != none ? own_member(writing, "choices", writing.form.lists[question.list].name) : std::string{};
}

std::string own_attributes(Writing& writing, std::uint32_t index) {
    const Question& question = writing.form.questions[index];
    std::string out;
    const bool is_unseen = question.type == calculate || question.type == hidden || preload_of(question);
    if (is_unseen && !question.label.empty()) out += own("label", nlohmann::json(question.label).dump());
    // A group's hint is written under its label, since groups have none in an XForm.
    if ((holds(question.type) || has_places(writing.form, question)) && !question.hint.empty())
        out += own("label", nlohmann::json(question.label).dump()) + own("hint", nlohmann::json(question.hint).dump());
    if ((holds(question.type) || has_places(writing.form, question)) && !question.guidance_hint.empty())
        out += own("guidance-hint", nlohmann::json(question.guidance_hint).dump());
    if (question.type == grid) out += attribute_if("ecoute:required", question.always_required ? "yes" : question.required.text()) + own("type", "grid") + attribute_if("ecoute:appearance", question.appearance);
    if (question.type == repeat) out += attribute_if("ecoute:repeat-count", question.repeat_count.text());
    if (question.type == unused) out += own("type", question.written_type);
    if (question.type == hidden || question.type == calculate || question.type == note) out += own("type", name(question.type));
    out += list_attribute(writing, question);
    out += own_member(writing, "bands", written_bands(question.bands));
    out += own_member(writing, "volet", question.volet) + own_member(writing, "theme", question.theme) + own_member(writing, "same-as", question.same_as);
    out += own_member(writing, "autoplay", question.autoplay);
    if (question.sensitive && !inherits(writing.form, question, &Question::sensitive)) out += own_member(writing, "sensitive", "true");
    if (question.field_sheet && !inherits(writing.form, question, &Question::field_sheet)) out += own_member(writing, "field-sheet", "true");
    if (question.of_or_other) out += own("role", "or-other-text");
    const bool has_other = index + 1 < writing.form.questions.size() && writing.form.questions[index + 1].of_or_other;
    if (has_other) out += own("or-other", "true");
    return out;
}

/// Parameters that no attribute says: all of them are kept as written.
std::string parameters_kept(const Question& question) {
    std::string all;
    bool is_said = true;
    for (const auto& written : question.parameters) {
        all += (all.empty() ? "" : " ") + written.first + "=" + written.second;
        is_said = is_said && std::any_of(parameters().begin(), parameters().end(), [&](const Parameter& row) { return row.parameter == written.first; });
    }
    return is_said ? std::string{} : own("parameters", all);
}

/// The rank's own node puts the answers of its places together.
std::string places_attributes(Writing& writing, std::uint32_t index) {
    const Question& question = writing.form.questions[index];
    const auto group = group_of_places(writing, index);
    const auto name = group.substr(group.rfind('/') + 1);
    std::string parts;
    for (int place = 1; place <= *question.most_choices; ++place)
        parts += (place > 1 ? ", ' ', " : "") + std::string("../") + name + "/rang_" + std::to_string(place);
    std::string out = attribute_text("type", "string") + attribute_text("calculate", "normalize-space(concat(" + parts + "))");
    out += own("role", "rank-value") + own("type", "rank") + own("choices", writing.form.lists[question.list].name);
    if (question.always_required) out += own("required", "yes");
    else if (!question.required.empty()) out += own("required", question.required.text());
    if (!question.constraint.empty()) {
        out += own("constraint", question.constraint.text());
        writing.report.push_back(convert_unused("property", "constraint", question.pointer, "rank_by_places"));
    }
    writing.report.push_back(convert_changed("type", "rank max=" + std::to_string(*question.most_choices), group, question.pointer, "rank_by_places"));
    return out;
}

/// Expressions that were put in other words, as they were; a constraint with rules added has already been told.
std::string own_expressions(Writing& writing, std::uint32_t index) {
    std::string out;
    const Question& question = writing.form.questions[index];
    const auto found = writing.own_expressions.find(index);
    if (found == writing.own_expressions.end()) return out;
    for (const auto& [member, text] : found->second) {
        if (member == "constraint" && !about_choices(writing.form, question).empty()) continue;
        for (const OwnMember& row : question_members())
            if (row.member == member) out += own(row.attribute, text);
    }
    return out;
}

}  // namespace

std::string attribute_if(std::string_view name, std::string_view value) { return value.empty() ? std::string{} : attribute_text(name, value); }

bool is_declared(std::string_view attribute) {
    const auto colon = attribute.find(':');
    const auto prefix = attribute.substr(0, colon);
    return is_element_name(attribute.substr(colon == std::string_view::npos ? 0 : colon + 1)) &&
           (colon == std::string_view::npos || prefix == "jr" || prefix == "orx" || prefix == "odk");
}

bool is_in_meta(const Question& question) { return question.type == unused && question.written_type == "audit"; }

std::string attribute_text(std::string_view name, std::string_view value) { return " " + std::string(name) + "=" + in_quotes(value); }

bool has_places(const Form& form, const Question& question) {
    if (question.type != rank || !question.most_choices || *question.most_choices > most_places) return false;
    const auto size = form.lists[question.list].choices.size();
    return size == 0 || *question.most_choices < size;
}

std::string group_of_places(const Writing& writing, std::uint32_t rank) {
    auto name = std::string(writing.nodes.element(rank)) + "_rangs";
    while (writing.names.contains(name)) name += "_";
    const auto& path = writing.nodes.path(rank);
    return path.substr(0, path.rfind('/') + 1) + name;
}

/// An expression for tablets; what was put in other words is told and kept as it was, so that it comes back.
std::string expression_in(Writing& writing, std::uint32_t self, std::string_view text, std::string_view member, bool in_row) {
    if (text.empty()) return {};
    PathsOut paths(writing.nodes, self);
    auto rewritten = paths.rewritten(text, in_row);
    const auto& where = self == none ? std::string{} : writing.form.questions[self].pointer;
    for (const auto& function : paths.changed)
        writing.report.push_back(convert_changed("function", function + "()", rewritten, where + "/" + std::string(member), "tablets_say_otherwise"));
    for (const auto& function : paths.unknown)
        writing.report.push_back(convert_kept("function", function + "()", where + "/" + std::string(member), "not_on_tablets"));
    if (!paths.changed.empty() && self != none) writing.own_expressions[self][std::string(member)] = text;
    return rewritten;
}

void write_bind(Writing& writing, std::uint32_t index) {
    const Question& question = writing.form.questions[index];
    std::string out;
    if (const auto* preload = preload_of(question)) out += attribute_text("type", preload->bind_type) + attribute_text("jr:preload", preload->preload) + attribute_text("jr:preloadParams", preload->parameters);
    else if (!holds(question.type) && !has_places(writing.form, question)) out += attribute_text("type", type_of(question));
    out += attribute_if("relevant", expression_in(writing, index, question.relevant.text(), "relevant"));
    if (has_places(writing.form, question)) {
        out += places_attributes(writing, index);
    } else if (!holds(question.type)) {
        out += required_attributes(writing, index) + constraint_attributes(writing, index) + calculation_attributes(writing, index);
        if (question.type == note) out += attribute_text("readonly", "true()");
        else out += attribute_if("readonly", expression_in(writing, index, question.read_only.text(), "read_only"));
    }
    out += parameter_attributes(question) + parameters_kept(question) + own_attributes(writing, index) + kept_attributes(question);
    out += own_expressions(writing, index);
    if (!out.empty()) writing.binds += "      <bind nodeset=" + in_quotes(writing.nodes.path(index)) + out + "/>\n";
}

}  // namespace ecoute::forms::xform
