#include "forms/expression/calendar_names.hpp"

#include <array>

namespace ecoute::forms::expression {
namespace {

struct Names {
    std::string_view language;
    std::array<std::string_view, 12> months;
    std::array<std::string_view, 7> weekdays;
};

/// English first: it stands in for the languages that are not here.
constexpr std::array table{
    Names{"en",
          {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
          {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"}},
    Names{"fr",
          {"janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."},
          {"dim.", "lun.", "mar.", "mer.", "jeu.", "ven.", "sam."}},
    Names{
        "ar",
        {"يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"},
        {"الأحد", "الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت"}},
    Names{"tr",
          {"Oca", "Şub", "Mar", "Nis", "May", "Haz", "Tem", "Ağu", "Eyl", "Eki", "Kas", "Ara"},
          {"Paz", "Pzt", "Sal", "Çar", "Per", "Cum", "Cmt"}},
    Names{"pt",
          {"jan.", "fev.", "mar.", "abr.", "mai.", "jun.", "jul.", "ago.", "set.", "out.", "nov.", "dez."},
          {"dom.", "seg.", "ter.", "qua.", "qui.", "sex.", "sáb."}},
    Names{"es",
          {"ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sept", "oct", "nov", "dic"},
          {"dom", "lun", "mar", "mié", "jue", "vie", "sáb"}},
};

const Names& names_of(std::string_view language) noexcept {
    const auto primary = language.substr(0, language.find('-'));
    for (const auto& row : table)
        if (row.language == primary) return row;
    return table.front();
}

}  // namespace

std::string_view month_name(std::string_view language, unsigned month) noexcept {
    return names_of(language).months[month % 12];
}

std::string_view weekday_name(std::string_view language, unsigned weekday) noexcept {
    return names_of(language).weekdays[weekday % 7];
}

}  // namespace ecoute::forms::expression
