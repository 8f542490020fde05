#include "forms/convert/xform_out.hpp"

#include <nlohmann/json.hpp>

#include "forms/convert/xform/vocabulary.hpp"
#include "forms/convert/xform/writing.hpp"
#include "forms/convert/xform/xml_text.hpp"

namespace ecoute::forms {
namespace xform {
namespace {

using Json = nlohmann::ordered_json;

/// The element of a question in the record, with what it holds.
void write_node(const Writing& writing, std::uint32_t i, int indent, bool is_template, std::string& out) {
    const Form& form = writing.form;
    const Question& question = form.questions[i];
    if (is_in_meta(question)) return;
    const std::string pad(static_cast<std::size_t>(indent) * 2, ' '), name(writing.nodes.element(i));
    if (has_places(form, question)) {
        const auto group = group_of_places(writing, i);
        const auto places = group.substr(group.rfind('/') + 1);
        out += pad + "<" + places + ">";
        for (int place = 1; place <= *question.most_choices; ++place) out += "<rang_" + std::to_string(place) + "/>";
        out += "</" + places + ">\n";
    }
    if (question.type == QuestionType::repeat && !question.repeat_count.empty() && !is_template) out += pad + "<" + name + "_count/>\n";
    const bool holds = question.type == QuestionType::group || question.type == QuestionType::repeat || question.type == QuestionType::grid;
    if (holds) {
        if (question.end == i + 1) {
            out += pad + "<" + name + "/>\n";
            return;
        }
        out += pad + "<" + name + (is_template ? " jr:template=\"\"" : "") + ">\n";
        for (auto child = i + 1; child < question.end; child = form.questions[child].end) {
            if (form.questions[child].type == QuestionType::repeat) write_node(writing, child, indent + 1, true, out);
            write_node(writing, child, indent + 1, false, out);
        }
        out += pad + "</" + name + ">\n";
        return;
    }
    const bool is_literal = !question.default_value.empty() && !question.default_is_dynamic;
    const auto value = is_literal ? question.default_value.string({}) : std::string{};
    out += pad + "<" + name + (value.empty() ? "/>\n" : ">" + escaped(value) + "</" + name + ">\n");
}

std::string primary_instance(const Writing& writing) {
    const Form& form = writing.form;
    std::string out = "      <instance>\n        <data id=" + in_quotes(form.id) + " version=" + in_quotes(form.version) + ">\n";
    if (!writing.notice.empty()) out += "          <" + writing.notice + "/>\n";
    bool has_audit = false;
    for (std::uint32_t i = 0; i < form.questions.size(); i = form.questions[i].end) {
        if (form.questions[i].type == QuestionType::repeat) write_node(writing, i, 5, true, out);
        write_node(writing, i, 5, false, out);
    }
    for (const Question& question : form.questions) has_audit = has_audit || is_in_meta(question);
    out += "          <meta><instanceID/>" + std::string(form.kept.contains("instance_name") ? "<instanceName/>" : "") + (has_audit ? "<audit/>" : "") + "</meta>\n";
    return out + "        </data>\n      </instance>\n";
}

std::string name_of(const Form& form, std::uint32_t question) { return question == none ? std::string{} : form.questions[question].name; }

Json named(const Form& form, std::initializer_list<std::pair<const char*, std::uint32_t>> members) {
    Json all = Json::object();
    for (const auto& [member, question] : members)
        if (question != none) all[member] = name_of(form, question);
    return all;
}

Json consent_of(const Form& form, const std::optional<Consent>& consent) {
    if (!consent) return Json::object();
    Json said{{"question", name_of(form, consent->question)}};
    const Question& question = form.questions[consent->question];
    if (question.type == QuestionType::select_one && consent->agrees < form.lists[question.list].choices.size())
        said["agrees"] = form.lists[question.list].choices[consent->agrees].name;
    return said;
}

Json attached_of(const Form& form) {
    Json all = Json::object();
    for (const AttachedList& one : form.attached) all[one.list] = Json{{"file", one.file}, {"value", one.value}, {"label", one.label}};
    return all;
}

/// What the form as a whole says and an XForm has no word for.
std::string own_of_form(const Writing& writing) {
    const Form& form = writing.form;
    std::string out = attribute_text("ecoute:default-language", form.default_language);
    const auto add = [&out](std::string_view name, const Json& value) {
        if (!value.empty()) out += attribute_text("ecoute:" + std::string(name), value.dump());
    };
    Json title = Json::object();  // in the order in which languages are offered
    for (const auto& language : writing.languages)
        if (const auto said = form.title.find(language); said != form.title.end()) title[language] = said->second;
    if (form.title.size() > 1) add("title", title);
    if (form.sensitive) out += attribute_text("ecoute:sensitive", "true");
    add("breakdowns", named(form, {{"quartier", form.breakdowns.quartier}, {"age", form.breakdowns.age}, {"gender", form.breakdowns.gender}}));
    add("consent", consent_of(form, form.consent));
    add("sensitive-consent", consent_of(form, form.sensitive_consent));
    add("design", named(form, {{"weight", form.design.weight}, {"stratum", form.design.stratum}, {"cluster", form.design.cluster}}));
    add("attached", attached_of(form));
    add("kept", Json(form.kept));
    return out;
}

std::string kept_of(const Form& form, std::string_view setting) {
    const auto found = form.kept.find(setting);
    return found == form.kept.end() ? std::string{} : found->second;
}

std::string submission(const Form& form) {
    const auto out = attribute_if("action", kept_of(form, "submission_url")) + attribute_if("base64RsaPublicKey", kept_of(form, "public_key")) +
                     attribute_if("orx:auto-send", kept_of(form, "auto_send")) + attribute_if("orx:auto-delete", kept_of(form, "auto_delete"));
    return out.empty() ? out : "      <submission method=\"post\"" + out + "/>\n";
}

void write_meta_binds(Writing& writing) {
    writing.binds += "      <bind nodeset=\"/data/meta/instanceID\" type=\"string\" readonly=\"true()\" jr:preload=\"uid\"/>\n";
    if (const auto calculate = kept_of(writing.form, "instance_name"); !calculate.empty())
        writing.binds += "      <bind nodeset=\"/data/meta/instanceName\" type=\"string\"" + attribute_text("calculate", expression_in(writing, none, calculate, "instance_name")) + "/>\n";
    for (const Question& question : writing.form.questions) {
        if (!is_in_meta(question)) continue;
        std::string out;
        for (const Parameter& row : parameters())
            if (const auto found = question.parameters.find(row.parameter); found != question.parameters.end()) out += attribute_text(row.attribute, found->second);
        writing.binds += "      <bind nodeset=\"/data/meta/audit\" type=\"binary\"" + out + "/>\n";
    }
}

/// A number of rows as LANGUAGE.md section 3 has it: truncated, and none for what is negative or no number. Web Forms stops at 2.5 rows.
std::string count_of(const std::string& expression) {
    const bool is_whole = !expression.empty() && expression.find_first_not_of("0123456789") == std::string::npos;
    return is_whole ? expression : "if((" + expression + ") >= 1, int(" + expression + "), 0)";
}

/// Binds of nodes that are no questions: places of ranks and numbers of rows.
void write_extra_binds(Writing& writing, std::uint32_t i) {
    const Question& question = writing.form.questions[i];
    if (question.type == QuestionType::repeat && !question.repeat_count.empty())
        writing.binds += "      <bind nodeset=" + in_quotes(writing.nodes.path(i) + "_count") + " type=\"int\" readonly=\"true()\"" +
                         attribute_text("calculate", count_of(expression_in(writing, i, question.repeat_count.text(), "repeat_count"))) + " ecoute:role=\"repeat-count\"/>\n";
    if (!has_places(writing.form, question)) return;
    const auto group = group_of_places(writing, i);
    writing.binds += "      <bind nodeset=" + in_quotes(group) + attribute_if("relevant", expression_in(writing, i, question.relevant.text(), "relevant")) +
                     attribute_text("ecoute:role", "rank-places") + attribute_text("ecoute:of", writing.nodes.element(i)) + "/>\n";
    for (int place = 1; place <= *question.most_choices; ++place) {
        const bool required = place == 1 && (question.always_required || !question.required.empty());
        const auto when = question.always_required ? "true()" : expression_in(writing, i, question.required.text(), "required");
        writing.binds += "      <bind nodeset=" + in_quotes(group + "/rang_" + std::to_string(place)) + " type=\"string\"" + (required ? attribute_text("required", when) : "") + "/>\n";
    }
}

void write_actions(Writing& writing) {
    for (std::uint32_t i = 0; i < writing.form.questions.size(); ++i) {
        const Question& question = writing.form.questions[i];
        for (const auto trigger : question.triggers) writing.triggered.emplace(trigger, i);
        if (!question.default_is_dynamic || question.repeat != none || !question.triggers.empty()) continue;
        writing.actions += "      <setvalue event=\"odk-instance-first-load\" ref=" + in_quotes(writing.nodes.path(i)) +
                           attribute_text("value", expression_in(writing, i, question.default_value.text(), "default")) + "/>\n";
    }
}

void tell_what_stays_ours(Writing& writing) {
    for (const auto& [member, times] : writing.own) writing.report.push_back(convert_kept("property", member + " × " + std::to_string(times), {}, "own_attribute"));
    for (const Question& question : writing.form.questions)
        if (question.type == QuestionType::unused) writing.report.push_back(convert_unused("type", question.written_type, question.pointer, "never_asked"));
    writing.report.push_back(convert_unused("value", "refused", {}, "no_refusal"));
}

/// A name for the notice that no question has.
std::string free_name(const Writing& writing) {
    std::string name = "notice";
    for (int n = 2; writing.names.contains(name); ++n) name = "notice_" + std::to_string(n);
    return name;
}

std::string put_together(Writing& writing) {
    const auto lists = secondary_instances(writing);
    const auto record = primary_instance(writing);
    std::string out =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<h:html xmlns=\"http://www.w3.org/2002/xforms\" xmlns:h=\"http://www.w3.org/1999/xhtml\" "
        "xmlns:jr=\"http://openrosa.org/javarosa\" xmlns:orx=\"http://openrosa.org/xforms\" xmlns:odk=\"http://www.opendatakit.org/xforms\" "
        "xmlns:ecoute=\"" + std::string(own_namespace) + "\">\n  <h:head>\n";
    const Form& form = writing.form;
    out += "    <h:title>" + escaped(shown(form.title, form.default_language, form.default_language).text) + "</h:title>\n";
    out += "    <model odk:xforms-version=\"1.0.0\"" + own_of_form(writing) + ">\n" + submission(form);
    out += itext(writing) + record + lists + writing.binds + writing.actions + "    </model>\n  </h:head>\n";
    out += "  <h:body" + attribute_if("class", kept_of(form, "style")) + ">\n" + writing.body + "  </h:body>\n</h:html>\n";
    return out;
}

}  // namespace
}  // namespace xform

Conversion xform_of(const Form& form, const XformWords& words) {
    using namespace xform;
    Writing writing{form, words, Nodes(form), languages_of(form)};
    for (std::uint32_t i = 0; i < form.questions.size(); ++i) writing.names.insert(std::string(writing.nodes.element(i)));
    if (!form.notice.empty()) {
        writing.notice = free_name(writing);
        writing.binds += "      <bind nodeset=" + in_quotes("/data/" + writing.notice) + " type=\"string\" readonly=\"true()\" ecoute:role=\"notice\"/>\n";
    }
    for (std::uint32_t i = 0; i < form.questions.size(); ++i) {
        if (is_in_meta(form.questions[i])) continue;
        write_extra_binds(writing, i);
        write_bind(writing, i);
    }
    write_meta_binds(writing);
    write_actions(writing);
    write_body(writing);
    tell_what_stays_ours(writing);
    auto bytes = put_together(writing);
    return {std::move(bytes), {}, std::move(writing.report), {}};
}

}  // namespace ecoute::forms
