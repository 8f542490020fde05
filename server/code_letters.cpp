#include "server/code_letters.hpp"

namespace ecoute::server {
namespace {

/// A letter as it was meant: I and L are 1, O is 0, small letters are capitals. '\0' for what no code holds.
char meant(char letter) {
    if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
    if (letter == 'I' || letter == 'L') return '1';
    if (letter == 'O') return '0';
    return crockford.find(letter) == crockford.npos ? '\0' : letter;
}

}  // namespace

std::string typed_letters(std::string_view typed, std::size_t count) {
    std::string letters;
    for (const char letter : typed) {
        if (letter == '-' || letter == ' ') continue;
        const char read = meant(letter);
        if (read == '\0' || letters.size() == count) return {};
        letters += read;
    }
    return letters.size() == count ? letters : std::string{};
}

}  // namespace ecoute::server
