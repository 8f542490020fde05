#include "forms/convert/xlsform/typography.hpp"

#include <array>

namespace ecoute::forms::xlsform {
namespace {

struct Sign {
    std::string_view typographic;
    char plain;
};
constexpr std::array signs{
    Sign{"\u00A0", ' '}, Sign{"\u202F", ' '},  Sign{"\u2009", ' '},  Sign{"\u2007", ' '},
    Sign{"\u3000", ' '}, Sign{"\u2018", '\''}, Sign{"\u2019", '\''}, Sign{"\u201A", '\''},
    Sign{"\u201C", '"'}, Sign{"\u201D", '"'},  Sign{"\u201E", '"'},
};

const Sign* sign_at(std::string_view text) {
    for (const Sign& sign : signs)
        if (text.starts_with(sign.typographic)) return &sign;
    return nullptr;
}

}  // namespace

std::string straightened(std::string_view expression) {
    std::string text;
    char quote = 0;            // of the literal that we are in
    bool typographic = false;  // it was opened by a typographic quote
    while (!expression.empty()) {
        const Sign* sign = sign_at(expression);
        const auto written = expression.substr(0, sign ? sign->typographic.size() : 1);
        const char plain = sign ? sign->plain : written[0];
        const bool closes = plain == quote && (!sign || typographic);
        if (quote == 0 || closes)
            text += plain;
        else
            text += written;
        if (quote == 0 && (plain == '\'' || plain == '"')) {
            quote = plain;
            typographic = sign != nullptr;
        } else if (closes) {
            quote = 0;
        }
        expression.remove_prefix(written.size());
    }
    return text;
}

}  // namespace ecoute::forms::xlsform
