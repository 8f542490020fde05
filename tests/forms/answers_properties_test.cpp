#include <cstring>
#include <random>

#include "forms/columns.hpp"
#include "forms/stored_answers.hpp"
#include "tests/support/questionnaire.hpp"

namespace f = ecoute::forms;
namespace t = ecoute::tests;

namespace {

/// Makes JSON at random, mostly of names and values that the questionnaire knows.
class Dice {
public:
    explicit Dice(unsigned seed) : generator_(seed) {}
    std::size_t below(std::size_t limit) {
        return std::uniform_int_distribution<std::size_t>(0, limit - 1)(generator_);
    }
    template <std::size_t n>
    std::string one_of(const char* const (&choices)[n]) {
        return choices[below(n)];
    }

    std::string value(int depth) {
        static const char* const plain[] = {"null",
                                            "true",
                                            "0",
                                            "1",
                                            "2.5",
                                            "-7",
                                            "1e300",
                                            "17",
                                            "40",
                                            R"("")",
                                            R"("oui")",
                                            R"("parc")",
                                            R"("aucun")",
                                            R"("nsp")",
                                            R"("femme")",
                                            R"("refused")",
                                            R"("2026-05-17")",
                                            R"("18:05")",
                                            R"("2026-05-17T18:05Z")",
                                            R"("OK")",
                                            R"("été\u0000\n")",
                                            R"(" x ")"};
        const auto kind = below(10);
        if (kind < 7 || depth > 3) return one_of(plain);
        return kind == 7 ? object(depth + 1) : array(depth + 1);
    }

    std::string object(int depth) {
        static const char* const names[] = {"mot",     "age",        "genre", "lieux", "rang", "q6",      "a", "b",
                                            "enfants", "age_enfant", "g",     "total", "jour", "inconnu", "lu"};
        std::string text = "{";
        for (auto members = below(8); members > 0; --members)
            text += (text.size() > 1 ? ",\"" : "\"") + one_of(names) + "\":" + value(depth);
        return text + "}";
    }

    std::string array(int depth) {
        std::string text = "[";
        for (auto items = below(4); items > 0; --items) text += (text.size() > 1 ? "," : "") + value(depth);
        return text + "]";
    }

private:
    std::mt19937 generator_;
};

/// Two columns hold the same, bit for bit: NaN too.
bool same(const f::Columns& one, const f::Columns& other) {
    const auto numbers = [](const std::vector<double>& a, const std::vector<double>& b) {
        return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof(double)) == 0);
    };
    if (one.people != other.people || one.by_question.size() != other.by_question.size()) return false;
    for (std::size_t q = 0; q < one.by_question.size(); ++q) {
        const auto &a = one.by_question[q], &b = other.by_question[q];
        if (a.codes != b.codes || a.states != b.states || a.ticks != b.ticks || a.words != b.words || a.ranks != b.ranks ||
            a.texts != b.texts || !numbers(a.numbers, b.numbers))
            return false;
    }
    return true;
}

constexpr const char* all_types = R"j(
    {"type":"text","name":"mot","label":{"fr":"x"}},
    {"type":"integer","name":"age","label":{"fr":"x"}},
    {"type":"decimal","name":"total","label":{"fr":"x"}},
    {"type":"select_one","name":"genre","choices":"genres","label":{"fr":"x"}},
    {"type":"group","name":"groupe","questions":[
        {"type":"select_multiple","name":"lieux","choices":"lieux","label":{"fr":"x"}},
        {"type":"rank","name":"rang","choices":"lieux","label":{"fr":"x"}}]},
    {"type":"grid","name":"q6","choices":"oui_non","label":{"fr":"x"},"rows":[{"name":"a","label":{"fr":"x"}},{"name":"b","label":{"fr":"x"}}]},
    {"type":"repeat","name":"enfants","label":{"fr":"x"},"questions":[{"type":"integer","name":"age_enfant","label":{"fr":"x"}}]},
    {"type":"hidden","name":"a"},
    {"type":"calculate","name":"b","calculation":"1"},
    {"type":"calculate","name":"g","calculation":"1","bands":[0,10]},
    {"type":"acknowledge","name":"lu","label":{"fr":"x"}},
    {"type":"date","name":"jour","label":{"fr":"x"}})j";

}  // namespace

BOOST_AUTO_TEST_SUITE(properties_of_answers)

/// The short way to columns against the long one, on what was stored and on anything else.
BOOST_AUTO_TEST_CASE(stored_answers_become_the_same_columns_by_the_short_way) {
    const auto form = t::form_of(all_types);
    std::size_t people = 0, long_ways = 0;
    f::StoredAnswers reader{form, [&](f::Columns& columns, std::string_view json) {
                                f::Problems none;
                                f::append(columns, form, f::answers_from_json(form, json, none));
                                ++long_ways;
                            }};
    auto quick = f::columns_of(form), slow = f::columns_of(form);
    Dice dice(20'260'518);
    for (int i = 0; i < 20'000; ++i) {
        const std::string sent = dice.object(0);
        f::Problems problems;
        const auto read = f::answers_from_json(form, sent, problems);
        for (const auto& json : {f::answers_to_json(form, read), sent}) {
            f::Problems none;
            f::append(slow, form, f::answers_from_json(form, json, none));
            reader.append(quick, json);
            ++people;
        }
        if (i % 500 != 0) continue;
        reader.flush(quick);
        if (!same(quick, slow)) BOOST_TEST(false, sent);
    }
    reader.flush(quick);
    BOOST_TEST(same(quick, slow));
    BOOST_TEST(long_ways < people / 2);  // what is canonical takes the short one
}

BOOST_AUTO_TEST_CASE(what_the_short_way_refuses_changes_nothing_and_takes_the_long_one) {
    const auto form = t::form_of(all_types);
    std::vector<std::string> long_ways;
    f::StoredAnswers reader{form, [&](f::Columns&, std::string_view json) { long_ways.emplace_back(json); }};
    auto columns = f::columns_of(form);
    const auto* const canonical = R"({"mot":"x","age":3,"genre":"homme","lieux":["parc"],"q6":{"b":"oui"},"enfants":[{"age_enfant":4}],"lu":"OK"})";
    reader.append(columns, canonical);
    reader.flush(columns);
    BOOST_TEST_REQUIRE(columns.people == 1U);
    const auto before = columns;
    for (const auto* json : {R"({"age":3,"mot":"x"})", R"({"mot":"x","age":3.5})", R"({"genre":"absent"})", R"({"lieux":["parc","absent"]})",
                             R"({"lieux":["parc",null]})", R"({"lieux":["refused"]})", R"({"rang":["parc","parc"]})", R"({"q6":{"c":"oui"}})",
                             R"({"q6":null})", R"({"q6":{"mot":"x"}})", R"({"inconnu":1})", R"({"mot":"x","mot":"y"})", R"({"jour":"hier"})",
                             R"({"lu":"oui"})", R"({"age":"3"})", R"({"age":03})", R"({"age":3.})", R"({"age":nul})", R"({"mot":"x")", R"({"mot":x"})",
                             R"({"mot" :"x"})", R"({"mot":"x" })", R"({"mot""x"})", R"({"enfants":4})", R"({"enfants":[{"age_enfant":4})",
                             "[]", "", "{", "{}}", R"({"mot":"\u0020"})", "{\"mot\":\"\xE9\"}"}) {
        reader.append(columns, json);
        reader.flush(columns);
        BOOST_TEST(same(columns, before), json);
        BOOST_TEST_REQUIRE(!long_ways.empty(), json);
        BOOST_TEST(long_ways.back() == json);
        long_ways.clear();
    }
    reader.append(columns, "{}");
    reader.flush(columns);
    BOOST_TEST(columns.people == 2U);
}

BOOST_AUTO_TEST_CASE(people_keep_their_order_when_one_among_them_takes_the_long_way) {
    const auto form = t::form_of(all_types);
    f::StoredAnswers reader{form, [&](f::Columns& columns, std::string_view json) {
                                f::Problems none;
                                f::append(columns, form, f::answers_from_json(form, json, none));
                            }};
    auto columns = f::columns_of(form);
    for (int age = 0; age < 100; ++age)
        reader.append(columns, age % 40 == 7 ? "{\"age\":\"" + std::to_string(age) + "\"}" : age % 40 == 9 ? "{ \"age\":9}" : "{\"age\":" + std::to_string(age) + "}");
    reader.flush(columns);
    BOOST_REQUIRE(columns.people == 100U);
    const auto question = *form.find("age");
    for (std::size_t age = 0; age < 100; ++age) {
        const bool blank = age % 40 == 7;  // a text is no age
        BOOST_TEST((columns.by_question[question].states[age] == f::State::answered) == !blank);
        if (!blank) BOOST_TEST(columns.by_question[question].numbers[age] == (age % 40 == 9 ? 9.0 : static_cast<double>(age)));
    }
}

BOOST_AUTO_TEST_CASE(whatever_is_sent_what_is_kept_is_a_fixed_point) {
    const auto form = t::form_of(R"j(
        {"type":"text","name":"mot","label":{"fr":"x"},"required":"${age} > 3"},
        {"type":"integer","name":"age","label":{"fr":"x"},"constraint":". < 30"},
        {"type":"select_one","name":"genre","choices":"genres","label":{"fr":"x"},"relevant":"${age} < 20 or ${mot} = ''"},
        {"type":"group","name":"g","relevant":"${genre} != 'femme'","questions":[
            {"type":"select_multiple","name":"lieux","choices":"lieux","label":{"fr":"x"}},
            {"type":"rank","name":"rang","choices":"lieux","label":{"fr":"x"},"relevant":"count-selected(${lieux}) > 0"}]},
        {"type":"grid","name":"q6","choices":"oui_non","label":{"fr":"x"},"rows":[{"name":"a","label":{"fr":"x"}},{"name":"b","label":{"fr":"x"},"relevant":"${q6.a} = 'oui'"}]},
        {"type":"repeat","name":"enfants","label":{"fr":"x"},"questions":[
            {"type":"integer","name":"age_enfant","label":{"fr":"x"},"required":"yes"},
            {"type":"acknowledge","name":"lu","label":{"fr":"x"},"relevant":"${age_enfant} > 1"}]},
        {"type":"calculate","name":"total","calculation":"sum(${age_enfant})"},
        {"type":"date","name":"jour","label":{"fr":"x"}})j");
    auto columns = f::columns_of(form);
    Dice dice(20'260'517);
    for (int i = 0; i < 20'000; ++i) {
        const std::string sent = dice.object(0);
        const t::Submitted once(form, sent);
        const t::Submitted again(form, once.kept);
        if (again.kept != once.kept) BOOST_TEST(again.kept == once.kept, sent);
        f::Problems none;
        const auto stored = f::answers_from_json(form, once.kept, none);
        if (!none.empty() || f::answers_to_json(form, stored) != once.kept)
            BOOST_TEST(t::told(none) == "", sent << "\n" << once.kept);
        f::append(columns, form, stored);
    }
    BOOST_TEST(columns.people == 20'000U);
}

BOOST_AUTO_TEST_CASE(a_questionnaire_broken_anywhere_is_read_or_refused) {
    const std::string whole =
        R"j({"ecoute":1,"id":"a","version":"1","title":{"fr":"x"},"breakdowns":{"age":"n"},"choices":{"l":[{"name":"a","label":{"fr":"x"}}]},"questions":[
        {"type":"group","name":"g","relevant":"${n} > 1","questions":[{"type":"select_one","name":"s","choices":"l","label":{"fr":"x"},"choice_filter":"true()"}]},
        {"type":"integer","name":"n","label":{"fr":"x"},"bands":[1,2],"constraint":". < 3"},{"type":"range","name":"r","parameters":"start=0 end=3"},
        {"type":"grid","name":"q","choices":"l","rows":[{"name":"a","label":{"fr":"x"}}]},{"type":"repeat","name":"e","questions":[],"repeat_count":"${n}"}]})j";
    for (std::size_t at = 0; at < whole.size(); ++at) {
        for (const char other : {'"', '{', ']', ',', '0', 'z', '\0', '\xff'}) {
            std::string broken = whole;
            broken[at] = other;
            const auto reading = f::read_form(broken);
            if (reading.form.has_value() != reading.mistakes.empty())
                BOOST_TEST(reading.form.has_value() == reading.mistakes.empty(), broken);
        }
        if (f::read_form(whole.substr(0, at)).form) BOOST_TEST(false, whole.substr(0, at));
    }
}

BOOST_AUTO_TEST_SUITE_END()
