#include "forms/convert/xlsform/languages.hpp"

#include <array>

#include "forms/document/names.hpp"

namespace ecoute::forms::xlsform {
namespace {

struct Language {
    std::string_view tag, own, french, english;
};
/// Languages spoken in the quartiers, by what their speakers, French and English call them.
constexpr std::array languages{
    Language{"fr", "Français", "francais", "french"},
    Language{"ar", "العربية", "arabe", "arabic"},
    Language{"tr", "Türkçe", "turc", "turkish"},
    Language{"pt", "Português", "portugais", "portuguese"},
    Language{"en", "English", "anglais", "english"},
    Language{"es", "Español", "espagnol", "spanish"},
    Language{"it", "Italiano", "italien", "italian"},
    Language{"de", "Deutsch", "allemand", "german"},
    Language{"ro", "Română", "roumain", "romanian"},
    Language{"ru", "Русский", "russe", "russian"},
    Language{"uk", "Українська", "ukrainien", "ukrainian"},
    Language{"pl", "Polski", "polonais", "polish"},
    Language{"sq", "Shqip", "albanais", "albanian"},
    Language{"bg", "Български", "bulgare", "bulgarian"},
    Language{"hy", "Հայերեն", "armenien", "armenian"},
    Language{"ka", "ქართული", "georgien", "georgian"},
    Language{"zh", "中文", "chinois", "chinese"},
    Language{"vi", "Tiếng Việt", "vietnamien", "vietnamese"},
    Language{"ta", "தமிழ்", "tamoul", "tamil"},
    Language{"bn", "বাংলা", "bengali", "bengali"},
    Language{"ur", "اردو", "ourdou", "urdu"},
    Language{"fa", "فارسی", "persan", "persian"},
    Language{"ps", "پښتو", "pachto", "pashto"},
    Language{"ku", "Kurdî", "kurde", "kurdish"},
    Language{"so", "Soomaali", "somali", "somali"},
    Language{"ti", "ትግርኛ", "tigrigna", "tigrinya"},
    Language{"am", "አማርኛ", "amharique", "amharic"},
    Language{"wo", "Wolof", "wolof", "wolof"},
    Language{"ff", "Pulaar", "peul", "fula"},
    Language{"bm", "Bamanankan", "bambara", "bambara"},
    Language{"ln", "Lingála", "lingala", "lingala"},
    Language{"mg", "Malagasy", "malgache", "malagasy"},
    Language{"kab", "Taqbaylit", "kabyle", "kabyle"},
    Language{"zgh", "ⵜⴰⵎⴰⵣⵉⵖⵜ", "amazighe", "tamazight"},
    Language{"nl", "Nederlands", "neerlandais", "dutch"},
    Language{"sr", "Srpski", "serbe", "serbian"},
    Language{"sw", "Kiswahili", "swahili", "swahili"},
    Language{"hi", "हिन्दी", "hindi", "hindi"},
    Language{"rom", "Romani", "romani", "romany"},
    Language{"ht", "Kreyòl ayisyen", "creole haitien", "haitian creole"},
};

struct Letter {
    std::string_view accented;
    char plain;
};
constexpr std::array letters{Letter{"à", 'a'}, Letter{"á", 'a'}, Letter{"ã", 'a'}, Letter{"ç", 'c'}, Letter{"Ç", 'c'},
                             Letter{"é", 'e'}, Letter{"É", 'e'}, Letter{"è", 'e'}, Letter{"ê", 'e'}, Letter{"ë", 'e'},
                             Letter{"î", 'i'}, Letter{"ï", 'i'}, Letter{"ñ", 'n'}, Letter{"ò", 'o'}, Letter{"ó", 'o'},
                             Letter{"ô", 'o'}, Letter{"ü", 'u'}, Letter{"ú", 'u'}};

/// Lower case without accents, so that "FRANÇAIS" and "Francais" are one word.
std::string plain(std::string_view text) {
    std::string word;
    while (!text.empty()) {
        std::size_t taken = 1;
        char c = text[0] >= 'A' && text[0] <= 'Z' ? static_cast<char>(text[0] - 'A' + 'a') : text[0];
        for (const Letter& letter : letters)
            if (text.starts_with(letter.accented)) {
                c = letter.plain;
                taken = letter.accented.size();
            }
        word += c;
        text.remove_prefix(taken);
    }
    return word;
}

/// "fr" of "Français (fr)"; "" when there are no brackets at the end.
std::string_view in_brackets(std::string_view written) {
    if (!written.ends_with(')')) return {};
    const auto open = written.rfind('(');
    if (open == std::string_view::npos) return {};
    return written.substr(open + 1, written.size() - open - 2);
}

/// "fr", "pt-BR", "kab": a short word before the first hyphen, in small letters. "Wolof" is a name, although a tag
/// could look like it.
bool is_bare_tag(std::string_view text) {
    const auto first = text.substr(0, text.find('-'));
    if (first.size() < 2 || first.size() > 3) return false;
    for (const char c : first)
        if (c < 'a' || c > 'z') return false;
    return document::is_language_tag(text);
}

}  // namespace

bool says_its_tag(std::string_view written) {
    return document::is_language_tag(in_brackets(written)) || is_bare_tag(written);
}

std::optional<std::string> language_tag(std::string_view written) {
    if (const auto tag = in_brackets(written); document::is_language_tag(tag)) return std::string(tag);
    if (is_bare_tag(written)) return std::string(written);
    const std::string name = plain(written);
    for (const Language& language : languages)
        if (name == plain(language.own) || name == language.french || name == language.english || name == language.tag)
            return std::string(language.tag);
    return std::nullopt;
}

std::string language_label(std::string_view tag) {
    for (const Language& language : languages)
        if (language.tag == tag) return std::string(language.own) + " (" + std::string(tag) + ")";
    return std::string(tag) + " (" + std::string(tag) + ")";
}

}  // namespace ecoute::forms::xlsform
