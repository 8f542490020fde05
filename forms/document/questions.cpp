#include "forms/document/questions.hpp"

#include <algorithm>
#include <array>

#include "forms/document/names.hpp"
#include "forms/document/or_other.hpp"
#include "forms/document/properties.hpp"

namespace ecoute::forms::document {
namespace {

using simdjson::dom::element;

bool holds_questions(QuestionType type) { return type == QuestionType::group || type == QuestionType::repeat; }

std::string lower(std::string text) {
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text;
}

class QuestionsReader {
public:
    QuestionsReader(Draft& draft, bool lists_come_later) : draft_(draft), lists_come_later_(lists_come_later) {}

    void read_all(simdjson::dom::array items, const std::string& pointer, std::uint32_t parent, int depth) {
        std::size_t position = 0;
        for (const element item : items) {
            const std::string place = pointer + "/" + std::to_string(position++);
            simdjson::dom::object object;
            if (full(pointer)) return;
            if (item.get_object().get(object) == simdjson::SUCCESS)
                read_one(Members(draft_, object, place, question_members), parent, depth);
            else
                draft_.mistake(Code::form_field_wrong_type, "", place, {{"expected", "object"}});
        }
    }

private:
    void read_one(const Members& members, std::uint32_t parent, int depth) {
        Question question;
        question.type = read_type(members, question);
        question.pointer = members.pointer();
        question.name = read_name(members, question.pointer);
        read_common(members, question, parent);
        if (takes_choices(question.type) || gives_choice(question.type, members)) question.list = find_list(members);
        const bool other = has_other(draft_, members, question);
        if (other) question.list = list_with_other(draft_, question.list);
        read_properties(draft_, members, question);
        check_place_of_members(draft_, members, question);
        warn_without_label(members, question);
        const auto self = add(std::move(question));
        read_expressions(draft_, members, self);
        read_inside(members, self, depth);
        draft_.form.questions[self].end = static_cast<std::uint32_t>(draft_.form.questions.size());
        if (other) add_other(self);
    }

    /// The text question that asks what "other" is, right after its select.
    void add_other(std::uint32_t select) {
        Question text = question_on_other(draft_.form.questions[select]);
        draft_.expressions.push_back(relevant_of_other(draft_.form.questions[select],
                                                       static_cast<std::uint32_t>(draft_.form.questions.size())));
        add(std::move(text));
    }

    static bool gives_choice(QuestionType type, const Members& members) {
        return type == QuestionType::calculate && members.has("choices");
    }

    QuestionType read_type(const Members& members, Question& question) {
        if (!members.has("type")) {
            members.missing("type");
            return QuestionType::note;
        }
        const std::string written = members.text("type");
        if (const auto type = question_type(written)) {
            if (*type != QuestionType::unused) return *type;
            question.written_type = written;
            draft_.warning(Code::form_type_unused, excerpt(members.text("name")), members.pointer("type"),
                           {{"value", written}});
            return *type;
        }
        if (!written.empty()) {
            std::map<std::string, std::string> facts{{"value", excerpt(written)}};
            std::vector<std::string_view> names;
            for (int i = 0; i <= static_cast<int>(QuestionType::grid); ++i)
                names.push_back(name(static_cast<QuestionType>(i)));
            draft_.add_known(facts, written, names);
            draft_.mistake(Code::form_type_unknown, excerpt(members.text("name")), members.pointer("type"),
                           std::move(facts));
        }
        return QuestionType::note;
    }

    /// The name as written, or one that nobody can refer to when it is missing or bad.
    std::string read_name(const Members& members, const std::string& pointer) {
        if (!members.has("name")) {
            members.missing("name");
            return "(" + pointer + ")";
        }
        std::string written = members.text("name");
        if (is_name(written)) return written;
        draft_.mistake(Code::form_name_invalid, excerpt(written), members.pointer("name"),
                       {{"value", excerpt(written)}});
        return "(" + pointer + ")";
    }

    void read_common(const Members& members, Question& question, std::uint32_t parent) {
        question.parent = parent;
        question.label = members.by_language("label", true);
        question.hint = members.by_language("hint");
        question.image = members.by_language("image");
        question.audio = members.by_language("audio");
        question.video = members.by_language("video");
        question.big_image = members.by_language("big-image");
        question.kept = members.kept("kept");
        question.volet = members.text("volet");
        question.theme = members.text("theme");
        question.same_as = members.text("same_as");
        question.sensitive = members.yes("sensitive");
        question.field_sheet = members.yes("field_sheet");
        if (parent == none) return;
        const Question& above = draft_.form.questions[parent];
        question.sensitive |= above.sensitive;
        question.field_sheet |= above.field_sheet;
        question.repeat = above.type == QuestionType::repeat ? parent : above.repeat;
    }

    std::uint32_t find_list(const Members& members) {
        if (!members.has("choices")) {
            members.missing("choices");
            return none;
        }
        const std::string written = members.text("choices");
        if (written.empty()) return none;
        if (const auto found = draft_.lists.find(written); found != draft_.lists.end()) return found->second;
        if (lists_come_later_ && (written == "quartiers" || is_attached(written))) return add_empty_list(written);
        std::map<std::string, std::string> facts{{"value", excerpt(written)}};
        std::vector<std::string_view> names;
        for (const auto& list : draft_.form.lists) names.push_back(list.name);
        draft_.add_known(facts, written, names);
        draft_.mistake(Code::form_list_unknown, excerpt(members.text("name")), members.pointer("choices"),
                       std::move(facts));
        return none;
    }

    bool is_attached(std::string_view list) const {
        const auto& attached = draft_.form.attached;
        return std::any_of(attached.begin(), attached.end(), [&](const auto& known) { return known.list == list; });
    }

    std::uint32_t add_empty_list(const std::string& name) {
        const auto position = static_cast<std::uint32_t>(draft_.form.lists.size());
        draft_.lists.emplace(name, position);
        draft_.form.lists.emplace_back().name = name;
        draft_.blank_in_names.push_back(false);
        return position;
    }

    void warn_without_label(const Members& members, const Question& question) {
        if (question.label.empty() &&
            (is_asked(question.type) || question.type == QuestionType::note || question.type == QuestionType::grid))
            draft_.warning(Code::form_field_missing, "label", members.pointer());
    }

    /// Puts a question behind the others and its name into the index. The first of two that share a name keeps it.
    std::uint32_t add(Question question) {
        const auto position = static_cast<std::uint32_t>(draft_.form.questions.size());
        question.end = position + 1;
        const auto [first, is_new] = draft_.form.index.emplace(question.name, position);
        if (!is_new) {
            const std::string& before = draft_.form.questions[first->second].pointer;
            draft_.mistake(Code::form_name_twice, question.name, question.pointer + "/name", {{"first", before}});
        } else if (const auto [folded, is_new_folded] =
                       draft_.folded_names.emplace(lower(question.name), question.name);
                   !is_new_folded) {
            draft_.warning(Code::form_name_twice, question.name, question.pointer + "/name",
                           {{"known", folded->second}});
        }
        draft_.form.questions.push_back(std::move(question));
        return position;
    }

    void read_inside(const Members& members, std::uint32_t self, int depth) {
        const QuestionType type = draft_.form.questions[self].type;
        if (type == QuestionType::grid) return read_rows(members, self);
        if (!holds_questions(type)) return;
        if (!members.has("questions")) return members.missing("questions");
        if (depth >= deepest_group)
            return draft_.mistake(Code::form_too_large, draft_.form.questions[self].name, members.pointer("questions"),
                                  {{"limit", std::to_string(deepest_group)}});
        if (const auto items = members.array("questions"))
            read_all(*items, members.pointer("questions"), self, depth + 1);
    }

    void read_rows(const Members& members, std::uint32_t self) {
        if (!members.has("rows")) return members.missing("rows");
        const auto items = members.array("rows");
        if (!items) return;
        const auto required = required_of_grid(draft_, self);
        std::size_t position = 0;
        for (const element item : *items) {
            const std::string place = members.pointer("rows") + "/" + std::to_string(position++);
            simdjson::dom::object object;
            if (full(place)) return;
            if (item.get_object().get(object) == simdjson::SUCCESS)
                read_row(Members(draft_, object, place, row_members), self, required);
            else
                draft_.mistake(Code::form_field_wrong_type, "", place, {{"expected", "object"}});
        }
    }

    void read_row(const Members& members, std::uint32_t grid, const std::optional<WrittenExpression>& required) {
        Question row;
        row.type = QuestionType::select_one;
        row.pointer = members.pointer();
        row.name = draft_.form.questions[grid].name + "." + read_name(members, row.pointer);
        read_common(members, row, grid);
        row.list = draft_.form.questions[grid].list;
        warn_without_label(members, row);
        const auto self = add(std::move(row));
        read_row_expressions(draft_, members, self, required);
    }

    bool full(const std::string& place) {
        if (draft_.form.questions.size() < most_questions) return false;
        draft_.mistake(Code::form_too_large, "", place, {{"limit", std::to_string(most_questions)}});
        return true;
    }

    Draft& draft_;
    bool lists_come_later_;
};

}  // namespace

void read_questions(Draft& draft, const Members& top, bool lists_come_later) {
    if (!top.has("questions")) return top.missing("questions");
    if (const auto items = top.array("questions"))
        QuestionsReader(draft, lists_come_later).read_all(*items, "/questions", none, 0);
}

}  // namespace ecoute::forms::document
