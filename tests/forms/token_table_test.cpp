#include "forms/token_table.hpp"

#include "forms/stored_answers.hpp"
#include "tests/support/questionnaire.hpp"

namespace f = ecoute::forms;
namespace t = ecoute::tests;

namespace {

/// Sixteen bytes may be read from the first of any token on.
int found(const f::TokenTable& table, const std::string& token) {
    const auto padded = token + "\",\"" + std::string(f::SixteenBytes::count, 'x');
    return table.find(std::string_view{padded}.substr(0, token.size()));
}

/// Words as long as this, which differ in one byte only.
std::vector<std::string> alike(std::size_t size) {
    std::vector<std::string> words{std::string(size, 'a')};
    for (std::size_t at = 0; at < size; ++at) {
        words.push_back(words.front());
        words.back()[at] = 'b';
    }
    return words;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(words_that_are_known_beforehand)

BOOST_AUTO_TEST_CASE(sixteen_bytes_are_told_apart_one_by_one) {
    const f::SixteenBytes bytes{"a,b}\x1F \xC3\xA9\"\\,\0cdef"};
    BOOST_TEST(bytes.that_are(',') == 0b0000'0100'0000'0010U);
    BOOST_TEST(bytes.that_are('}') == 0b1000U);
    BOOST_TEST(bytes.that_are('z') == 0U);
    BOOST_TEST((f::SixteenBytes{"0123456789abcdef"}.cut(10) == f::SixteenBytes{"0123456789ghijkl"}.cut(10)));
    BOOST_TEST((f::SixteenBytes{"0123456789abcdef"}.cut(11) != f::SixteenBytes{"0123456789ghijkl"}.cut(11)));
    BOOST_TEST((f::SixteenBytes{"0123456789abcdef"}.cut(10) != f::SixteenBytes{"0123456789abcdef"}.cut(11)));
    BOOST_TEST((f::SixteenBytes{"whatever stands "}.cut(0) == f::SixteenBytes{}));
    BOOST_TEST((f::SixteenBytes{"0123456789abcdef"}.cut(16) == f::SixteenBytes{"0123456789abcdef"}));
    BOOST_TEST(f::SixteenBytes{"abcdefgh"}.folded() != f::SixteenBytes{"abcdefgi"}.folded());
}

BOOST_AUTO_TEST_CASE(are_found_whatever_their_length_and_no_other_is) {
    for (std::size_t size = 1; size < 40; ++size) {
        const auto words = alike(size);
        std::vector<f::TokenTable::Entry> entries;
        for (std::size_t i = 0; i < words.size(); i += 2) entries.push_back({words[i], static_cast<std::uint16_t>(i)});
        const f::TokenTable table{entries};
        for (std::size_t i = 0; i < words.size(); ++i)
            BOOST_TEST(found(table, words[i]) == (i % 2 == 0 ? static_cast<int>(i) : f::TokenTable::unknown), words[i]);
        BOOST_TEST(found(table, words[0] + "a") == f::TokenTable::unknown);
        BOOST_TEST(found(table, words[0].substr(1)) == f::TokenTable::unknown);
        BOOST_TEST(found(table, words[0] + '\0') == f::TokenTable::unknown);
    }
}

BOOST_AUTO_TEST_CASE(are_found_in_long_lists_and_the_first_of_equal_ones_stands) {
    std::vector<f::TokenTable::Entry> entries;
    for (std::uint16_t i = 0; i < 5'000; ++i) {
        entries.push_back({"\"c" + std::to_string(i) + '"', i});
        entries.push_back({"\"commune_de_" + std::to_string(i) + "_en_auvergne_rhone_alpes\"", static_cast<std::uint16_t>(i + 5'000)});
    }
    entries.push_back({"\"c7\"", 1});
    const f::TokenTable table{entries};
    for (std::uint16_t i = 0; i < 10'000; ++i) BOOST_TEST(found(table, entries[i].token) == entries[i].number);
    BOOST_TEST(found(table, "\"c7\"") == 7);
    BOOST_TEST(found(table, "\"c5000\"") == f::TokenTable::unknown);
    BOOST_TEST(found(table, "\"commune_de_5000_en_auvergne_rhone_alpes\"") == f::TokenTable::unknown);
    BOOST_TEST(found(table, "") == f::TokenTable::unknown);
    BOOST_TEST(found(f::TokenTable{{}}, "\"c7\"") == f::TokenTable::unknown);
}

/// Names as an attached list may bring them, in all three kinds of question that offer a list.
BOOST_AUTO_TEST_CASE(are_read_as_choices_by_the_short_way_as_by_the_long_one) {
    auto form = t::form_of(R"j(
        {"type":"select_one","name":"une","choices":"oui_non","label":{"fr":"x"}},
        {"type":"select_one","name":"une_question_dont_le_nom_est_long","choices":"oui_non","label":{"fr":"x"}},
        {"type":"select_one","name":"une_question_dont_le_nom_est_lent","choices":"oui_non","label":{"fr":"x"}},
        {"type":"select_multiple","name":"lieux","choices":"oui_non","label":{"fr":"x"}},
        {"type":"rank","name":"rang","choices":"oui_non","label":{"fr":"x"}})j");
    const std::vector<std::string> names{"a,b", "a}", "a]", "{", "[x]", "null", "0", "quatorze_signe", "quatorze_signes", "quatorze_signess",
                                         "quatorze_signes_et_plus", "quatorze_signes_et_puis", "été à l'école élémentaire", "é",
                                         "un mot, puis un autre } et ]", std::string(300, 'z')};
    auto& list = form.lists[form.questions[0].list];
    list.choices.clear(), list.index.clear();
    for (const auto& name : names) {
        list.index.emplace(name, static_cast<f::ChoiceIndex>(list.choices.size()));
        list.choices.emplace_back().name = name;
    }
    auto quick = f::columns_of(form);
    f::StoredAnswers reader{form, [](f::Columns&, std::string_view json) { BOOST_TEST(false, json); }};
    std::vector<std::string> all;
    for (std::size_t i = 0; i < names.size(); ++i) {
        const auto one = '"' + names[i] + '"', other = '"' + names[(i + 1) % names.size()] + '"';
        const bool is_last = i + 1 == names.size();
        const auto both = is_last ? other + ',' + one : one + ',' + other;  // as they stand in the list
        all.push_back(R"({"une":)" + one + R"(,"une_question_dont_le_nom_est_lent":)" + one + R"(,"lieux":[)" + both + R"(],"rang":[)" + other +
                      ',' + one + "]}");
        reader.append(quick, all.back());
    }
    reader.flush(quick);
    BOOST_TEST_REQUIRE(quick.people == names.size());
    for (std::size_t i = 0; i < names.size(); ++i) {
        const auto other = (i + 1) % names.size();
        BOOST_TEST(quick.by_question[0].codes[i] == i);
        BOOST_TEST(quick.by_question[1].codes[i] == f::code_not_asked);
        BOOST_TEST(quick.by_question[2].codes[i] == i);
        BOOST_TEST(quick.by_question[3].ticks[i] == (std::uint64_t{1} << i | std::uint64_t{1} << other));
        const std::vector<std::size_t> in_order{other, i};
        BOOST_TEST(quick.by_question[4].ranks[i] == in_order, boost::test_tools::per_element());
        f::Problems none;
        BOOST_TEST(f::answers_to_json(form, f::answers_from_json(form, all[i], none)) == all[i]);
        BOOST_TEST(none.empty());
    }
}

/// Whatever is cut from an answer, or put into it, ends within it: run under the address sanitizer too.
BOOST_AUTO_TEST_CASE(are_not_sought_outside_of_an_answer_that_is_broken) {
    const auto form = t::form_of(R"j(
        {"type":"text","name":"mot","label":{"fr":"x"}},
        {"type":"select_one","name":"genre","choices":"genres","label":{"fr":"x"}},
        {"type":"select_multiple","name":"lieux","choices":"lieux","label":{"fr":"x"}},
        {"type":"grid","name":"q6","choices":"oui_non","label":{"fr":"x"},"rows":[{"name":"a","label":{"fr":"x"}},{"name":"b","label":{"fr":"x"}}]},
        {"type":"repeat","name":"enfants","label":{"fr":"x"},"questions":[{"type":"integer","name":"age","label":{"fr":"x"}}]})j");
    const std::string whole = R"({"mot":"x","genre":"homme","lieux":["parc","plage"],"q6":{"a":"oui","b":null},"enfants":[{"age":4}]})";
    std::size_t long_ways = 0;
    f::StoredAnswers reader{form, [&](f::Columns&, std::string_view) { ++long_ways; }};
    const auto is_refused = [&](const std::string& json) {
        const std::vector<char> nothing_behind(json.begin(), json.end());
        auto columns = f::columns_of(form);
        long_ways = 0;
        reader.append(columns, {nothing_behind.data(), nothing_behind.size()});
        reader.flush(columns);
        return long_ways == 1 && columns.people == 0;
    };
    BOOST_TEST(!is_refused(whole));
    const auto unread = whole.find(R"({"age")");  // of a repeat brackets are only counted
    for (std::size_t at = 0; at < whole.size(); ++at) {
        BOOST_TEST(is_refused(whole.substr(0, at)), at);
        BOOST_TEST(is_refused(whole.substr(at + 1)), at);
        for (const char put : {'\0', ',', '{', '}', '[', ']', ':', ' '}) {
            auto broken = whole;
            broken[at] = put;
            const bool refused = is_refused(broken);
            const bool may_stand = whole[at] == put || (at == whole.find('x') && put != '\0' && put != ' ') || at >= unread;
            if (!may_stand) BOOST_TEST(refused, broken);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
