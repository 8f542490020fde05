#include <algorithm>
#include <array>

#include "forms/convert/xform/vocabulary.hpp"
#include "forms/convert/xform/writing.hpp"
#include "forms/convert/xform/xml_text.hpp"

namespace ecoute::forms::xform {
namespace {

using enum QuestionType;

struct Shape {
    QuestionType type;
    std::string_view element, mediatype;
};
/// The control of each type that is shown; what is not here has none.
constexpr std::array shapes{
    Shape{text, "input", ""},           Shape{integer, "input", ""},   Shape{decimal, "input", ""},
    Shape{range, "range", ""},          Shape{date, "input", ""},      Shape{forms::QuestionType::time, "input", ""},
    Shape{date_time, "input", ""},      Shape{select_one, "select1", ""}, Shape{select_multiple, "select", ""},
    Shape{rank, "odk:rank", ""},        Shape{acknowledge, "trigger", ""}, Shape{note, "input", ""},
    Shape{geopoint, "input", ""},       Shape{geotrace, "input", ""},  Shape{geoshape, "input", ""},
    Shape{barcode, "input", ""},        Shape{image, "upload", "image/*"}, Shape{audio, "upload", "audio/*"},
    Shape{video, "upload", "video/*"},  Shape{file, "upload", "application/*"},
};

/// Most choices that still stand side by side under each row of a grid on a phone.
constexpr std::size_t most_side_by_side = 7;

const Shape* shape_of(const Question& question) {
    for (const Shape& row : shapes)
        if (row.type == question.type) return &row;
    return nullptr;
}

class Body {
public:
    explicit Body(Writing& writing) : w_(writing), form_(writing.form) {}

    void run() {
        if (!w_.notice.empty()) notice();
        for (std::uint32_t i = 0; i < form_.questions.size(); i = form_.questions[i].end) node(i, 2);
    }

private:
    void line(int indent, const std::string& text) { w_.body += std::string(static_cast<std::size_t>(indent) * 2, ' ') + text + "\n"; }

    void notice() {
        line(2, "<input ref=" + in_quotes("/data/" + w_.notice) + ">" + text_element(w_, "label", "/data/" + w_.notice + ":label", none, {{"", &form_.notice}}) + "</input>");
    }

    void node(std::uint32_t i, int indent) {
        const Question& question = form_.questions[i];
        if (question.type == group || question.type == grid) return group_of(i, indent);
        if (question.type == repeat) return repeat_of(i, indent);
        if (has_places(form_, question)) return places(i, indent);
        if (const Shape* shape = shape_of(question)) return control(i, *shape, indent);
        if (w_.triggered.contains(i)) w_.report.push_back(convert_unused("property", "trigger", question.pointer, "trigger_unseen"));
    }

    void children(std::uint32_t i, int indent) {
        for (auto child = i + 1; child < form_.questions[i].end; child = form_.questions[child].end) node(child, indent);
    }

    /// A label and, since a group has none in an XForm, its hint under it.
    std::string group_label(std::uint32_t i, const std::string& path) {
        const Question& question = form_.questions[i];
        const Text* label = &question.label;
        if (!question.hint.empty()) {
            Text both = question.label;
            for (const auto& [language, hint] : question.hint) both[language] += (both[language].empty() ? "" : "\n") + hint;
            w_.made.push_back(std::move(both));
            label = &w_.made.back();
        }
        return text_element(w_, "label", path + ":label", i, {{"", label}, {"image", &question.image}, {"audio", &question.audio}, {"video", &question.video}, {"big-image", &question.big_image}});
    }

    void group_of(std::uint32_t i, int indent) {
        const Question& question = form_.questions[i];
        const auto appearance = question.type == grid ? "field-list" : question.appearance;
        line(indent, "<group ref=" + in_quotes(w_.nodes.path(i)) + attribute_if("appearance", appearance) + kept(question) + ">");
        if (auto label = group_label(i, w_.nodes.path(i)); !label.empty()) line(indent + 1, label);
        children(i, indent + 1);
        line(indent, "</group>");
    }

    void repeat_of(std::uint32_t i, int indent) {
        const Question& question = form_.questions[i];
        const auto& path = w_.nodes.path(i);
        line(indent, "<group ref=" + in_quotes(path) + attribute_if("appearance", question.appearance) + ">");
        if (auto label = group_label(i, path); !label.empty()) line(indent + 1, label);
        const auto count = question.repeat_count.empty() ? "" : attribute_text("jr:count", path + "_count") + attribute_text("jr:noAddRemove", "true()");
        line(indent + 1, "<repeat nodeset=" + in_quotes(path) + count + kept(question) + ">");
        children(i, indent + 2);
        for (auto inner = i + 1; inner < question.end; ++inner)
            if (form_.questions[inner].repeat == i) new_row(inner, indent + 2);
        line(indent + 1, "</repeat>");
        line(indent, "</group>");
    }

    void new_row(std::uint32_t i, int indent) {
        const Question& question = form_.questions[i];
        if (!question.default_is_dynamic || !question.triggers.empty()) return;
        line(indent, setvalue(i, "odk-instance-first-load odk-new-repeat", question.default_value.text(), "default"));
    }

    std::string setvalue(std::uint32_t i, std::string_view event, std::string_view expression, std::string_view member) {
        return "<setvalue" + attribute_text("event", event) + attribute_text("ref", w_.nodes.path(i)) +
               attribute_text("value", expression_in(w_, i, expression, member)) + "/>";
    }

    /// Attributes of a control that a workbook or another XForm asked for.
    std::string kept(const Question& question) {
        std::string out;
        for (const auto& [column, value] : question.kept)
            for (const std::string prefix : {"body::", "control::"})
                if (const auto name = column.substr(std::min(column.size(), prefix.size()));
                    column.starts_with(prefix) && is_declared(name) && name != "ref" && name != "nodeset" && name != "appearance" && name != "mediatype")
                    out += attribute_text(name, value);
        return out;
    }

    std::string parameters_of(const Question& question) {
        if (question.type == range)
            return attribute_text("start", expression::number_text(question.range_start)) + attribute_text("end", expression::number_text(question.range_end)) +
                   attribute_text("step", expression::number_text(question.range_step));
        std::string out;
        for (const Parameter& row : parameters())
            if (const auto found = question.parameters.find(row.parameter); !row.of_bind && found != question.parameters.end() && !question.kept.contains("body::" + std::string(row.attribute)))
                out += attribute_text(row.attribute, found->second);
        return out;
    }

    std::string appearance_of(const Question& question) {
        const bool is_row = question.parent != none && form_.questions[question.parent].type == grid;
        if (!is_row) return question.appearance;
        const auto size = form_.lists[question.list].choices.size();
        return size > 0 && size <= most_side_by_side ? "likert" : "";
    }

    void control(std::uint32_t i, const Shape& shape, int indent) {
        const Question& question = form_.questions[i];
        const auto& path = w_.nodes.path(i);
        const std::string element(shape.element);
        line(indent, "<" + element + attribute_text("ref", path) + attribute_if("appearance", appearance_of(question)) +
                         attribute_if("mediatype", shape.mediatype) + parameters_of(question) + kept(question) + ">");
        const auto label = text_element(w_, "label", path + ":label", i, {{"", &question.label}, {"image", &question.image}, {"audio", &question.audio}, {"video", &question.video}, {"big-image", &question.big_image}});
        if (!label.empty()) line(indent + 1, label);
        const auto hint = text_element(w_, "hint", path + ":hint", i, {{"", &question.hint}, {"guidance", &question.guidance_hint}});
        if (!hint.empty()) line(indent + 1, hint);
        if (question.list != none && question.type != calculate) itemset(i, question.list, filter_of(i), indent + 1);
        const auto [first, last] = w_.triggered.equal_range(i);
        for (auto one = first; one != last; ++one) {
            const Question& target = form_.questions[one->second];
            const bool computes = !target.calculation.empty();
            line(indent + 1, setvalue(one->second, "xforms-value-changed", computes ? target.calculation.text() : target.default_value.text(), computes ? "calculation" : "default"));
        }
        line(indent, "</" + element + ">");
    }

    std::string filter_of(std::uint32_t i) { return expression_in(w_, i, form_.questions[i].choice_filter.text(), "choice_filter", true); }

    void itemset(std::uint32_t i, std::uint32_t list, const std::string& filter, int indent) {
        const Question& question = form_.questions[i];
        const auto place = place_of_list(w_, list);
        auto nodeset = place.nodeset + (filter.empty() ? "" : "[" + filter + "]");
        if (const auto shuffled = question.parameters.find("randomize"); shuffled != question.parameters.end() && shuffled->second == "true") {
            const auto seed = question.parameters.find("seed");
            nodeset = "randomize(" + nodeset + (seed == question.parameters.end() ? "" : ", " + expression_in(w_, i, seed->second, "parameters")) + ")";
        }
        line(indent, "<itemset nodeset=" + in_quotes(nodeset) + "><value ref=" + in_quotes(place.value) + "/><label ref=" + in_quotes(place.label) + "/></itemset>");
    }

    /// One select a place; each offers what the places before it left.
    void places(std::uint32_t i, int indent) {
        const Question& question = form_.questions[i];
        const auto path = group_of_places(w_, i);
        line(indent, "<group ref=" + in_quotes(path) + " appearance=\"field-list\">");
        if (auto label = group_label(i, path); !label.empty()) line(indent + 1, label);
        const auto own = filter_of(i);
        std::string taken;
        for (int place = 1; place <= *question.most_choices; ++place) {
            const auto one = path + "/rang_" + std::to_string(place);
            line(indent + 1, "<select1 ref=" + in_quotes(one) + " appearance=\"minimal\">");
            w_.made.push_back(made_text(w_, place == 1 ? "rank_first" : "rank_place", std::to_string(place)));
            if (auto label = text_element(w_, "label", one + ":label", none, {{"", &w_.made.back()}}); !label.empty()) line(indent + 2, label);
            itemset(i, question.list, own.empty() || taken.empty() ? own + taken : "(" + own + ") and " + taken, indent + 2);
            line(indent + 1, "</select1>");
            taken += (taken.empty() ? "" : " and ") + place_of_list(w_, question.list).value + " != current()/../rang_" + std::to_string(place);
        }
        line(indent, "</group>");
    }

    Writing& w_;
    const Form& form_;
};

}  // namespace

void write_body(Writing& writing) { Body(writing).run(); }

}  // namespace ecoute::forms::xform
