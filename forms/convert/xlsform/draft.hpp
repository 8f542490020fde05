#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace ecoute::forms::xlsform {

/// A number as its cell says it ("42", "0.5").
struct Number {
    std::string text;
};
/// A text in one language, with the column that it stands in.
struct Spoken {
    std::string tag, text;
    std::uint32_t column = 0;
    bool explicit_tag = false;  ///< its header names the language
};
using Texts = std::vector<Spoken>;
using Numbers = std::vector<Number>;
using Value = std::variant<std::string, Number, bool, Texts, Numbers>;

/// A member of the document, with the column that it stands in.
struct Member {
    std::string name;
    Value value;
    std::uint32_t column = 0;
};

/// The last three are Kobo's and become one of the others (make_kobo).
enum class Shape : std::uint8_t { leaf, group, repeat, grid, matrix, score, rank };

/// A question, group, row of a grid or choice while a workbook is being read.
struct Item {
    std::vector<Member> members;
    std::vector<std::pair<std::string, std::string>> kept;  ///< header -> text
    std::uint32_t row = 0;                                  ///< of the sheet
    std::uint32_t type_column = 0;                          ///< where a mistake is told that has no cell of its own
    Shape shape = Shape::leaf;
    std::vector<Item> inside;

    Member* find(std::string_view name) {
        for (Member& member : members)
            if (member.name == name) return &member;
        return nullptr;
    }
    const Member* find(std::string_view name) const { return const_cast<Item*>(this)->find(name); }
    /// The string of a member; "" when it is not there or no string.
    std::string_view text(std::string_view name) const {
        const Member* member = find(name);
        const auto* text = member ? std::get_if<std::string>(&member->value) : nullptr;
        return text ? std::string_view(*text) : std::string_view{};
    }
    void erase(std::string_view name) {
        std::erase_if(members, [name](const Member& member) { return member.name == name; });
    }
};

/// What a question is for the whole document: breakdowns.age, consent...
struct Role {
    std::string member;  ///< "breakdowns", "consent", "sensitive_consent", "design"
    std::string key;     ///< of breakdowns and design: "age"
    std::string question;
    std::string agrees;  ///< of a consent: the choice that says yes; "" for an acknowledge
    std::string where;
};

struct List {
    std::string name;
    std::string sheet;  ///< choices or external_choices, as written
    std::vector<Item> choices;
};

/// A list that comes from a file of the campaign.
struct Attached {
    std::string list, file, value, label, where;
};

/// A workbook as a document, before it is written as JSON.
struct Draft {
    Item top;  ///< settings
    std::string settings_sheet, survey_sheet;
    std::vector<Role> roles;
    std::vector<List> lists;
    std::vector<Attached> attached;
    std::vector<Item> questions;
};

}  // namespace ecoute::forms::xlsform
